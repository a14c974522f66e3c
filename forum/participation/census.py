"""Census figures: taken in whole or not at all, from a grid of boxes or from a list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.names import known_names
from forum.core.apart import apart
from forum.core.db import db
from forum.core.fields import GROUPED
from forum.core.lists import UnreadableList, plain, read
from forum.core.once import once
from forum.participation.aims import Census, CensusCell
from forum.participation.forms import MOST_RESIDENTS

ENTERED = declare(
    "census.entered", _l("%(actor)s entered the census figures “%(reference)s”."), public=False
)
HEADINGS = {
    "neighbourhood": "place",
    "varosresz": "place",
    "agegroup": "band",
    "ageband": "band",
    "age": "band",
    "korcsoport": "band",
    "residents": "residents",
    "lakosok": "residents",
    "lakos": "residents",
    "letszam": "residents",
}
#: Errors shown; the number of all of them is told.
ERRORS_SHOWN = 50
Place = tuple[int, int]


class Problem(NamedTuple):
    """What is wrong with a row of a list, or with a box of the grid (its row is its name)."""

    row: Any
    message: str


@dataclass
class Checked:
    """Census figures after the check: what would be taken in, and what is wrong."""

    residents: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def enter(
    by: Person, source: str, year: int, residents: Mapping[Place, int], submit_key: str
) -> Census:
    """Keep census figures; the newest are in force, the same key twice is entered once."""

    def known() -> Census | None:
        return db.session.scalars(select(Census).where(Census.submit_key == submit_key)).first()

    def make() -> Census:
        census = Census(source=source, year=year, submit_key=submit_key, by=by)
        census.cells = [
            CensusCell(neighbourhood_id=place, age_band_id=band, residents=number)
            for (place, band), number in residents.items()
        ]
        db.session.add(census)
        db.session.flush()
        record(ENTERED, by, census)
        return census

    return once(known, make)[0]


def number_of(text: str) -> int | None:
    """Read how many people live somewhere: 1200, 1 200 or 1.200; None when it cannot be."""
    digits = GROUPED.sub("", text.strip())
    if not re.fullmatch(r"\d{1,9}", digits, re.ASCII) or int(digits) > MOST_RESIDENTS:
        return None
    return int(digits)


def check_grid(typed: Mapping[Place, str], names: Mapping[Place, str]) -> Checked:
    """Check the boxes of the grid; an empty one is left out, not taken for nobody."""
    checked = Checked()
    for place, text in typed.items():
        number = number_of(text)
        if number is not None:
            checked.residents[place] = number
        elif text.strip():
            checked.problems.append(Problem(names[place], _wrong_number(text)))
    if not checked.residents and not checked.problems:
        checked.problems.append(Problem("", _("Please fill in at least one box.")))
    return checked


def check_list(filename: str, content: bytes) -> Checked:
    """Check every row of a list; what cannot be read at all is one problem."""
    checked = Checked()
    try:
        with apart():
            headings, rows = read(filename, content)
    except UnreadableList as error:
        checked.problems.append(Problem(1, str(error)))
        return checked
    columns = [HEADINGS.get(plain(heading), "") for heading in headings]
    if not {"place", "band", "residents"} <= set(columns):
        sentence = _("The first row has to name the columns neighbourhood, age_group, residents.")
        checked.problems.append(Problem(1, sentence))
        return checked
    places, bands = known_names()
    for number, row in rows:
        cells = dict(zip(columns, (cell.strip() for cell in row), strict=False))
        _check_row(checked, number, cells, places, bands)
    if not rows:
        checked.problems.append(Problem(1, _("There are no rows under the headings.")))
    return checked


def _check_row(
    checked: Checked,
    number: int,
    cells: dict[str, str],
    places: dict[str, int],
    bands: dict[str, int],
) -> None:
    place, band = places.get(plain(cells.get("place", ""))), bands.get(plain(cells.get("band", "")))
    residents = number_of(_whole(cells.get("residents", "")))
    wrong = [
        _("We do not know “%(value)s”.", value=cells.get(column, "")[:60])
        for column, found in (("place", place), ("band", band))
        if found is None
    ]
    if residents is None:
        wrong.append(_wrong_number(cells.get("residents", "")))
    if place and band and (place, band) in checked.residents:
        wrong.append(_("This neighbourhood and age stand in the list already."))
    checked.problems += [Problem(number, message) for message in wrong]
    if not wrong and place and band and residents is not None:
        checked.residents[place, band] = residents


def _whole(text: str) -> str:
    """Return a whole number as spreadsheets may write it (1200.0) without its fraction."""
    return re.sub(r"[.,]0$", "", text)


def _wrong_number(text: str) -> str:
    return _("“%(value)s” is no number of people.", value=text[:60])
