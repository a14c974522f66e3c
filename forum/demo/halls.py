"""The demo city's forums: one held, its minutes approved; one coming, with people registered."""

import random
from datetime import datetime, time, timedelta
from typing import Any

from forum.accounts.models import Person
from forum.core.clock import at
from forum.core.days import day_of, moment_of
from forum.core.db import db, now
from forum.demo import content
from forum.demo.names import band_of, home_of, name_of
from forum.demo.talks import Talks
from forum.events.attending.door import check_in, tally
from forum.events.models import Event
from forum.events.registration.registering import Wish, register
from forum.events.registration.registrations import Registration
from forum.meetings import (
    drafting,
)
from forum.meetings.hall import (
    capturing,
    concluding,
    leading,
    polling,
)
from forum.meetings.models import AgendaItem, Meeting
from forum.meetings.writing import (
    commenting,
    minuting,
)
from forum.meetings.writing.dossier import compile_minutes, digest

SEED = 1842
#: Of a hundred people who registered for the past forum, so many came.
CAME = 87
#: People who came to it without registering, by the codes of age bands.
WALKED_IN = {"18-29": 3, "45-64": 6, "65+": 8}
#: Days after the forum on which its minutes were sent for comment, remarked on and answered.
OPENED, REMARKED, ANSWERED = 1, 4, 6
WORDS = ("title_hu", "title_en", "place_hu", "place_en")
WHERE = ("address", "access_hu", "access_en", "capacity")


