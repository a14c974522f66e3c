"""Where a version of the plan stands, named for its page."""

from typing import Any, NamedTuple

from flask_babel import gettext as _

from forum.city import queries as city
from forum.city.models import AgeBand, Category, Neighbourhood
from forum.core.i18n import collation_key
from forum.planning.seasons.content import ALL_AGES, NO_KIND, WHOLE_CITY
from forum.planning.seasons.models import Plan, PlanItem
from forum.planning.seasons.totals import Sums, Totals, totals


class Row(NamedTuple):
    """One line of sums: what is called so, how many programs, what they cost."""

    name: str
    count: int
    cost: int


class Table(NamedTuple):
    """The sums by kind, part of the city, or age."""

    caption: str
    rows: list[Row]


def standing(plan: Plan) -> list[Table]:
    """Return the sums of a version by kind, part of the city and age."""
    sums = totals(plan)
    tables = [
        Table(caption, _rows(groups, city.names(model), str(nothing)))
        for caption, groups, model, nothing in _groups(sums)
    ]
    return [table for table in tables if table.rows]


def _groups(sums: Totals) -> list[tuple[str, Sums, Any, Any]]:
    return [
        (_("By kind of program"), sums.by_kind, Category, NO_KIND),
        (_("By part of the city"), sums.by_neighbourhood, Neighbourhood, WHOLE_CITY),
        (_("By age"), sums.by_age, AgeBand, ALL_AGES),
    ]


def _rows(sums: Sums, names: dict[int, str], nothing: str) -> list[Row]:
    rows = [
        Row(nothing if key is None else names[key], each.count, each.cost)
        for key, each in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row.cost, collation_key(row.name)))


def next_undecided(plan: Plan, after: PlanItem | None = None) -> PlanItem | None:
    """Return the next candidate nobody has decided on, from ``after`` on and round again."""
    waiting = [item for item in plan.shown_items if not item.choice]
    later = [item for item in waiting if after is not None and item.id > after.id]
    return next(iter(later or waiting), None)
