"""Feeds: the calendar for people's own calendars (ICS), and news of it (Atom)."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from flask import Response, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from forum.city import queries as city_queries
from forum.city.models import Neighbourhood
from forum.core.access import permit
from forum.core.db import db
from forum.core.i18n import LANGUAGES, language
from forum.core.kept import public_page
from forum.core.mail import site_url
from forum.events.calendars import (
    atom,
    calendar,
    ics,
)
from forum.events.calendars.views_print import print_stamp
from forum.events.models import Event
from forum.events.views import bp

#: Seconds for which a feed is kept although its stamp stays the same; only time moves meanwhile.
FRESH = 900


def in_asked_language(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let ``?lang=hu`` choose the language: programs that fetch feeds carry no cookies."""

    @wraps(view)
    def spoken(**arguments: Any) -> Any:
        asked = request.args.get("lang", "")
        with force_locale(asked) if asked in LANGUAGES else nullcontext():
            return view(**arguments)

    return spoken


@bp.get("/events.ics", endpoint="ics")
@public_page(print_stamp, FRESH)
@in_asked_language
@permit("events:read")
def whole_calendar() -> Response:
    """Send the whole calendar: everything to come and the last 90 days."""
    return _calendar(calendar.for_feed(), _name(), "events")


@bp.get("/neighbourhoods/<int:neighbourhood_id>/events.ics", endpoint="neighbourhood_ics")
@public_page(print_stamp, FRESH)
@in_asked_language
@permit(
    "events:read", lambda _person, neighbourhood_id: db.session.get(Neighbourhood, neighbourhood_id)
)
def of_neighbourhood(neighbourhood: Neighbourhood) -> Response:
    """Send what is for a part of the city, and for the whole of it."""
    name = _("%(calendar)s: %(place)s", calendar=_name(), place=neighbourhood.name)
    return _calendar(calendar.for_feed(neighbourhood), name, f"events-{neighbourhood.id}")


@bp.get("/events/<int:event_id>.ics", endpoint="event_ics")
@public_page(print_stamp, FRESH)
@in_asked_language
@permit("events:read", calendar.announced_event)
def of_event(event: Event) -> Response:
    """Send one event."""
    return _calendar([event], event.title, f"event-{event.id}", about="")


def _name() -> str:
    city = city_queries.the_city()
    return _("Events in %(city)s", city=city.name) if city else _("Events")


def _calendar(events: list[Event], name: str, file: str, about: str | None = None) -> Response:
    limits = _(
        "Everything to come and the last %(days)s days, at most %(most)s events.",
        days=calendar.FEED_DAYS,
        most=calendar.MOST_IN_FEED,
    )
    content = ics.calendar_file(events, name, limits if about is None else about)
    headers = {"Content-Disposition": f'inline; filename="kalaka-{file}.ics"'}
    return Response(content, content_type=ics.MEDIA_TYPE, headers=headers)


@bp.get("/events.atom", endpoint="feed")
@public_page(print_stamp, FRESH)
@in_asked_language
@permit("events:read")
def news() -> Response:
    """Send the events announced or changed last."""
    here = site_url(url_for("events.feed", lang=language()))
    page = site_url(url_for("events.calendar"))
    city = city_queries.the_city()
    content = atom.feed(calendar.lately_changed(), _name(), city.name if city else "", here, page)
    return Response(content, content_type=atom.MEDIA_TYPE)
