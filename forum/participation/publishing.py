"""What of the figures everybody may see: small cells withheld, and made once a month.

The tables cover whole months and are made at the beginning of the next one; what is entered later
about those months appears a month later. So nobody can watch a cell from day to day and read one
person out of the difference. The total and its split by kind tell nothing about who, and are live.
"""

from datetime import date, timedelta
from typing import Any

from forum.core.cells import MINIMUM_CELL, safe
from forum.participation.figures import Figures
from forum.participation.suppressing import withheld

#: Tables by what people are or where they live, and by what they came to.
PUBLIC_WAYS = ("neighbourhood", "age_band", "sex", "category", "channel", "month")


def end_of_last_month(today: date) -> date:
    """Return the last day of the month before ``today``."""
    return today.replace(day=1) - timedelta(days=1)


def publishable(exact: Figures) -> dict[str, Any]:
    """Return the tables everybody may see; a withheld number is None.

    Shape: ``participations``; ``by`` with lists of [key, participations or None] (an empty list
    where all together are few); ``cells`` with [neighbourhood, age band, participations or None].
    """
    by = {way: _one_way(exact["by"][way]) for way in PUBLIC_WAYS}
    told = any(by.values())
    return {
        "participations": exact["participations"] if told else None,
        "by": by,
        "cells": _two_way(exact, by) if told else [],
    }


def _one_way(rows: list[list[Any]]) -> list[list[Any]]:
    """Withhold participations of few people, and what would give them away."""
    people = {(key, str(key)): contributors for key, _count, contributors in rows}
    hidden = {cell.id for cell in safe(people, sum(people.values())) if cell.suppressed}
    if sum(people.values()) < MINIMUM_CELL or len(hidden) == len(rows) == 1:
        return []
    return [[key, None if key in hidden else count] for key, count, _contributors in rows]


def _two_way(exact: Figures, by: dict[str, list[list[Any]]]) -> list[list[Any]]:
    rows = [key for key, _count in by["neighbourhood"]]
    columns = [key for key, _count in by["age_band"]]
    found = {(row, column): told for row, column, *told in exact["cells"]}
    counts = {
        (row, column): found.get((row, column), (0, 0))[0] for row in rows for column in columns
    }
    small = {place for place in counts if found.get(place, (0, 0))[1] < MINIMUM_CELL}
    untold = [
        {key for key, count in by[way] if count is None} for way in ("neighbourhood", "age_band")
    ]
    hidden = withheld(counts, small, *untold)
    if hidden is None or len(hidden) == len(counts):
        return []
    return [[*place, None if place in hidden else count] for place, count in counts.items()]
