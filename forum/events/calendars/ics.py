"""Calendar files (iCalendar, RFC 5545) of events, for the calendars on people's phones."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import icalendar
from flask_babel import gettext as _

from forum.core.clock import now
from forum.core.days import local, zone
from forum.events.calendars.clocks import time_zone
from forum.events.calendars.texts import (
    changed_at,
    clean,
    good_to_know,
    headline,
    line,
    mail_address,
    page_of,
    where,
)
from forum.events.models import Event

MEDIA_TYPE = "text/calendar; charset=utf-8"
#: How often a calendar that subscribed should look again.
REFRESH = timedelta(hours=6)
#: Changes of the clocks are told from this year on, in every file alike: programs remember the
#: first rules they read of a zone. No event here is older.
CLOCKS_SINCE = 2000


def calendar_file(events: Sequence[Event], name: str, about: str = "") -> bytes:
    """Return the calendar file of ``events``, in the language of the page."""
    file = icalendar.Calendar()
    file.add("prodid", "-//Kalaka//Events//HU")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", line(name))
    if about:
        file.add("x-wr-caldesc", line(about))
    file.add("x-wr-timezone", str(zone()))
    file.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT6H")
    file.add_component(_clocks(events))
    for event in events:
        file.add_component(_entry(event))
    return bytes(file.to_ical())


def _clocks(events: Sequence[Event]) -> icalendar.Timezone:
    """Return the changes of the city's clocks until a year after the last event."""
    last = max((event.ends_at.year for event in events), default=now().year)
    return time_zone(str(zone()), CLOCKS_SINCE, last + 1)


def _entry(event: Event) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", line(event.uid))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", changed_at(event))
    entry.add("last-modified", changed_at(event))
    entry.add("dtstart", _moment(event.starts_at))
    entry.add("dtend", _moment(event.ends_at))
    entry.add("summary", headline(event))
    if where(event):
        entry.add("location", where(event))
    entry.add("description", _description(event))
    entry.add("url", page_of(event))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("categories", [line(name) for name in _categories(event)])
    if mail_address(event):
        entry.add("organizer", _organiser(event))
    return entry


def _moment(moment: datetime) -> datetime:
    """Return a moment by the city's clocks; in the hour that comes twice, the second in UTC.

    A clock time with a zone means the first of the two (RFC 5545, 3.3.5).
    """
    here = local(moment)
    return moment.astimezone(UTC) if here.fold else here


def _categories(event: Event) -> list[str]:
    return [event.kind_name, *([event.category.name] if event.category else [])]


def _description(event: Event) -> str:
    """Return what one should know, in plain lines; the last is the address of the page.

    The link to an online event goes to those who registered; where nobody has to, to everybody.
    """
    parts = [clean(event.description), "\n".join(good_to_know(event))]
    if event.cancellation:
        why = line(event.cancellation.because)
        parts.insert(0, _("This event will not take place: %(because)s", because=why))
    elif event.online_link and not event.takes_registrations:
        parts.append(_("Online: %(link)s", link=line(event.online_link)))
    return "\n\n".join(part for part in (*parts, page_of(event)) if part)


def _organiser(event: Event) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{mail_address(event)}")
    name = line(event.organiser or event.contact_name).replace('"', "'")
    if name:
        address.params["CN"] = name
    return address
