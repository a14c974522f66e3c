"""Days and hours as the city counts them, in summer time too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import format_date
from flask_babel import gettext as _

from forum.core.i18n import language, show_date


def zone() -> ZoneInfo:
    """Return the city's time zone."""
    return ZoneInfo(str(current_app.config["TIME_ZONE"]))


def begin_of(day: date) -> datetime:
    """Return the first moment of ``day`` in the city, in summer time too."""
    return datetime.combine(day, time(), zone())


def end_of(day: date) -> datetime:
    """Return the first moment after ``day`` in the city."""
    return begin_of(day + timedelta(days=1))


def moment_of(day: date, hour: time) -> datetime | None:
    """Return the moment at which the city's clocks show ``hour`` on ``day``.

    None when they never do, because summer time begins; of an hour that comes twice, the first.
    """
    moment = datetime.combine(day, hour, zone())
    back = moment.astimezone(UTC).astimezone(zone())
    return moment if back.replace(tzinfo=None) == moment.replace(tzinfo=None) else None


def day_of(moment: datetime) -> date:
    """Return the day of ``moment`` in the city."""
    return moment.astimezone(zone()).date()


def last_day(end: datetime) -> date:
    """Return the last day of what ends before ``end``."""
    return day_of(end - timedelta(microseconds=1))


def show_days(first: date, last: date) -> str:
    """Write a stretch of days: 2026. június 1–14. or June 1–14, 2026."""
    if first == last:
        return show_date(last)
    if (first.year, first.month) == (last.year, last.month):
        return _within_month(first, last)
    return f"{show_date(first) if first.year != last.year else _begin(first)} – {_end(first, last)}"


def _within_month(first: date, last: date) -> str:
    if language() == "hu":
        return f"{format_date(first, 'y. MMMM d')}–{last.day}."
    return f"{format_date(first, 'MMMM d')}–{format_date(last, 'd, y')}"


def _begin(first: date) -> str:
    return str(format_date(first, "y. MMMM d." if language() == "hu" else "MMMM d"))


def _end(first: date, last: date) -> str:
    same_year = language() == "hu" and first.year == last.year
    return str(format_date(last, "MMMM d.")) if same_year else show_date(last)


def local(moment: datetime) -> datetime:
    """Return ``moment`` as the clocks of the city show it."""
    return moment.astimezone(zone())


def show_time(moment: datetime) -> str:
    """Write the hour of a moment in the city: 17:00."""
    return f"{local(moment):%H:%M}"


def show_weekday(day: date) -> str:
    """Write a day with its name: 2026. december 3., csütörtök or Thursday, December 3, 2026."""
    pattern = "y. MMMM d., EEEE" if language() == "hu" else "EEEE, MMMM d, y"
    return str(format_date(day, pattern))


def show_month(day: date) -> str:
    """Write the month of a day: 2026. december or December 2026."""
    return str(format_date(day, "y. MMMM" if language() == "hu" else "MMMM y"))


def show_hours(start: datetime, end: datetime) -> str:
    """Write from when to when: 17:00–19:00; of another day, the day too.

    Where the clocks go back in between, so that 2:30 comes twice, it says which time is meant.
    """
    if day_of(start) != last_day(end):
        return f"{show_time(start)} – {_that_day(start, end)}, {_end_time(end)}"
    if local(start).utcoffset() != local(end).utcoffset() and show_time(end) <= show_time(start):
        return f"{show_time(start)} ({_season(start)}) – {show_time(end)} ({_season(end)})"
    return f"{show_time(start)}–{_end_time(end)}"


def _end_time(end: datetime) -> str:
    """Write an end; what ends at midnight ends at 24:00 of its last day."""
    return "24:00" if day_of(end) != last_day(end) else show_time(end)


def _that_day(start: datetime, end: datetime) -> str:
    first, last = day_of(start), last_day(end)
    if first.year != last.year:
        return show_weekday(last)
    return str(format_date(last, "MMMM d., EEEE" if language() == "hu" else "EEEE, MMMM d"))


def _season(moment: datetime) -> str:
    return _("summer time") if local(moment).dst() else _("winter time")


def show_when(start: datetime, end: datetime) -> str:
    """Write when something is: 2026. december 3., csütörtök, 17:00–19:00."""
    return f"{show_weekday(day_of(start))}, {show_hours(start, end)}"


def init_app(app: Flask) -> None:
    """Let templates write hours as they write days."""
    shown = (show_time, show_weekday, show_month, show_hours, show_when, day_of)
    app.jinja_env.globals.update({function.__name__: function for function in shown})
