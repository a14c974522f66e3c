"""Public reference numbers, such as 2026-00042: counted per kind and year, without gaps."""

from sqlalchemy import String, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import db, now


class ReferenceCounter(db.Model):
    """The last number given in a year to a kind of thing."""

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def take(kind: str, count: int = 1, year: int | None = None) -> tuple[int, int]:
    """Take ``count`` numbers and return (year, first of them); a rollback gives them back.

    What is counted on over the years is counted under a ``year`` of its own, such as 0.
    """
    year = now().year if year is None else year
    mine = (ReferenceCounter.kind == kind, ReferenceCounter.year == year)
    step = update(ReferenceCounter).where(*mine).values(last=ReferenceCounter.last + count)
    taken = step.returning(ReferenceCounter.last)
    last = db.session.scalar(taken)
    if last is None:
        _begin(kind, year)
        last = db.session.scalar(taken)
    assert last is not None
    return year, last - count + 1


def _begin(kind: str, year: int) -> None:
    """Insert the year's row; another process may do the same at this moment."""
    try:
        with db.session.begin_nested():
            db.session.add(ReferenceCounter(kind=kind, year=year, last=0))
    except IntegrityError:
        db.session.scalar(select(ReferenceCounter.last).limit(1))


def write(year: int, serial: int) -> str:
    """Write a reference number: 2026-00042."""
    return f"{year}-{serial:05d}"