class Halls:
    """Holds the past forum by the usual verbs, and announces the coming one."""

    def __init__(self, talks: Talks, people: dict[str, Person]) -> None:
        self.talks, self.mira, self.paul = talks, people["mira"], people["paul"]
        self.city = talks.city
        self.told = content.toml("forums")
        self._random = random.Random(SEED)  # noqa: S311 - a story, not a secret

    def fill(self) -> None:
        """Make both forums."""
        meeting, registered = self._announce(self.told["past"])
        self._hold(meeting, registered)
        db.session.commit()
        self._write_up(meeting)
        self._announce(self.told["coming"])
        db.session.commit()

    def _announce(self, told: dict[str, Any]) -> tuple[Meeting, list[Registration]]:
        day = day_of(now()) + timedelta(days=told["day"])
        starts = moment_of(day, time(told["hour"]))
        assert starts is not None
        with at(min(starts - timedelta(days=12), now())):
            meeting = self._draft(told, starts)
            meeting.event.announce(by=self.mira)
            db.session.flush()
        return meeting, [
            self._register(meeting.event, number, told) for number in range(told["registered"])
        ]

    def _draft(self, told: dict[str, Any], starts: datetime) -> Meeting:
        place = self.city["neighbourhoods"][told["neighbourhood"]]
        about = {
            f"description_{code}": f"{told[f'description_{code}']}\n\n{told[f'purpose_{code}']}"
            for code in ("hu", "en")
        }
        event = (
            {name: told[name] for name in (*WORDS, *WHERE)}
            | about
            | {
                "starts_at": starts,
                "ends_at": starts + timedelta(minutes=told["minutes"]),
                "step_free": True,
                "project_id": self.city["project"].id,
                "neighbourhoods": [place],
                "organiser_hu": "Részvételi iroda (bemutató)",
                "organiser_en": "Participation office (demonstration)",
            }
        )
        values = {
            "type": told["type"],
            "conversation_id": self.talks.conversations[told["conversation"]].id,
            "facilitator_id": self.mira.id,
            "comment_days": 8,
        }
        guests = [(name, role) for name, role in told["invited"]]
        meeting = drafting.draft(self.mira, f"demo-{told['title_hu']}", event, values, guests)
        if "items" in told:
            for item in meeting.items:
                db.session.delete(item)
            db.session.flush()
            db.session.expire(meeting, ["items"])
            meeting.items = [_item(number, row) for number, row in enumerate(told["items"])]
            db.session.flush()
        return meeting

    def _register(self, event: Event, number: int, told: dict[str, Any]) -> Registration:
        band = self._random.choice(list(self.city["age_bands"].values()))
        place = self.city["neighbourhoods"][told["neighbourhood"]]
        name = name_of(number)
        wish = Wish(
            name=name,
            neighbourhood_id=home_of(name, self.city, place).id,
            age_band_id=band_of(name, self.city, band).id,
            channel="web" if number % 3 else "phone",
        )
        moment = min(event.starts_at, now()) - timedelta(hours=2 * (told["registered"] - number))
        with at(moment):
            return register(
                event, wish, f"demo-{event.id}-{number}", None if number % 3 else self.mira
            )

    def _hold(self, meeting: Meeting, registered: list[Registration]) -> None:
        starts = meeting.event.starts_at
        with at(starts):
            self._let_in(meeting.event, registered)
            leading.start(meeting, self.mira)
        moment = starts
        for item, told in zip(meeting.items, self.told["past"]["items"], strict=True):
            with at(moment):
                leading.go_to(item, self.mira)
            with at(moment + timedelta(minutes=told["minutes"] // 2)):
                self._discuss(meeting, item, told)
            moment += timedelta(minutes=told["minutes"])
        with at(moment):
            leading.end(meeting, self.mira)

    def _let_in(self, event: Event, registered: list[Registration]) -> None:
        for registration in registered:
            if self._random.randrange(100) < CAME:
                check_in(registration, registration.party, f"demo-in-{registration.id}", self.mira)
        for code, count in WALKED_IN.items():
            band = self.city["age_bands"][code]
            tally(event, count, f"demo-in-{event.id}-{code}", self.mira, age_band_id=band.id)

    def _discuss(self, meeting: Meeting, item: AgendaItem, told: dict[str, Any]) -> None:
        key = f"demo-{item.id}"
        for number, words in enumerate(told.get("opinions", ())):
            capturing.capture(item, words, f"{key}-o{number}", self.mira)
        if "poll" in told:
            options = [text for text, _hands in told["options"]]
            poll = polling.open_poll(meeting, told["poll"], options, f"{key}-p", self.mira)
            hands = dict(told["options"])
            polling.count_hands(poll, {one.id: hands[one.text] for one in poll.options}, self.mira)
            polling.close_poll(poll, self.mira)
        for number, (words, *votes) in enumerate(told.get("decisions", ())):
            concluding.decide(meeting, words, f"{key}-d{number}", self.mira, *votes)
        for number, (what, who, days) in enumerate(told.get("tasks", ())):
            due = day_of(now() + timedelta(days=days - self.told["past"]["day"]))
            concluding.give_task(
                meeting, what, who, f"{key}-t{number}", self.mira, due, followed_by=self.mira
            )
        for number, words in enumerate(told.get("parked", ())):
            concluding.park(meeting, words, f"{key}-k{number}", self.mira)
        item.notes = told["notes"]

    def _write_up(self, meeting: Meeting) -> None:
        """Send the minutes for comment, answer the comment, and approve them when it is time."""
        told, ended = self.told["past"], meeting.event.ends_at
        with at(ended + timedelta(days=OPENED)):
            minutes = minuting.begin(meeting, self.mira)
            minutes.foreword, minutes.afterword = told["foreword"], told["afterword"]
            db.session.flush()
            minuting.open_for_comment(meeting, self.mira, digest(compile_minutes(minutes, meeting)))
        with at(ended + timedelta(days=REMARKED)):
            visitor = Person(role="visitor")
            db.session.add(visitor)
            comment = commenting.comment(
                meeting,
                visitor,
                told["comment"],
                "demo-comment",
                signature=told["comment_signature"],
            )
            db.session.flush()
        with at(ended + timedelta(days=ANSWERED)):
            minuting.answer(comment, self.mira, told["answer"])
        with at(ended + timedelta(days=OPENED + meeting.comment_days + 1)):
            minuting.approve(meeting, self.paul, digest(compile_minutes(minutes, meeting)))


def _item(number: int, told: dict[str, Any]) -> AgendaItem:
    words = ("title_hu", "title_en", "aim_hu", "aim_en", "minutes", "presenter")
    return AgendaItem(
        position=number,
        **{name: told[name] for name in words},
        at_tables=told.get("at_tables", False),
    )
