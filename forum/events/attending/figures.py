"""How many people came to an event: the one figure that its pages and records are made from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import case, func, select

from forum.city.models import AgeBand, Neighbourhood
from forum.core.cells import Key
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.events.attending.attendance import SEXES, SOURCES, Attendance


@dataclass(frozen=True)
class Headcount:
    """How many people came to an event, as the sum of its entries says.

    ``named`` are known by a name or contact, ``counted`` are the others. The breakdowns count
    people by (id, name), in the order they are to be shown; those who did not tell come last, with
    None as id. Only what is not zero is there, and each breakdown sums up to ``total``. They are
    exact: whoever publishes them makes them safe first (``core.cells.safe``).
    """

    total: int = 0
    named: int = 0
    by_source: dict[str, int] = field(default_factory=dict)
    by_age: dict[Key, int] = field(default_factory=dict)
    by_neighbourhood: dict[Key, int] = field(default_factory=dict)
    by_sex: dict[Key, int] = field(default_factory=dict)

    @property
    def counted(self) -> int:
        """How many came without leaving a name or a contact."""
        return self.total - self.named


#: Columns that an event's people are broken down by, in the order of the query below.
_TRAITS = ("source", "age_band_id", "neighbourhood_id", "sex")


def headcount(event_ids: Iterable[int]) -> dict[int, Headcount]:
    """Return how many people came to each of the events, with three queries for however many."""
    ids = list(event_ids)
    columns = [getattr(Attendance, name) for name in _TRAITS]
    query = (
        select(
            Attendance.event_id,
            *columns,
            func.sum(_companions()),
            func.sum(Attendance.count),
            func.sum(Attendance.named),
        )
        .where(Attendance.event_id.in_(ids))
        .group_by(Attendance.event_id, *columns)
    )
    rows: dict[int, list[Any]] = defaultdict(list)
    for event_id, *rest in db.session.execute(query):
        rows[event_id].append(rest)
    orders = (list(SOURCES), _ages(), _neighbourhoods(), _sexes())
    return {number: _sum(rows[number], orders) for number in ids}


def _companions() -> Any:
    """Of a party that was checked in, those of whom nothing was told: they may be of any age."""
    by_name = (Attendance.source == "check-in") & (Attendance.named != 0)
    return case((by_name, Attendance.count - Attendance.named), else_=0)


def _sum(rows: list[Any], orders: tuple[Any, ...]) -> Headcount:
    """Add up the groups of one event along each trait."""
    parts: list[dict[Any, int]] = [defaultdict(int) for _trait in _TRAITS]
    for *traits, companions, count, _named in rows:
        parts[0][traits[0]] += count
        for part, trait in zip(parts[1:], traits[1:], strict=True):
            part[trait or None] += count - companions
            part[None] += companions
    total, named = sum(row[-2] for row in rows), sum(row[-1] for row in rows)
    sources = {name: parts[0][name] for name in orders[0] if parts[0].get(name)}
    told = [_told(part, order) for part, order in zip(parts[1:], orders[1:], strict=True)]
    return Headcount(total, named, sources, *told)


def _told(part: dict[Any, int], order: list[Key]) -> dict[Key, int]:
    return {key: part[key[0]] for key in order if part.get(key[0])}


def _ages() -> list[Key]:
    bands = db.session.scalars(select(AgeBand).order_by(AgeBand.youngest, AgeBand.id))
    return [*((band.id, band.name) for band in bands), (None, _("not known"))]


def _neighbourhoods() -> list[Key]:
    rows = sorted(db.session.scalars(select(Neighbourhood)), key=lambda n: collation_key(n.name))
    return [*((row.id, row.name) for row in rows), (None, _("not known"))]


def _sexes() -> list[Key]:
    return [*((code, str(name)) for code, name in SEXES.items()), (None, _("not known"))]
