"""The weeks around today: programs that have just been, and programs one can register for."""

import random
from datetime import time, timedelta
from typing import Any

from forum.accounts.models import Person
from forum.core.clock import at
from forum.core.days import day_of, moment_of
from forum.core.db import db, now
from forum.demo import content
from forum.demo.names import home_of, name_of
from forum.events.models import Event
from forum.events.registration.registering import Wish, register

SEED = 19
#: Days from today on which there is a program, and its number in the file.
DAYS = (-6, 2, 4, 6, 7, 11, 13, 16, 20, 23, 27, 34, 41, 48)
#: The one program that has filled up, so that one sees a waiting list.
FULL, SEATS = 3, 12
HOURS = (time(10), time(15), time(16, 30), time(17))
WORDS = ("title_hu", "title_en", "description_hu", "description_en")
WHERE = ("place_hu", "place_en", "address", "access_hu", "access_en", "step_free")


def fill(city: dict[str, Any], people: dict[str, Person]) -> None:
    """Announce the programs; some have registrations, one is full and one is called off."""
    told, dice = content.toml("events"), random.Random(SEED)  # noqa: S311 - a story, not a secret
    for number, offset in enumerate(DAYS):
        program = told["programs"][(number * 3 + 4) % len(told["programs"])]
        place = told["places"][(number * 5) % len(told["places"])]
        event = _event(city, people["mira"], program, place, offset, number)
        for seat in range(SEATS + 3 if number == FULL else dice.randrange(9)):
            _come(event, city, place, seat)
    with at(now() - timedelta(days=1)):
        because = "A terem fűtése elromlott. Új időpontot hirdetünk, amint lehet."
        event.cancel(by=people["mira"], because=because)
    db.session.commit()


def _event(
    city: dict[str, Any],
    mira: Person,
    program: dict[str, Any],
    place: dict[str, Any],
    offset: int,
    number: int,
) -> Event:
    day = day_of(now()) + timedelta(days=offset)
    starts = moment_of(day, HOURS[number % len(HOURS)])
    assert starts is not None
    event = Event()
    with at(now() - timedelta(days=20)):
        event.draft(
            mira,
            {name: program[name] for name in WORDS}
            | {name: place[name] for name in WHERE}
            | {
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=2),
                "capacity": SEATS if number == FULL else 30,
                "project_id": city["project"].id,
                "category_id": city["categories"][program["category"]].id,
                "neighbourhoods": [city["neighbourhoods"][place["neighbourhood"]]],
                "guardian_below": 10 if number % 2 else None,
                "organiser_hu": "Részvételi iroda (bemutató)",
                "organiser_en": "Participation office (demonstration)",
            },
        )
        event.announce(by=mira)
    return event


def _come(event: Event, city: dict[str, Any], place: dict[str, Any], seat: int) -> None:
    """Let somebody say that they will come; a name is not needed, and every fourth gives none."""
    if event.is_over:
        return
    name = name_of(event.id + seat * 5) if seat % 4 else ""
    here = home_of(name, city, city["neighbourhoods"][place["neighbourhood"]]).id
    with at(now() - timedelta(days=10, minutes=-37 * seat)):
        wish = Wish(name=name, neighbourhood_id=here)
        register(event, wish, f"demo-{event.uid}-{seat}")
