"""Prints of events: a poster for the door, and the sheet of a month for the notice board."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.city.letterhead import letterhead
from forum.city.models import City, Project
from forum.core.days import show_hours, show_month, show_weekday
from forum.core.excerpts import shortened
from forum.core.glyphs import all_printable
from forum.core.printing import link_to, printed
from forum.events.calendars.texts import changed_at, clean, good_to_know, line, page_of
from forum.events.models import Event

#: Colours, the stitched thread and the funding line of both stand in shared/print.typ.
POSTER, MONTH_SHEET = "events/poster.typ", "events/month.typ"
#: Characters of a description on a poster: what one reads standing at a door.
LONGEST_DESCRIPTION = 420
#: Characters of one fact on a poster.
LONGEST_FACT = 220
#: Events on the sheet of a month; a board has no room for more, and the press no time.
MOST_ON_SHEET = 150


def poster(event: Event, city: City | None, project: Project | None) -> bytes:
    """Return the poster of an event as a PDF, in the language of the page; always one sheet."""
    off = event.is_cancelled
    words = {
        **letterhead(city, project),
        "qr_alt": _("QR code: the address of the page"),
        "kind": line(event.kind_name),
        "title": line(event.title),
        "called_off": _called_off(event),
        "day": show_weekday(event.day),
        "hours": show_hours(event.starts_at, event.ends_at),
        "place": line(event.place),
        "address": line(event.address),
        "online": _("You can also join online.") if event.place else _("It is held online."),
        "is_online": bool(event.online_link),
        "free": "" if off else _("Free of charge") if event.is_free else line(event.cost),
        "about": shortened(" ".join(clean(event.description).split()), LONGEST_DESCRIPTION),
        "facts": [] if off else [shortened(fact, LONGEST_FACT) for fact in _facts(event)],
        "contact": _contact(event),
        "scan": _scan(event),
    }
    return _print(POSTER, words, [page_of(event)], changed_at(event))


def _print(template: str, words: dict[str, Any], pages: list[str], at: datetime) -> bytes:
    """Print ``words`` with the addresses of ``pages``, each with its QR picture."""
    links = {"links": [link_to(page) for page in pages]}
    return printed(template, {**all_printable(words), **links}, at)


def _called_off(event: Event) -> dict[str, str] | None:
    if event.cancellation is None:
        return None
    why = shortened(line(event.cancellation.because), LONGEST_FACT)
    return {"title": _("It will not take place"), "because": why}


def _facts(event: Event) -> list[str]:
    """Return what one should know, but for what stands elsewhere on the poster."""
    elsewhere = {_("Free of charge."), _("Please register on the page of the event.")}
    return [fact for fact in good_to_know(event) if fact not in elsewhere]


def _scan(event: Event) -> str:
    if event.takes_registrations and not event.is_cancelled:
        return _("Register here: point your phone’s camera at the picture, or type the address.")
    return _("More about it: point your phone’s camera at the picture, or type the address.")


def _contact(event: Event) -> list[str]:
    """Return who organises it, and below whom to ask."""
    ways = (event.contact_name, event.contact_phone, event.contact_email)
    asked = " · ".join(line(way) for way in ways if way)
    return [each for each in (line(event.organiser), asked) if each]


def month_sheet(
    events: Sequence[Event], first: date, city: City | None, project: Project | None, page: str
) -> bytes:
    """Return the sheet of a month as a PDF; ``page`` is the full address of the month's page."""
    shown = events[:MOST_ON_SHEET]
    left = len(events) - len(shown)
    name = city.name if city else ""
    words = {
        **letterhead(city, project),
        "qr_alt": _("QR code: the address of the page"),
        "title": _("Events in %(city)s", city=name) if name else _("Events"),
        "month": show_month(first),
        "days": [_day(day, rows) for day, rows in groupby(shown, key=lambda event: event.day)],
        "more": ngettext(
            "%(num)s more event is on the page.", "%(num)s more events are on the page.", left
        )
        if left
        else "",
        "scan": _("All events, with their newest times:"),
    }
    at = max(changed_at(event) for event in shown)
    return _print(MONTH_SHEET, words, [page, *(page_of(event) for event in shown)], at)


def _day(day: date, events: Any) -> dict[str, Any]:
    return {"name": show_weekday(day), "events": [_row(event) for event in events]}


def _row(event: Event) -> dict[str, Any]:
    """Return a line of the sheet."""
    places = [line(event.place), line(event.address)]
    return {
        "hours": show_hours(event.starts_at, event.ends_at),
        "title": line(event.title),
        "where": ", ".join(part for part in places if part),
        "step_free": _("step-free") if event.step_free else "",
        "free": _("free of charge") if event.is_free else shortened(line(event.cost), 60),
        "register": _("registration needed") if event.takes_registrations else "",
        "called_off": _("called off") if event.is_cancelled else "",
        "qr_alt": _("QR code: the page of “%(title)s”", title=line(event.title)),
    }
