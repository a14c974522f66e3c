"""Prints: the poster of an event and the sheet of a month, for doors and notice boards."""

from datetime import date
from typing import Any

from flask import Response, abort

from forum.city import queries as city_queries
from forum.core.access import permit
from forum.core.i18n import language
from forum.core.kept import public_page
from forum.core.mail import site_url
from forum.events.calendars import (
    calendar,
)
from forum.events.calendars.choosing import FIRST_YEAR, LAST_YEAR, Asked
from forum.events.calendars.months import next_month
from forum.events.calendars.posters import month_sheet, poster
from forum.events.models import Event
from forum.events.views import bp

#: Seconds for which a print is kept although its stamp stays the same.
FRESH = 3600


def print_stamp(**_arguments: object) -> object:
    """Return what changes whenever a print must be made anew."""
    return calendar.stamp(), city_queries.stamp()


@bp.get("/events/<int:event_id>/poster.pdf", endpoint="poster")
@public_page(print_stamp, FRESH)
@permit("events:read", calendar.announced_event)
def poster_pdf(event: Event) -> Response:
    """Send the poster of an event."""
    city, project = city_queries.city_and_project()
    return _pdf(poster(event, city, event.project or project), f"poster-{event.id}")


@bp.get("/events/month/<int:year>-<int:month>.pdf", endpoint="month_sheet")
@public_page(print_stamp, FRESH)
@permit("events:read")
def month_pdf(year: int, month: int) -> Any:
    """Send the sheet of a month; a month without events has none."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        abort(404)
    first = date(year, month, 1)
    events = calendar.events_of_month(first, next_month(first))
    if not events:
        abort(404)
    city, project = city_queries.city_and_project()
    page = site_url(Asked().address(view="month", month=f"{first:%Y-%m}"))
    return _pdf(month_sheet(events, first, city, project, page), f"events-{first:%Y-%m}")


def _pdf(content: bytes, name: str) -> Response:
    """Return a PDF that opens in the browser and has a name when it is saved."""
    headers = {"Content-Disposition": f'inline; filename="kalaka-{name}-{language()}.pdf"'}
    return Response(content, content_type="application/pdf", headers=headers)
