"""The programs of the demo city's present season: sessions, people who came, and how it was."""

import random
from datetime import date, time, timedelta
from typing import Any

from forum.accounts.models import Person
from forum.communities.hosting import host
from forum.core.clock import at
from forum.core.days import day_of, moment_of
from forum.core.db import db, now
from forum.demo import content
from forum.events.attending.door import tally
from forum.events.models import Event
from forum.events.registration.registering import Wish, register
from forum.planning.seasons.models import Plan
from forum.programs import feedback, life, scheduling
from forum.programs.models import Program
from forum.programs.rules import Rule

SEED = 77
#: How many days ago the programs were announced, and their first possible day.
ANNOUNCED, FIRST = 59, 56
LASTS = timedelta(hours=2)
WHERE = ("place_hu", "place_en", "address", "access_hu", "access_en", "step_free")
#: What people said of sessions, rating and words; "" where they only gave a rating.
SAID = (
    (5, "Jó volt együtt, és senki nem sietett.", ""),
    (5, "A gyerekek haza sem akartak menni.", "Lehetne hosszabb."),
    (4, "Kedves volt a fogadtatás.", "Kevés volt a szék."),
    (4, "", "Korábban kezdődhetne, hogy világosban érjünk haza."),
    (3, "Jó ötlet.", "Nem lehetett jól hallani hátul."),
    (5, "", ""),
    (4, "Végre beszélgettem valakivel.", ""),
    (5, "Minden alkalomra eljövök.", "Legyen nagyobb betűs tábla a bejáratnál."),
)


class Programs:
    """Gives the programs of a plan their sessions and lets the past ones take place."""

    def __init__(self, city: dict[str, Any], mira: Person) -> None:
        self.city, self.mira, self.today = city, mira, now()
        self.places = {row["neighbourhood"]: row for row in content.toml("events")["places"]}
        self._random = random.Random(SEED)  # noqa: S311 - a story, not a secret

    def fill(self, plan: Plan, rows: dict[int, dict[str, Any]]) -> None:
        """Schedule, announce, hold, ask how it was, and finish or call off."""
        for item in plan.items:
            program, row = item.candidate.program, rows[item.candidate_id]
            if program is None:
                continue
            with at(now() - timedelta(days=ANNOUNCED)):
                self._schedule(program, row)
                life.announce(program, self.mira)
            for session in program.sessions:
                if program.community:
                    host(session.event, program.community, self.mira)
                self._attend(session.event, item.expected or 0, len(program.sessions))
            self._end(program, row)
            db.session.commit()

    def _schedule(self, program: Program, row: dict[str, Any]) -> None:
        place, start = self.places[row["place"]], time(row["hour"])
        values = {name: place[name] for name in WHERE}
        values |= {"capacity": 40, "takes_registrations": True, "languages": ["hu"]}
        if "rhythm" in row:
            self._series(program, row, start, values)
            return
        for number, offset in enumerate(row["days"]):
            begins = moment_of(day_of(self.today) + timedelta(days=offset), start)
            assert begins is not None
            moments = {"starts_at": begins, "ends_at": begins + LASTS}
            key = f"demo-session-{program.id}-{number}"
            scheduling.add_session(program, self.mira, key, values | moments)

    def _series(
        self, program: Program, row: dict[str, Any], start: time, values: dict[str, Any]
    ) -> None:
        """A series over the season, one of its days left out."""
        first = day_of(self.today) - timedelta(days=FIRST)
        first += timedelta(days=(row["weekday"] - first.weekday()) % 7)
        last = program.season.ends_on
        ends = time(start.hour + 2)
        off = {} if row["rhythm"] == "month" else {_skipped(first).isoformat(): "Őszi szünet"}
        rule = Rule(row["rhythm"], first, last, start, ends, off)
        scheduling.add_series(program, self.mira, f"demo-series-{program.id}", rule, values)

    def _attend(self, event: Event, expected: int, sessions: int) -> None:
        if event.is_over:
            bands = list(self.city["age_bands"].values())
            for number, band in enumerate(bands):
                come = round(expected / sessions / len(bands) * self._random.uniform(0.6, 1.4))
                with at(event.starts_at + timedelta(minutes=20 + number)):
                    key = f"demo-came-{event.id}-{band.id}"
                    tally(event, max(1, come), key, self.mira, age_band_id=band.id)
            self._rate(event)
            return
        for seat in range(self._random.randrange(3, 14)):
            with at(now() - timedelta(days=2, minutes=31 * seat)):
                register(event, Wish(), f"demo-seat-{event.id}-{seat}")

    def _rate(self, event: Event) -> None:
        for number in range(self._random.randrange(2, 5)):
            rating, good, better = self._random.choice(SAID)
            person = Person(role="visitor")
            db.session.add(person)
            db.session.flush()
            with at(min(event.ends_at + timedelta(hours=3 + number), now())):
                key = f"demo-felt-{event.id}-{number}"
                feedback.give(event, person, rating, good, better, key)

    def _end(self, program: Program, row: dict[str, Any]) -> None:
        if "done_hu" in row:
            with at(now() - timedelta(days=5)):
                words = {"outcome_hu": row["done_hu"], "outcome_en": row["done_en"]}
                life.complete(program, self.mira, words)
        if "cancelled" in row:
            with at(now() - timedelta(days=6)):
                life.cancel(program, self.mira, row["cancelled"])


def _skipped(first: date) -> date:
    """Return the third day of a weekly series, and the one a fortnightly one comes to as well."""
    return first + timedelta(days=14)
