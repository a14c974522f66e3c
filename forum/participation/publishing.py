"""What of the figures everybody may see: in steps, small cells withheld, and made once a month.

The tables cover whole months and are made at the beginning of the next one; what is entered later
about those months appears a month later. So nobody can watch a cell from day to day and read one
person out of the difference. The total and its split by kind tell nothing about who, and are live.
"""

from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from forum.core.cells import MINIMUM_CELL, State, next_state, stepped
from forum.participation.figures import Figures

#: Tables by what people are or where they live, and by what they came to.
PUBLIC_WAYS = ("neighbourhood", "age_band", "sex", "category", "channel", "month")


def end_of_last_month(today: date) -> date:
    """Return the last day of the month before ``today``."""
    return today.replace(day=1) - timedelta(days=1)


def publishable(exact: Figures, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the tables everybody may see after those of the month ``before``.

    Shape: ``participations``, or None where too few took part; ``by`` with lists of [key,
    participations or None]; ``cells`` with [neighbourhood, age band, participations or None];
    ``made_of`` is how many participations there were when the tables were made; None in those that
    carry on tables of the former rule, stored without it, whose numbers were exact. Numbers go in
    steps (``core.cells``); those of few people are not told, however often these took part.
    """
    former = _carried(before)
    made_of = former["made_of"]
    told = partial(_told, made_of=made_of, first=before is None)
    by = {way: told(exact["by"][way], former["by"].get(way, [])) for way in PUBLIC_WAYS}
    cells = dict(told(_joined(exact["cells"]), _joined(former["cells"])))
    if before is not None:
        _keep_within(cells, dict(_joined(former["cells"])), by, former["by"])
    rows, columns = ([key for key, _count in by[way]] for way in ("neighbourhood", "age_band"))
    whole, is_told = exact["participations"], any(by.values())
    return {
        "participations": whole if is_told else None,
        "made_of": _made_of(whole, made_of) if before is not None else whole,
        "by": by,
        # Whether nobody or a few are behind a cell is not told either: sums beside it would tell more.
        "cells": [[row, column, cells.get((row, column))] for row in rows for column in columns],
    }


def _carried(before: dict[str, Any] | None) -> dict[str, Any]:
    """Return the former tables; exact numbers of the former rule in steps, and no higher."""
    if before is None:
        return {"by": {}, "cells": [], "made_of": None}
    if "made_of" in before:
        return before
    return {
        "by": {way: [_in_steps(row) for row in rows] for way, rows in before["by"].items()},
        "cells": [_in_steps(row) for row in before["cells"]],
        "made_of": None,
    }


def _in_steps(row: list[Any]) -> list[Any]:
    *key, count = row
    return [*key, stepped({"": count or 0}).get("")]


def _made_of(whole: int, before: int | None) -> int | None:
    """Return how many participations the tables are of now; those that did not change stay of theirs."""
    return before if before is None or abs(whole - before) < MINIMUM_CELL else whole


def _keep_within(
    cells: dict[Any, int | None],
    before: dict[Any, int | None],
    by: Mapping[str, list[list[Any]]],
    former: Mapping[str, list[list[Any]]],
) -> None:
    """Let no cell rise by more than the sums of its row and its column do: else it follows who came."""
    rooms = [
        {key: (count or 0) - (dict(former[way]).get(key) or 0) for key, count in by[way]}
        for way in ("neighbourhood", "age_band")
    ]
    for place, count in cells.items():
        rise = (count or 0) - (before.get(place) or 0)
        room = [rooms[axis].get(key, 0) for axis, key in enumerate(place)]
        if 0 < rise <= min(room):
            for axis, key in enumerate(place):
                rooms[axis][key] -= rise
        elif rise > 0:
            cells[place] = before.get(place)


def _joined(rows: list[list[Any]]) -> list[list[Any]]:
    """Return the rows of the table of places by ages with one key each."""
    return [[(place, band), *rest] for place, band, *rest in rows]


def _told(
    rows: list[list[Any]], before: list[list[Any]], made_of: int | None, first: bool
) -> list[list[Any]]:
    """Return the rows of a table as everybody may see them."""
    keys: dict[str, Hashable] = {str(key): key for key, *_rest in [*before, *rows]}
    counts = {str(key): max(0, count) for key, count, _people in rows}
    few = frozenset(str(key) for key, _count, people in rows if people < MINIMUM_CELL)
    state = next_state(None if first else _state(before, made_of), counts, few)
    if sum(people for _key, _count, people in rows) < MINIMUM_CELL and not before:
        return []
    return [[key, state.shown.get(name)] for name, key in keys.items() if _stands(name, state)]


def _state(rows: list[list[Any]], made_of: int | None) -> State:
    shown: Mapping[str, int] = {str(key): count for key, count in rows if count is not None}
    return State(dict(shown), tuple(str(key) for key, count in rows if count is None), made_of)


def _stands(name: str, state: State) -> bool:
    return name in state.shown or name in state.untold
