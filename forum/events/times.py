"""From days and hours, as they are typed, to moments; in summer time too."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from forum.core.days import end_of, last_day, local, moment_of
from forum.events.models import Event

SKIPPED = _l("On this day there is no such hour: summer time begins, and the clocks skip it.")
DAY = timedelta(days=1)


class Times(NamedTuple):
    """The moments of an event, named as the event keeps them."""

    starts_at: datetime
    ends_at: datetime
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None


def read_times(form: Any) -> Times | None:
    """Return the moments of a form; None, with sentences at the fields, when they make no sense."""
    starts_at = _moment(form.day, form.begins)
    ends_at = _end(form) if starts_at else None
    opens = _moment(form.opens_on, form.opens_at, time())
    closes = _closing(form)
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        _say(form.ends, _l("It has to end after it begins."))
    if opens and closes and closes <= opens:
        _say(form.closes_on, _l("Registration has to close after it opens."))
    elif ends_at is not None and closes is not None and closes > ends_at:
        _say(form.closes_on, _l("Registration has to close before the event is over."))
    elif ends_at is not None and opens is not None and opens >= ends_at:
        _say(form.opens_on, _l("Registration has to open before the event is over."))
    fields = (form.day, form.begins, form.ends)
    around = (form.opens_on, form.opens_at, form.closes_on, form.closes_at)
    if starts_at is None or ends_at is None or any(field.errors for field in (*fields, *around)):
        return None
    return Times(starts_at, ends_at, opens, closes)


def _say(field: Any, sentence: Any) -> None:
    field.errors = [*field.errors, sentence]


def _moment(day: Any, hour: Any, usual: time | None = None) -> datetime | None:
    """Return the moment of a day and an hour field; None when one is missing or never comes."""
    if day.errors or hour.errors:
        return None
    if hour.data is not None and day.data is None:
        _say(day, _l("Please give the day too."))
        return None
    at = hour.data if hour.data is not None else usual
    if day.data is None or at is None:
        return None
    return _shown(day.data, at, hour)


def _shown(day: date, hour: time, field: Any) -> datetime | None:
    moment = moment_of(day, hour)
    if moment is None:
        _say(field, SKIPPED)
    return moment


def _end(form: Any) -> datetime | None:
    """Return the end; an hour that is not after the begin is one of the next day."""
    if form.ends.errors or form.ends.data is None:
        return None
    if form.ends.data == form.begins.data:
        _say(form.ends, _l("It has to end after it begins."))
        return None
    next_day = form.ends.data < form.begins.data
    return _shown(form.day.data + DAY if next_day else form.day.data, form.ends.data, form.ends)


def _closing(form: Any) -> datetime | None:
    """Return when registration closes; a day without an hour belongs to it whole."""
    if form.closes_on.data and form.closes_at.data is None and not form.closes_at.errors:
        if form.closes_on.errors:
            return None
        closes = end_of(form.closes_on.data)
        return None if form.closes_on.data == form.day.data else closes
    return _moment(form.closes_on, form.closes_at)


def written_times(event: Event) -> dict[str, Any]:
    """Return the moments of an event as a form shows them."""
    starts, ends = local(event.starts_at), local(event.ends_at)
    shown: dict[str, Any] = {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}
    if event.registration_opens_at:
        opens = local(event.registration_opens_at)
        shown |= {"opens_on": opens.date(), "opens_at": opens.time()}
    if event.registration_closes_at:
        closes = local(event.registration_closes_at)
        whole = closes.time() == time()
        day = last_day(event.registration_closes_at) if whole else closes.date()
        shown |= {"closes_on": day, "closes_at": None if whole else closes.time()}
    return shown
