"""Days and hours as the city counts them, in summer time too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import format_date

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
