"""Registering for an event: places in the order people asked, and a waiting list behind them.

Every verb here holds the row of the event until the commit, so whoever registers, cancels or
changes the capacity at the same moment does so one after the other. The order of the list is the
order of the rows' numbers. Free places go to the first in line whom they are enough for: a large
party keeps its turn, but no place stays empty for it, and nobody can block an event with a big number.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select, update

from forum.core.codes import clean_code, token_hash
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.events.models import Event
from forum.events.registration.registrations import (
    Registration,
    registration_cancelled,
    registration_code,
    registration_made,
    registration_promoted,
)


@dataclass(frozen=True)
class Wish:
    """What somebody who wants to come told; everything but the number may be left out."""

    party: int = 1
    name: str = ""
    contact: str = ""
    neighbourhood_id: int | None = None
    age_band_id: int | None = None
    note: str = ""
    channel: str = "web"
    language: str = "hu"
    #: The account, or the row of the visitor, whose registration it is.
    person_id: int | None = None


class AlreadyRegistered(Refused):
    """Somebody with this contact has registered; the sentence tells nothing of them."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(_l("Somebody has registered for this event with this contact already."))
        self.registration = registration


def sent_with(submit_key: str) -> Registration | None:
    """Return the registration that was sent with ``submit_key``, if any."""
    query = select(Registration).where(Registration.submit_key == submit_key)
    return db.session.scalars(query).first()


def registration_of(code: str) -> Registration | None:
    """Return the registration of a code, however it was typed."""
    query = select(Registration).where(Registration.code_hash == token_hash(clean_code(code)))
    return db.session.scalars(query).first()


def live_with(event: Event, contact: str) -> Registration | None:
    """Return the registration for ``event`` that has this contact and was not cancelled."""
    key = contact_key(contact)
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.contact_key == key,
        Registration.cancelled_at.is_(None),
    )
    return db.session.scalars(query).first() if key else None


def register(event: Event, wish: Wish, submit_key: str, by: Any = None) -> Registration:
    """Give ``wish`` its places, or a place in the line; the same key gives the same registration.

    ``by`` is the member of staff who writes it down, who may do so until the event is over. Raises
    AlreadyRegistered for a contact that is registered, Refused when one cannot register.
    """
    event.hold()
    registration, new = once(
        lambda: sent_with(submit_key), lambda: _add(event, wish, submit_key, by)
    )
    if new:
        registration_made.send(registration)
    return registration


def _add(event: Event, wish: Wish, submit_key: str, by: Any) -> Registration:
    _check_open(event, by)
    if event.capacity is not None and wish.party > event.capacity:
        raise Refused(_too_large(event.capacity))
    known = live_with(event, wish.contact)
    if known is not None:
        raise AlreadyRegistered(known)
    registration = Registration(
        event_id=event.id,
        submit_key=submit_key,
        code_hash=token_hash(registration_code(submit_key)),
        contact_key=contact_key(wish.contact),
        waiting=not fits(event, wish.party),
        entered_by_id=by.id if by else None,
        **vars(wish),
    )
    db.session.add(registration)
    db.session.flush()
    move(event, registration, wish.party)
    return registration


def _check_open(event: Event, by: Any) -> None:
    if not event.takes_registrations:
        raise Refused(_l("There is no need to register for this event: everybody just comes."))
    allowed = event.state in {"coming", "now"} if by else event.registration_is_open
    if not allowed:
        raise Refused(_l("One cannot register for this event now."))


def _too_large(capacity: int) -> str:
    return ngettext(
        "There is room for %(num)s person in all.",
        "There is room for %(num)s people in all.",
        capacity,
    )


def fits(event: Event, people: int) -> bool:
    """Whether there is room for so many more; whoever waits, waits because there is not for them."""
    return event.capacity is None or event.places_taken + people <= event.capacity


def move(event: Event, registration: Registration, people: int) -> None:
    """Count so many people more (or fewer) where the registration stands."""
    counter = "people_waiting" if registration.waiting else "places_taken"
    _count(event, **{counter: people})


def _count(event: Event, **steps: int) -> None:
    values: dict[str, Any] = {name: getattr(Event, name) + step for name, step in steps.items()}
    db.session.flush()
    db.session.execute(
        update(Event).where(Event.id == event.id).values(**values, tick=Event.tick + 1)
    )
    db.session.refresh(event, ["places_taken", "people_waiting", "tick"])


def hold(registration: Registration) -> Event:
    """Hold the event of a registration, and read the registration again; return the event."""
    event = registration.event
    event.hold()
    db.session.refresh(registration)
    return event


def cancel(registration: Registration, by: Any = None) -> bool:
    """Give the places back to those who wait; False when that was done already.

    ``by`` is the member of staff who does it for somebody, None when they do it themselves.
    """
    event = hold(registration)
    if registration.cancelled_at is not None:
        return False
    if event.is_over:
        raise Refused(_l("This event is over."))
    move(event, registration, -registration.party)
    registration.cancelled_at = now()
    registration.cancelled_by_id = by.id if by else None
    registration_cancelled.send(registration)
    promote(event)
    return True


def promote(event: Event) -> list[Registration]:
    """Give free places to those who wait, in order, each party whole; the event's row is held."""
    promoted: list[Registration] = []
    if event.people_waiting == 0 or event.is_over or event.is_cancelled:
        return promoted
    free = event.free_places
    for registration in db.session.scalars(_line(event)):
        if free == 0:
            break
        if free is not None and registration.party > free:
            continue
        free = None if free is None else free - registration.party
        registration.waiting, registration.promoted_at = False, now()
        promoted.append(registration)
    people = sum(registration.party for registration in promoted)
    if people:
        _count(event, places_taken=people, people_waiting=-people)
    for registration in promoted:
        registration_promoted.send(registration)
    return promoted


def _line(event: Event) -> Any:
    return (
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.waiting,
            Registration.cancelled_at.is_(None),
        )
        .order_by(Registration.id)
    )
