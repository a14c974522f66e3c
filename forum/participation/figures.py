"""Figures: counted in one place, for pages, exports, snapshots, targets and the recount.

Pure: lists of lines in, plain data out (JSON), no database. A line is anything with the
attributes of ``LedgerLine`` that are named here; corrections have negative counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

#: Ways to break participations down, each with the attribute of a line it goes by.
WAYS = {
    "kind": "kind",
    "neighbourhood": "neighbourhood_id",
    "age_band": "age_band_id",
    "sex": "sex",
    "category": "category_id",
    "channel": "channel",
    "month": "month",
}
#: Ways in which people differ; each person is counted under what they told first.
PEOPLE_WAYS = ("neighbourhood", "age_band", "sex")
Figures = dict[str, Any]


class Line(NamedTuple):
    """What of a ledger line the figures are counted from."""

    id: int
    kind: str
    activity: str
    activity_id: int
    participant_id: int | None
    unit: str
    count: int
    day: date
    neighbourhood_id: int | None
    age_band_id: int | None
    sex: str
    category_id: int | None
    project_id: int | None
    channel: str

    @property
    def cell(self) -> tuple[int | None, int | None]:
        """The neighbourhood and the age band together."""
        return self.neighbourhood_id, self.age_band_id

    @property
    def month(self) -> str:
        """The month it happened in, such as 2026-11."""
        return f"{self.day:%Y-%m}"


class Range(NamedTuple):
    """How many different people: not fewer than ``low``, not more than ``high``."""

    low: int
    high: int


class Crowd:
    """People among lines: known participants, units without evidence, and mere counts."""

    def __init__(self) -> None:
        self.participations = 0
        self._known: Counter[int] = Counter()
        self._units: Counter[str] = Counter()
        self._counted = 0
        self._halls: dict[int, Counter[object]] = defaultdict(Counter)

    @classmethod
    def of(cls, lines: Iterable[Any]) -> "Crowd":
        """Return the people among ``lines``."""
        crowd = cls()
        for line in lines:
            crowd.add(line)
        return crowd

    def add(self, line: Any) -> None:
        """Count a line."""
        self.participations += line.count
        who: object = ""
        if line.participant_id is not None:
            who = line.participant_id
            self._known[line.participant_id] += line.count
        elif line.unit:
            who = line.unit
            self._units[line.unit] += line.count
        else:
            self._counted += line.count
        if line.kind == "attended":
            self._halls[line.activity_id][who] += line.count

    @property
    def known(self) -> int:
        """How many participants are told by evidence."""
        return sum(1 for count in self._known.values() if count > 0)

    @property
    def fullest_hall(self) -> int:
        """How many people the event with most of them had: at one time all are different."""
        return max((max(0, sum(hall.values())) for hall in self._halls.values()), default=0)

    @property
    def range(self) -> Range:
        """Return between how many and how many different people these are."""
        units = sum(1 for count in self._units.values() if count > 0)
        high = self.known + units + max(0, self._counted)
        return Range(min(high, max(self.known, self.fullest_hall, 1)), high)


def figures(lines: Iterable[Any]) -> Figures:
    """Return everything that is told about ``lines``.

    Shape: ``participations``, ``low``, ``high``, ``known``, ``lines``; ``by`` gives for each of
    WAYS a list of [key, participations, contributors], keys ascending, the untold (None or "")
    last; ``people`` for each of PEOPLE_WAYS a list of [key, low, high]; ``cells`` a list of
    [neighbourhood, age band, participations, contributors], ``people_cells`` of [.., .., low,
    high]. Contributors are the people at most behind the participations of a cell.
    """
    lines = list(lines)
    everybody = Crowd.of(lines)
    people, people_cells = _people(lines)
    return {
        "lines": len(lines),
        "participations": everybody.participations,
        "low": everybody.range.low,
        "high": everybody.range.high,
        "known": everybody.known,
        "by": {way: _split(lines, attribute) for way, attribute in WAYS.items()},
        "people": people,
        "cells": _split(lines, "cell"),
        "people_cells": people_cells,
    }


def _split(lines: Iterable[Any], attribute: str) -> list[list[Any]]:
    crowds: dict[Any, Crowd] = defaultdict(Crowd)
    for line in lines:
        crowds[getattr(line, attribute)].add(line)
    return [
        [*_parts(key), crowd.participations, crowd.range.high] for key, crowd in _ordered(crowds)
    ]


def _parts(key: Any) -> Sequence[Any]:
    return key if isinstance(key, tuple) else (key,)


def _people(lines: Sequence[Any]) -> tuple[dict[str, Any], list[Any]]:
    """Break people down by what each of them told first; counts by what was noted of them."""
    told = {way: _first_told(lines, WAYS[way]) for way in PEOPLE_WAYS}
    crowds: dict[str, dict[Any, Crowd]] = {way: defaultdict(Crowd) for way in PEOPLE_WAYS}
    cells: dict[Any, Crowd] = defaultdict(Crowd)
    for line in lines:
        keys = {way: _of(line, told[way], WAYS[way]) for way in PEOPLE_WAYS}
        for way, key in keys.items():
            crowds[way][key].add(line)
        cells[keys["neighbourhood"], keys["age_band"]].add(line)
    people = {
        way: [[key, *crowd.range] for key, crowd in _ordered(crowds[way])] for way in PEOPLE_WAYS
    }
    return people, [[*key, *crowd.range] for key, crowd in _ordered(cells)]


def _first_told(lines: Sequence[Any], attribute: str) -> dict[object, Any]:
    found: dict[object, Any] = {}
    for line in sorted(lines, key=lambda line: (line.day, line.id)):
        who = line.participant_id or line.unit
        if who and line.count > 0:
            found[who] = found.get(who) or getattr(line, attribute)
    return found


def _of(line: Any, told: dict[object, Any], attribute: str) -> Any:
    who = line.participant_id or line.unit
    return told.get(who) if who else getattr(line, attribute)


def _ordered(counts: dict[Any, Any]) -> list[tuple[Any, Any]]:
    """Return pairs in ascending order of their keys, the untold last."""

    def rank(key: Any) -> Any:
        return [(part in {None, ""}, "" if part is None else part) for part in _parts(key)]

    return sorted(counts.items(), key=lambda pair: rank(pair[0]))
