"""The demo city's participant ledger: the years of the project closed, and what came after open."""

import random
from datetime import date, datetime
from typing import Any

from forum.accounts.models import Person
from forum.core.clock import at
from forum.core.days import begin_of
from forum.core.db import db, now
from forum.demo import content
from forum.participation import booking, periods
from forum.participation.aims import Census, CensusCell, Target

SEED = 2022
#: When the books of the project were closed.
CLOSED_ON = date(2022, 10, 14)
NAME = "2018. december – 2022. szeptember"
#: What the demo's grant asks for; invented, as the real target is not public.
TARGET, KINDS = 15000, ["attended", "spoken", "weighed"]
#: Invented, and said to be so wherever it is shown.
SOURCE = "Kitalált adatok a bemutatóhoz"
#: Of a hundred residents, by the codes of age bands; those under 14 are not asked.
AGES = {"14-17": 5, "18-29": 16, "30-44": 24, "45-64": 30, "65+": 25}


def close_the_project(city: dict[str, Any], people: dict[str, Person]) -> None:
    """Book the years of the project, set them against the target, and close them."""
    with at(begin_of(city["project"].starts_on)):
        booking.open_period()
    with at(_moment()):
        db.session.add(
            Target(
                submit_key="demo-target",
                project=city["project"],
                indicator="participations",
                kinds=KINDS,
                amount=TARGET,
                by_day=city["project"].ends_on,
                by_id=people["paul"].id,
            )
        )
        periods.close(people["paul"], NAME, booking.open_period().id)
    db.session.commit()


def _moment() -> datetime:
    return begin_of(CLOSED_ON)


def fill(city: dict[str, Any], people: dict[str, Person]) -> None:
    """Enter the census, and book what has happened since."""
    dice = random.Random(SEED)  # noqa: S311 - a story, not a secret
    residents = content.toml("events")["residents"]
    census = Census(
        submit_key="demo-census", source=SOURCE, year=now().year, by_id=people["paul"].id
    )
    for name, size in residents.items():
        census.cells += [
            CensusCell(
                neighbourhood_id=city["neighbourhoods"][name].id,
                age_band_id=city["age_bands"][code].id,
                residents=round(size * share / 100 * dice.uniform(0.9, 1.1)),
            )
            for code, share in AGES.items()
        ]
    db.session.add(census)
    booking.book()
    db.session.commit()
