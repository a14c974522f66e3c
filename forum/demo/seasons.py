"""The years of the grant project in numbers: some hundreds of programs and who came to them.

Their titles and places are invented; how many people took part altogether, and from when to when,
is what the project reported (see content/sources.md).
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from forum.accounts.models import Person
from forum.core.codes import keyed_hash
from forum.core.days import moment_of
from forum.core.db import db
from forum.demo import content
from forum.events.attending.attendance import Attendance
from forum.events.life import Announcement
from forum.events.models import Event, event_neighbourhood

SEED = 15303
#: About so many people come to one program.
USUAL_CROWD = 40
#: People who come again and again and are known by a contact, and their part of a crowd.
REGULARS, KNOWN_PART = 1600, 0.28
#: Hours at which programs begin.
HOURS = (time(10), time(15), time(16, 30), time(17))
#: How old the people are who come, by the codes of age bands; None for children.
AGES = {None: 24, "14-17": 9, "18-29": 10, "30-44": 20, "45-64": 17, "65+": 20}
SEXES = {"f": 57, "m": 43}


class Seasons:
    """Writes the past programs and their attendance in bulk, always the same ones."""

    def __init__(self, city: dict[str, Any], people: dict[str, Person]) -> None:
        told = content.toml("events")
        self.city, self.mira = city, people["mira"]
        self.programs, self.places = told["programs"], told["places"]
        self.history = told["history"]
        self._random = random.Random(SEED)  # noqa: S311 - a story, not a secret
        self._regulars = [keyed_hash("contact", f"demo-{number}") for number in range(REGULARS)]

    def fill(self) -> int:
        """Write everything and return how many people took part altogether."""
        crowds = list(self._crowds())
        events = [self._event(number, day) for number, (day, _crowd) in enumerate(crowds)]
        db.session.execute(insert(Event), events)
        made = select(Event.uid, Event.id).where(Event.uid.like("season-%"))
        ids = dict(db.session.execute(made).tuples().all())
        numbers = [ids[event["uid"]] for event in events]
        self._announce(numbers, events)
        rows = [
            row
            for number, event, (_day, crowd) in zip(numbers, events, crowds, strict=True)
            for row in self._attendance(number, event["starts_at"], self._places[number], crowd)
        ]
        db.session.execute(insert(Attendance), rows)
        return sum(row["count"] for row in rows)

    def _crowds(self) -> Iterator[tuple[date, int]]:
        """Yield a day and how many came, for every program; together the total of the project."""
        total, shares = self.history["total"], self.history["shares"]
        month, spread = self.history["first"], 0
        for number in range(len(shares)):
            until = round(total * sum(shares[: number + 1]) / sum(shares))
            yield from self._month(month, until - spread)
            spread = until
            month = (month + timedelta(days=31)).replace(day=1)

    def _month(self, first: date, people: int) -> Iterator[tuple[date, int]]:
        events = max(1, round(people / USUAL_CROWD)) if people else 0
        days = sorted(self._random.randrange(1, 28) for _number in range(events))
        left = people
        for number, day in enumerate(days):
            fair = left / (events - number)
            crowd = left if number == events - 1 else round(fair * self._random.uniform(0.5, 1.5))
            left -= crowd
            yield first.replace(day=day), crowd

    def _event(self, number: int, day: date) -> dict[str, Any]:
        program = self.programs[self._random.randrange(len(self.programs))]
        place = self.places[self._random.randrange(len(self.places))]
        starts = moment_of(day, HOURS[self._random.randrange(len(HOURS))])
        assert starts is not None
        words = ("title_hu", "title_en", "description_hu", "description_en")
        where = ("place_hu", "place_en", "address", "access_hu", "access_en", "step_free")
        return {
            **{name: program[name] for name in words},
            **{name: place[name] for name in where},
            "kind": "program",
            "uid": f"season-{number}@kalaka",
            "project_id": self.city["project"].id,
            "category_id": self.city["categories"][program["category"]].id,
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=2),
            "takes_registrations": False,
            "created_by_id": self.mira.id,
            "created_at": starts - timedelta(days=21),
            "changed_at": starts - timedelta(days=21),
            "tick": 0,
        }

    def _announce(self, numbers: list[int], events: list[dict[str, Any]]) -> None:
        by_place = {place["place_hu"]: place["neighbourhood"] for place in self.places}
        here = [self.city["neighbourhoods"][by_place[event["place_hu"]]].id for event in events]
        self._places = dict(zip(numbers, here, strict=True))
        announced = [
            {"event_id": number, "by_id": self.mira.id, "at": event["created_at"]}
            for number, event in zip(numbers, events, strict=True)
        ]
        links = [
            {"event_id": number, "neighbourhood_id": place}
            for number, place in self._places.items()
        ]
        db.session.execute(insert(Announcement), announced)
        db.session.execute(insert(event_neighbourhood), links)

    def _attendance(
        self, event_id: int, moment: datetime, place_id: int, crowd: int
    ) -> Iterator[dict[str, Any]]:
        """Yield the entries of one event: those known by a contact, and the rest counted."""
        usual = {"event_id": event_id, "entered_by_id": self.mira.id, "round": 0}
        times = {"happened_at": moment, "entered_at": moment + timedelta(minutes=5)}
        known = self._random.sample(self._regulars, round(crowd * KNOWN_PART))
        for number, contact in enumerate(known):
            told = {"key": f"season-{event_id}-k{number}", "source": "walk-in", "count": 1}
            traits = self._traits(int(contact[:6], 16), self._home(contact))
            yield usual | times | told | traits | {"contact_key": contact}
        counted: dict[tuple[Any, ...], int] = {}
        for _number in range(crowd - len(known)):
            traits = self._traits(self._random.randrange(2**24), place_id)
            group = tuple(traits.items())
            counted[group] = counted.get(group, 0) + 1
        for number, (group, count) in enumerate(counted.items()):
            told = {"key": f"season-{event_id}-t{number}", "source": "tally", "count": count}
            yield usual | times | told | dict(group) | {"contact_key": None}

    def _home(self, contact: str) -> int:
        """Return the neighbourhood of somebody who comes regularly, wherever the program is."""
        homes = sorted(set(self._places.values()))
        return homes[int(contact[6:10], 16) % len(homes)]

    def _traits(self, number: int, place_id: int) -> dict[str, Any]:
        """Return the age, sex and neighbourhood of somebody; the same number is the same person."""
        dice = random.Random(number)  # noqa: S311 - a story, not a secret
        code = dice.choices(list(AGES), weights=AGES.values())[0]
        band = self.city["age_bands"].get(code)
        others = sorted({row.id for row in self.city["neighbourhoods"].values()})
        return {
            "age_band_id": band and band.id,
            "sex": dice.choices(list(SEXES), weights=SEXES.values())[0],
            "neighbourhood_id": place_id if dice.random() < 0.75 else dice.choice(others),
        }
