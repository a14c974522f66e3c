"""Periods: a closed one keeps its figures for good; what is found later is booked after it."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.participation.booking import book, open_period
from forum.participation.models import LONGEST_NAME, Period
from forum.participation.storing import snapshot

CLOSED = declare(
    "ledger.closed", _l("%(actor)s closed the period “%(reference)s” of the participant ledger.")
)


def close(by: Person, name: str, seen_id: int) -> Period:
    """Book what is known, close the open period and begin the next; return the closed one.

    ``seen_id`` is the period the planner meant: sent twice, the next one stays open.
    """
    period = open_period()
    if period.id != seen_id:
        raise Refused(_l("This period has been closed already."))
    book()
    period.name = name[:LONGEST_NAME]
    period.figures = snapshot(period)
    period.closed_at, period.closed_by_id, period.open = now(), by.id, None
    db.session.flush()
    db.session.add(Period(opened_at=now()))
    db.session.flush()
    record(CLOSED, by, period)
    return period


def periods() -> list[Period]:
    """Return all periods, the newest first."""
    return list(db.session.scalars(select(Period).order_by(Period.id.desc())))
