"""How figures are told: names for the numbers of rows, in the city's order."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.city import queries as city
from forum.city.models import AgeBand, Category, Neighbourhood
from forum.events.attending.attendance import SEXES
from forum.participation.kinds import CHANNELS, KINDS, kind_name

#: What each way of breaking down is called above its table.
WAY_NAMES = {
    "kind": _l("Kind of activity"),
    "neighbourhood": _l("Neighbourhood"),
    "age_band": _l("Age"),
    "sex": _l("Sex"),
    "category": _l("Kind of program"),
    "channel": _l("How people took part"),
    "month": _l("Month"),
}
ROWS = {"neighbourhood": Neighbourhood, "age_band": AgeBand, "category": Category}


class Told(NamedTuple):
    """One row of a table: its name and its number, None where it is not told."""

    key: Any
    name: str
    count: int | None


class Names:
    """The city's words by number, read once for a page."""

    @cached_property
    def _rows(self) -> dict[str, dict[Any, str]]:
        return {
            way: {row.id: row.name for row in city.everything(model)} for way, model in ROWS.items()
        }

    def of(self, way: str) -> dict[Any, str]:
        """Return the names of a way by key, in the order they are to be shown."""
        if way in ROWS:
            return self._rows[way]
        fixed: dict[str, dict[Any, Any]] = {"sex": SEXES, "channel": CHANNELS}
        if way == "kind":
            return {name: kind_name(name) for name in KINDS}
        return {key: str(label) for key, label in fixed.get(way, {}).items()}

    def name(self, way: str, key: Any) -> str:
        """Return what a key is called."""
        if key in (None, ""):
            return _("did not say") if way != "category" else _("of no kind of program")
        if way == "month":
            return month_name(str(key))
        return self.of(way).get(key, str(key))

    def table(self, way: str, rows: list[list[Any]]) -> list[Told]:
        """Return the rows of a table in the city's order, the untold last."""
        found = {key: count for key, count, *_rest in rows}
        if way == "month":
            found = {month: found.get(month, 0) for month in _months(found)}
            order = list(found)
        else:
            order = [key for key in self.of(way) if key in found]
            order += [key for key in found if key not in order]
        return [Told(key, self.name(way, key), found[key]) for key in order]


def month_name(month: str) -> str:
    """Write a month such as 2026-11 so shortly that six of them fit below a chart."""
    year, number = month.split("-")
    return f"{year}/{int(number)}"


def _months(known: Iterable[str]) -> list[str]:
    """Return every month from the first to the last, also those in which nothing happened."""
    numbers = sorted(int(month[:4]) * 12 + int(month[5:]) - 1 for month in known)
    if not numbers:
        return []
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(numbers[0], numbers[-1] + 1)]


class Matrix(NamedTuple):
    """A two-way table: the names of its columns, and rows of a name and cells."""

    columns: list[str]
    rows: list[tuple[str, list[int | None]]]


def matrix(names: Names, cells: list[list[Any]]) -> Matrix | None:
    """Return the table of neighbourhoods by age bands; None when nothing of it is told."""
    if not cells:
        return None
    found = {(place, band): count for place, band, count in cells}
    places = _ordered(names, "neighbourhood", [place for place, _band in found])
    bands = _ordered(names, "age_band", [band for _place, band in found])
    rows = [
        (names.name("neighbourhood", place), [found.get((place, band), 0) for band in bands])
        for place in places
    ]
    return Matrix([names.name("age_band", band) for band in bands], rows)


def _ordered(names: Names, way: str, keys: list[Any]) -> list[Any]:
    order = [key for key in names.of(way) if key in keys]
    return order + ([None] if None in keys else [])


def between(low: int, high: int) -> str:
    """Say how many people: one number where both are the same."""
    if low == high:
        return str(format_decimal(low))
    return _("between %(low)s and %(high)s", low=format_decimal(low), high=format_decimal(high))


def kind_names(kinds: list[str]) -> list[str]:
    """Return what some kinds are called, in the order of the registry."""
    return [kind_name(name) for name in KINDS if name in kinds]
