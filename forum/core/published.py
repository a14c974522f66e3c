"""Published states of public tables: what is told of counts of people, brought up to date now and then.

A number of people by place, age or the like that everybody may see goes through ``core.cells``:
by ``held`` with the state kept here, or by ``safe`` where it is told once for good. A house test
lists who may read such columns without.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.cells import State, next_state, stepped
from forum.core.db import UtcDateTime, db, now
from forum.core.jobs import hourly


class PublishedCells(db.Model):
    """The state of a public table of people, made now and then and read by its pages."""

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    shown: Mapped[dict[str, int]] = mapped_column(JSON)
    untold: Mapped[list[str]] = mapped_column(JSON)
    #: How many there were when it was made; None in tables first made before this was kept.
    people: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def publish(name: str, counts: Mapping[str, int]) -> None:
    """Bring a public table up to date, as far as that tells of nobody; the caller commits."""
    publish_all({name: counts})


def publish_all(tables: Mapping[str, Mapping[str, int]]) -> None:
    """Do the same with many tables by name, in a constant number of statements."""
    query = select(PublishedCells).where(PublishedCells.name.in_(list(tables)))
    rows = {row.name: row for row in db.session.scalars(query)}
    for name, counts in tables.items():
        row = rows.get(name)
        before = _state(row) if row else None
        state = next_state(before, counts)
        if row is None:
            row = PublishedCells(name=name)
            db.session.add(row)
        if before != state:
            row.shown, row.untold, row.at = state.shown, list(state.untold), now()
            row.people = state.people
    db.session.flush()


def published(names: Iterable[str]) -> dict[str, State]:
    """Return the states of public tables by name, in one query; missing where there is none."""
    rows = db.session.scalars(select(PublishedCells).where(PublishedCells.name.in_(list(names))))
    return {row.name: _state(row) for row in rows}


def _state(row: PublishedCells) -> State:
    """Return the state of a table; numbers told exactly by the former rule stand in steps."""
    shown = row.shown if row.people is not None else stepped(row.shown)
    return State(shown, tuple(row.untold), row.people)


#: Yields the name and the present counts of public tables, by which they are brought up to date.
Tables = Callable[[], Iterable[tuple[str, Mapping[str, int]]]]
_tables: list[Tables] = []


def add_tables(function: Tables) -> None:
    """Register the public tables of a room; each of them is brought up to date once an hour."""
    if function not in _tables:
        _tables.append(function)


@hourly
def publish_tables() -> None:
    """Bring every public table of people up to date, as far as that tells of nobody; commits."""
    for function in _tables:
        publish_all(dict(function()))
        db.session.commit()
