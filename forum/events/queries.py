"""What pages read about events."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import contains_eager

from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.pages import paginate
from forum.events import extensions
from forum.events.life import Announcement, Cancellation
from forum.events.models import Event
from forum.events.registration.registrations import Registration


def visible_to(person: Any) -> Select[tuple[Event]]:
    """Select the events ``person`` may read: announced ones, and drafts for facilitators."""
    query = select(Event)
    if not person.at_least("facilitator"):
        query = query.where(_has(Announcement))
    return query


def _has(model: Any) -> ColumnElement[bool]:
    return exists().where(model.event_id == Event.id).correlate(Event)


def visible_event(person: Any, event_id: int) -> Event | None:
    """Return the event if ``person`` may read it."""
    query = visible_to(person).where(Event.id == event_id)
    return db.session.scalars(query).unique().first()


def sent_with(submit_key: str) -> Event | None:
    """Return the event drafted with ``submit_key``, if any."""
    query = select(Event).where(Event.submit_key == submit_key)
    return db.session.scalars(query).unique().first()


def stamp(event_id: int | None = None) -> object:
    """Return what changes whenever a page about events must be made anew."""
    if event_id is None:
        return tuple(db.session.execute(select(func.count(Event.id), func.sum(Event.tick))).one())
    tick = db.session.scalar(select(Event.tick).where(Event.id == event_id))
    return tick, extensions.stamps(event_id)


def _standing(name: str) -> ColumnElement[bool]:
    """Whether an event is a draft, coming, or past, as the office sorts them."""
    if name == "draft":
        return ~_has(Announcement)
    coming = and_(Event.ends_at > now(), ~_has(Cancellation))
    return and_(_has(Announcement), coming if name == "coming" else ~coming)


def office_list(name: str) -> Pagination:
    """Return a page of drafts, coming or past events; the next one, or the last one, first."""
    order = Event.starts_at.asc() if name == "coming" else Event.starts_at.desc()
    return paginate(select(Event).where(_standing(name)).order_by(order, Event.id))


def office_counts() -> dict[str, int]:
    """Return how many drafts, coming and past events there are."""
    names = ("draft", "coming", "past")
    columns = (func.count().filter(_standing(name)).label(name) for name in names)
    return dict(db.session.execute(select(*columns).select_from(Event)).mappings().one())


def _whose(person: Any) -> ColumnElement[bool]:
    """Whether a registration is of ``person``: made by them, or with their confirmed address."""
    key = contact_key(person.email) if person.email_confirmed_at else None
    mine = Registration.person_id == person.id
    return mine | (Registration.contact_key == key) if key else mine


def own_registration(person: Any, event: Event) -> Registration | None:
    """Return the registration of an account for ``event``; visitors share devices, so never one."""
    if not person.is_authenticated or not event.takes_registrations:
        return None
    query = select(Registration).where(Registration.event_id == event.id, _whose(person))
    query = query.where(Registration.cancelled_at.is_(None)).order_by(Registration.id)
    return db.session.scalars(query).first()


def own_registrations(person: Any) -> Pagination:
    """Return a page of what ``person`` registered for: what is coming first, then what was."""
    over = Event.ends_at <= now()
    query = select(Registration).join(Registration.event).where(_whose(person))
    query = query.options(contains_eager(Registration.event))
    order = (Registration.cancelled_at.is_not(None) | over, Event.starts_at, Registration.id)
    return paginate(query.order_by(*order))
