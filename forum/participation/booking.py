"""Booking: what the sources tell is compared with what stands, and the differences are added.

Everything is worked out anew from the sources, with a constant number of statements; a line whose
source has changed is taken back by a correction and added again. Done twice, nothing changes.
"""

from typing import NamedTuple

from sqlalchemy import func, insert, select, update

from forum.core.clock import now
from forum.core.db import db
from forum.core.once import once
from forum.participation.comparing import Differences, People, differences
from forum.participation.models import Evidence, LedgerLine, Participant, Period
from forum.participation.storing import store_figures


class Booked(NamedTuple):
    """What a booking added."""

    added: int
    taken_back: int


def open_period() -> Period:
    """Return the open period, locked: whoever books or closes waits for the others."""
    query = select(Period).where(Period.open).with_for_update()

    def find() -> Period | None:
        """Look again when the one we waited for was closed meanwhile: the next one is open."""
        found = None
        while found is None and db.session.scalar(select(Period.id).where(Period.open)):
            found = db.session.scalars(query.execution_options(populate_existing=True)).first()
        return found

    def begin() -> Period:
        period = Period()
        db.session.add(period)
        db.session.flush()
        return period

    return once(find, begin)[0]


def book() -> Booked:
    """Add what the sources tell and the ledger does not hold yet; the caller commits."""
    period = open_period()
    found = differences()
    _remember(found.people)
    _add(found, period)
    store_figures(changed=bool(found.added or found.taken_back))
    return Booked(len(found.added), len(found.taken_back))


def _remember(people: People) -> None:
    """Store new participants and evidence, and who turned out to be whom."""
    if people.new:
        db.session.execute(
            insert(Participant.__table__), [{"id": n, "at": now()} for n in people.new]
        )
    if people.evidence:
        rows = [{"node": n, "participant_id": p, "at": now()} for n, p in people.evidence.items()]
        db.session.execute(insert(Evidence.__table__), rows)
    for values, model, key in (
        (people.moved, Evidence, "participant_id"),
        (people.joined, Participant, "joined_id"),
    ):
        if values:
            changed = [{"id": number, key: other} for number, other in values.items()]
            db.session.execute(update(model), changed)


def _add(found: Differences, period: Period) -> None:
    """Add corrections first, then new lines; each kind with one statement.

    On the table, because the mapped class would send rows with and without a value one by one.
    """
    booked = {"period_id": period.id, "booked_at": now()}
    for row in found.taken_back:
        row.update(booked)
    for values in found.added:
        values.update(booked)
    for rows in (found.taken_back, found.added):
        if rows:
            db.session.execute(insert(LedgerLine.__table__), rows)
    db.session.flush()


def last_line() -> int:
    """Return the number of the newest line, 0 while there is none."""
    return db.session.scalar(select(func.max(LedgerLine.id))) or 0
