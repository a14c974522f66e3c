"""The calendar: what is on in the city, as a list by day or as the table of a month."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination

from forum.core.access import permit
from forum.core.clock import now
from forum.core.days import day_of, show_month
from forum.core.i18n import language
from forum.core.kept import public_page
from forum.core.mail import site_url
from forum.events.calendars import (
    calendar,
    months,
)
from forum.events.calendars.choosing import Asked, FilterForm
from forum.events.models import Event
from forum.events.views import bp


@bp.get("/events", endpoint="calendar")
@public_page(calendar.stamp)
@permit("events:read")
def show_calendar() -> str:
    """Show what one can attend, as it was asked for."""
    form = FilterForm()
    asked = form.asked()
    view = _month(asked) if asked.view == "month" else _list(asked)
    return render_template(
        "events/calendar.html",
        form=form,
        asked=asked,
        views=_views(asked),
        feeds=_feeds(form, asked),
        **view,
    )


def _list(asked: Asked) -> dict[str, Any]:
    page = calendar.listed(asked)
    today = day_of(now())
    tomorrow = today + timedelta(days=1)
    return {"page": page, "days": _by_day(page, asked), "today": today, "tomorrow": tomorrow}


def _by_day(page: Pagination, asked: Asked) -> list[tuple[date, list[Event]]]:
    """Bring the events of a page under their days; what is going on stands under today."""
    today = day_of(now())

    def day(event: Event) -> date:
        if asked.day:
            return asked.day
        return event.day if asked.when == "past" else max(event.day, today)

    return [(each, list(events)) for each, events in groupby(page.items, key=day)]


def _month(asked: Asked) -> dict[str, Any]:
    first = asked.month or months.month_of(day_of(now()))
    after, before = months.next_month(first), months.previous_month(first)
    entries = calendar.of_month(asked, first, after)
    begin, end = calendar.bounds()
    today = months.month_of(day_of(now()))
    return {
        "first": first,
        "weeks": months.weeks(first, entries),
        "entries": entries,
        "weekdays": _weekdays(),
        "today": day_of(now()),
        # Only months with something in them, and this one: nobody leafs into an empty eternity.
        "before": _leaf(asked, before) if before >= months.month_of(min(begin, today)) else None,
        "after": _leaf(asked, after) if after <= months.month_of(max(end, today)) else None,
        "sheet": any(months.month_of(day_of(entry.starts_at)) == first for entry in entries),
    }


def _leaf(asked: Asked, first: date) -> dict[str, str]:
    """Return the way to another month."""
    return {"url": asked.address(view="month", month=f"{first:%Y-%m}"), "label": show_month(first)}


def _weekdays() -> list[dict[str, str]]:
    """Return the names of the days from Monday on, long and short."""
    monday = date(2026, 1, 5)
    days = [monday + timedelta(days=number) for number in range(7)]
    return [{"long": format_date(day, "EEEE"), "short": format_date(day, "EEE")} for day in days]


def _views(asked: Asked) -> list[dict[str, Any]]:
    """Return the three ways of looking at the calendar."""
    past = asked.when == "past" and asked.view == "list"
    month = {"month": f"{asked.month:%Y-%m}"} if asked.month else {}
    return [
        {
            "label": _("To come"),
            "url": asked.address(),
            "current": asked.view == "list" and not past,
        },
        {
            "label": _("Month"),
            "url": asked.address(view="month", **month),
            "current": asked.view == "month",
        },
        {"label": _("Past"), "url": asked.address(when="past"), "current": past},
    ]


def _feeds(form: FilterForm, asked: Asked) -> dict[str, Any]:
    """Return where one's own calendar fetches this one, of the part of the city chosen if any."""
    if asked.neighbourhood:
        names = {each.value: str(each.label) for each in form.neighbourhood.choices or ()}
        number = asked.neighbourhood
        path = url_for("events.neighbourhood_ics", neighbourhood_id=number, lang=language())
        name = _("Events: %(place)s", place=names.get(number, ""))
    else:
        path, name = url_for("events.ics", lang=language()), _("All events")
    address = site_url(path)
    return {
        "name": name,
        "whole": not asked.neighbourhood,
        "address": address,
        "subscribe": "webcal:" + address.partition(":")[2],
        "atom": url_for("events.feed", lang=language()),
    }
