"""Who is in charge of an event: where it belongs to a place, such as a forum, those of the place.

Rooms above say which events are theirs; every other event belongs to all facilitators.
"""

from collections.abc import Callable
from typing import Any

from flask import g, has_request_context

from forum.events.attending.attendance import Attendance
from forum.events.attending.paper import AttendanceSheet
from forum.events.models import Event
from forum.events.registration.calls import Call
from forum.events.registration.registrations import Registration
from forum.moderation.assigning.places import locate
from forum.moderation.subjects import Place

_owners: list[Callable[[int], Place | None]] = []


def add_owner(find: Callable[[int], Place | None]) -> None:
    """Let a room say, by the number of an event, which place of its own the event belongs to."""
    _owners.append(find)


def place_of_event(event_id: int) -> Place | None:
    """Return the place an event belongs to; asked once for each event in a request."""
    known: dict[int, Place | None] = (
        g.setdefault("_event_places", {}) if has_request_context() else {}
    )
    if event_id not in known:
        known[event_id] = next((place for find in _owners if (place := find(event_id))), None)
    return known[event_id]


def _here(row: Any) -> Place | None:
    return place_of_event(row.event_id)


locate(Event, lambda event: place_of_event(event.id) if event.id is not None else None)
for _model in (Registration, Attendance, AttendanceSheet, Call):
    locate(_model, _here)
