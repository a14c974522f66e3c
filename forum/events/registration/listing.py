"""The office's lists of the registrations of one event."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.forms import plain_letters
from forum.core.pages import paginate
from forum.events.models import Event
from forum.events.registration import calls
from forum.events.registration.registrations import Registration

#: Who has a place, who waits, who cancelled, and whom to call.
LISTS = ("held", "waiting", "cancelled", "calls")


def _standing(name: str) -> ColumnElement[bool]:
    live = Registration.cancelled_at.is_(None)
    if name == "cancelled":
        return ~live
    return live & (Registration.waiting if name == "waiting" else ~Registration.waiting)


def listed(event: Event, name: str, words: str = "") -> Pagination:
    """Return a page of the registrations that hold places, wait or were cancelled, in order.

    ``words`` are looked for in names, whatever their accents and capitals.
    """
    query = select(Registration).where(Registration.event_id == event.id, _standing(name))
    for word in plain_letters(words).split():
        query = query.where(Registration.name_key.contains(word, autoescape=True))
    near = (joinedload(Registration.neighbourhood), joinedload(Registration.age_band))
    return paginate(query.options(*near).order_by(Registration.id))


def counts(event: Event) -> dict[str, int]:
    """Return how many registrations and open calls there are in each list."""
    columns = (func.count().filter(_standing(name)).label(name) for name in LISTS[:3])
    query = select(*columns).where(Registration.event_id == event.id)
    return {**db.session.execute(query).mappings().one(), "calls": calls.count_open(event)}


def out_of_reach(event: Event) -> int:
    """Return how many people hold or wait for a place and left nothing to tell them by."""
    query = select(func.coalesce(func.sum(Registration.party), 0)).where(
        Registration.event_id == event.id,
        Registration.cancelled_at.is_(None),
        Registration.contact == "",
    )
    return db.session.scalar(query) or 0


def registration_in(_person: Any, event_id: int, registration_id: int) -> Registration | None:
    """Return a registration of this event."""
    row = db.session.get(Registration, registration_id)
    return row if row is not None and row.event_id == event_id else None
