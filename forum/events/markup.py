"""What machines read on the page of an event (schema.org, as microdata)."""

from typing import Any

from forum.events.models import Event

SCHEMA = "https://schema.org/"


def markup_of(event: Event) -> dict[str, Any]:
    """Return the addresses and values of the markup; templates hold no addresses themselves."""
    return {
        "event": SCHEMA + "Event",
        "place": SCHEMA + "Place",
        "online": SCHEMA + "VirtualLocation",
        "organization": SCHEMA + "Organization",
        "offer": SCHEMA + "Offer",
        "status": SCHEMA + _status(event),
        "attendance": SCHEMA + _attendance(event),
        "availability": SCHEMA + ("SoldOut" if event.is_full else "InStock"),
    }


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    moved = any("starts_at" in change.fields for change in event.changes)
    return "EventRescheduled" if moved else "EventScheduled"


def _attendance(event: Event) -> str:
    here = bool(event.place_hu or event.address)
    if here and event.online_link:
        return "MixedEventAttendanceMode"
    return "OfflineEventAttendanceMode" if here else "OnlineEventAttendanceMode"
