"""Changing an event: what people have to know is written down, told and numbered."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import update

from forum.accounts.models import Person
from forum.audit import record
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import ensure_seen
from forum.events import acts
from forum.events.life import EventChange
from forum.events.models import Event, event_changed
from forum.events.registration.registering import promote
from forum.events.registration.registrations import Registration

#: What matters to somebody who wants to come: a change of these is written down, moves the event in
#: calendars, and is told; of the capacity nobody is told but who gets a place by it.
MATTERS = (
    "title_hu",
    "title_en",
    "starts_at",
    "ends_at",
    "place_hu",
    "place_en",
    "address",
    "online_link",
    "capacity",
    "is_free",
    "cost_hu",
    "cost_en",
)


def edit(event: Event, by: Person, values: dict[str, Any], seen: int | None = None) -> list[str]:
    """Change an event and return the names of what changed.

    ``seen`` is the ``version`` of the event that the form showed; Stale is raised when the event
    has changed since. Of an announced event that is still to come, a change of what matters is
    told to everybody who registered, and moves it in their calendars.
    """
    event.hold()
    ensure_seen(event, seen)
    if event.is_cancelled:
        raise Refused(_l("This event has been called off; it cannot be changed any more."))
    told = event.is_announced and not event.is_over
    old = {name: getattr(event, name) for name in values}
    changed = [name for name, value in values.items() if old[name] != value]
    if not changed:
        return []
    for name in changed:
        setattr(event, name, values[name])
    _check(event)
    event.version += 1
    event.changed_at = now()
    event.touch()
    record(acts.CHANGED if event.is_announced else acts.REVISED, by, event, what=sorted(changed))
    if event.is_announced:
        event.index()
    matter = [name for name in MATTERS if name in changed]
    if told and matter:
        _write_down(event, by, {name: [_kept(old[name]), _kept(values[name])] for name in matter})
    promote(event)
    return changed


def _check(event: Event) -> None:
    event.check_times()
    if event.capacity is not None and event.capacity < event.places_taken:
        taken = event.places_taken
        raise Refused(
            ngettext(
                "%(num)s person has a place already; there cannot be fewer places than that.",
                "%(num)s people have a place already; there cannot be fewer places than that.",
                taken,
            )
        )
    if not event.takes_registrations and event.places_taken + event.people_waiting:
        raise Refused(_l("People have registered already, so registration has to stay."))


def _kept(value: Any) -> Any:
    """Return a value as a change keeps it: moments as ISO 8601 in UTC."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _write_down(event: Event, by: Person, fields: dict[str, list[Any]]) -> None:
    event.sequence += 1
    event.changed_at = now()
    changes = EventChange(event=event, sequence=event.sequence, by_id=by.id, fields=fields)
    db.session.add(changes)
    db.session.flush()
    if "starts_at" in fields:  # a reminder of the old day does not count
        mine = update(Registration).where(Registration.event_id == event.id)
        db.session.execute(mine.values(reminded_at=None))
    event_changed.send(event, changes=changes)
