"""Stored figures: made from the lines after each booking, read by pages, checked by the recount."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from forum.core.clock import now
from forum.core.days import day_of
from forum.core.db import db
from forum.participation.aims import Target
from forum.participation.figures import Crowd, Figures, Line, figures
from forum.participation.models import LedgerLine, Period, StoredFigures, standing
from forum.participation.publishing import end_of_last_month, publishable

NOW, PUBLIC, BEFORE = "now", "public", "public-before"
_COLUMNS = [getattr(LedgerLine, name) for name in Line._fields]


def read_lines(*conditions: Any) -> list[Line]:
    """Return the lines that meet the conditions, in the order they were added."""
    rows = db.session.execute(select(*_COLUMNS).where(*conditions).order_by(LedgerLine.id))
    return [Line(*row) for row in rows]


def store_figures(changed: bool = True) -> None:
    """Make every stored figure anew; the public tables only once a month.

    Without a change only the hour is noted, unless a new month has begun.
    """
    through = end_of_last_month(day_of(now()))
    if not changed and _is_fresh(through):
        db.session.execute(update(StoredFigures).where(StoredFigures.name == NOW).values(at=now()))
        return
    last = db.session.scalar(select(func.max(LedgerLine.id))) or 0
    lines = read_lines(standing())
    stored = {row.name: row for row in db.session.scalars(select(StoredFigures))}
    _store(stored, NOW, figures(lines), last)
    for target in targets():
        _store(stored, f"target:{target.id}", progress(target, lines), last)
    if PUBLIC not in stored or stored[PUBLIC].through != through:
        former = stored.get(PUBLIC)
        if former is not None:
            _store(stored, BEFORE, former.data, former.last_line, former.through)
        before = former.data if former is not None else None
        _store(stored, PUBLIC, public_figures(lines, through, before), last, through)
    db.session.flush()


def _is_fresh(through: date) -> bool:
    """Whether there are figures, and the public ones are of the last month."""
    present = select(StoredFigures.id).where(
        StoredFigures.name == PUBLIC, StoredFigures.through == through
    )
    return db.session.scalar(present) is not None


def _store(
    stored: dict[str, StoredFigures],
    name: str,
    data: Figures,
    last: int,
    through: date | None = None,
) -> None:
    row = stored.get(name) or StoredFigures(name=name)
    row.data, row.at, row.last_line, row.through = data, now(), last, through
    db.session.add(row)


def public_figures(lines: list[Line], through: date, before: Figures | None) -> Figures:
    """Return the public tables of what happened up to a day, after those published ``before``."""
    return publishable(figures(line for line in lines if line.day <= through), before)


def targets() -> list[Target]:
    """Return the targets in force, the next due first."""
    rows = select(Target).where(Target.removed_at.is_(None))
    return list(db.session.scalars(rows.order_by(Target.by_day, Target.id)))


def aims() -> list[tuple[Target, Figures]]:
    """Return the targets in force, each with what counts towards it."""
    known = {f"target:{target.id}": target for target in targets()}
    rows = select(StoredFigures).where(StoredFigures.name.in_(known))
    found = {row.name: row.data for row in db.session.scalars(rows)}
    return [(target, found[name]) for name, target in known.items() if name in found]


def progress(target: Target, lines: list[Line]) -> Figures:
    """Return what counts towards a target: {low, high, participations, months: [[month, n], …]}."""
    mine = [
        line
        for line in lines
        if line.project_id == target.project_id
        and line.kind in target.kinds
        and line.day <= target.by_day
    ]
    crowd, months = Crowd.of(mine), dict.fromkeys(sorted({line.month for line in mine}), 0)
    for line in mine:
        months[line.month] += line.count
    return {
        "participations": crowd.participations,
        "low": crowd.range.low,
        "high": crowd.range.high,
        "months": [[month, number] for month, number in months.items()],
    }


def snapshot(period: Period) -> dict[str, Figures]:
    """Return what a period holds, and what stood at its end."""
    return {
        "period": figures(read_lines(LedgerLine.period_id == period.id)),
        "until": figures(read_lines(standing(period_id=period.id))),
    }


def booked_in(period_id: int) -> Figures:
    """Return what was booked in a period so far, by kind, counted by the database."""
    query = select(LedgerLine.kind, func.sum(LedgerLine.count))
    rows = db.session.execute(
        query.where(LedgerLine.period_id == period_id).group_by(LedgerLine.kind)
    ).all()
    return {
        "participations": sum(number for _kind, number in rows),
        "by": {"kind": [[kind, number] for kind, number in rows]},
    }


def stored(name: str) -> StoredFigures | None:
    """Return stored figures by name."""
    return db.session.scalars(select(StoredFigures).where(StoredFigures.name == name)).first()


def made_again() -> Iterator[tuple[str, Figures, Callable[[], Figures]]]:
    """Yield each stored figure with its name and a function that makes it from the lines again."""
    by_name = {f"target:{target.id}": target for target in targets()}
    for row in db.session.scalars(select(StoredFigures).order_by(StoredFigures.id)):
        if row.name == NOW:
            yield row.name, row.data, lambda row=row: figures(_then(row))
        elif row.name == PUBLIC and "made_of" in row.data:  # not made by the former rule
            yield row.name, row.data, lambda row=row: _public_again(row)
        elif row.name in by_name:
            target = by_name[row.name]
            yield row.name, row.data, lambda row=row, aim=target: progress(aim, _then(row))
    for period in db.session.scalars(select(Period).where(Period.closed_at.is_not(None))):
        yield f"period:{period.id}", period.figures, lambda period=period: snapshot(period)


def _public_again(row: StoredFigures) -> Figures:
    """Make the public tables again, from the lines and what had been published before."""
    former = stored(BEFORE)
    return public_figures(_then(row), row.through, former.data if former is not None else None)


def _then(row: StoredFigures) -> list[Line]:
    return read_lines(standing(last_line=row.last_line))
