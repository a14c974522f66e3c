"""The rule of a series, and the days it names; the same hour of the clock in summer and winter."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from flask_babel import lazy_gettext as _l

from forum.core.days import begin_of, moment_of
from forum.core.errors import Refused
from forum.events.times import SKIPPED

#: How often a series comes back.
RHYTHMS: dict[str, Any] = {
    "week": _l("Every week"),
    "fortnight": _l("Every two weeks"),
    "month": _l("Every month, on the same weekday (such as the second Tuesday)"),
}
#: More sessions than this are no longer one series.
MOST_SESSIONS = 60
_WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
#: From this day of a month on, its weekday is the last of the month, or nearly.
_LATE = 28


@dataclass(frozen=True)
class Rule:
    """When a series is: its rhythm, first and last day, hours, and days on which there is none."""

    rhythm: str
    first_day: date
    last_day: date
    begins: time
    ends: time
    #: {"2027-03-15": "march-15"}: a code of ``holidays.NAMES``, or words.
    exceptions: dict[str, str] = field(default_factory=dict)
    #: Registration for each session opens so many days, and closes so many hours, before it.
    opens_days: int | None = None
    closes_hours: int | None = None


class Slot(NamedTuple):
    """One session of a series, as moments."""

    day: date
    starts_at: datetime
    ends_at: datetime


def days_of(rule: Rule, exceptions: bool = True) -> list[date]:
    """Return the days of a series in order, at most one more than MOST_SESSIONS of them.

    ``exceptions=False`` returns the days before any is left out. A series that begins on the
    29th to 31st of a month comes back on the last such weekday of each month.
    """
    first = datetime.combine(rule.first_day, time())
    last = datetime.combine(rule.last_day, time())
    if rule.rhythm == "month":
        nth = -1 if rule.first_day.day > _LATE else (rule.first_day.day - 1) // 7 + 1
        weekday = _WEEKDAYS[rule.first_day.weekday()](nth)
        found = rrule(MONTHLY, dtstart=first, until=last, byweekday=weekday)
    else:
        weeks = 2 if rule.rhythm == "fortnight" else 1
        found = rrule(WEEKLY, dtstart=first, until=last, interval=weeks)
    off = rule.exceptions if exceptions else {}
    days: list[date] = []
    for moment in found:
        if moment.date().isoformat() not in off:
            days.append(moment.date())
        if len(days) > MOST_SESSIONS:
            break
    return days


def slots_of(rule: Rule) -> list[Slot]:
    """Return the sessions of a series; refused when there are none, or too many, or no such hour."""
    days = days_of(rule)
    if not days:
        raise Refused(_l("There is no day left in this series; please look at its days again."))
    if len(days) > MOST_SESSIONS:
        raise Refused(
            _l("A series has at most %(number)s sessions; please shorten it.", number=MOST_SESSIONS)
        )
    return [slot_of(day, rule.begins, rule.ends) for day in days]


def slot_of(day: date, begins: time, ends: time) -> Slot:
    """Return the session of a day; an end before the begin is one of the next day."""
    later = day + timedelta(days=1) if ends < begins else day
    starts_at, ends_at = moment_of(day, begins), moment_of(later, ends)
    if starts_at is None or ends_at is None:
        raise Refused(SKIPPED)
    return Slot(day, starts_at, ends_at)


def left_out(rule: Rule) -> dict[date, str]:
    """Return the days of the rhythm on which there is none, and why."""
    return {
        day: rule.exceptions[day.isoformat()]
        for day in days_of(rule, exceptions=False)
        if day.isoformat() in rule.exceptions
    }


def window_of(rule: Rule, slot: Slot) -> dict[str, datetime | None]:
    """Return when registration opens and closes for a session, as events keep it."""
    opens = closes = None
    if rule.opens_days is not None:
        opens = begin_of(slot.day - timedelta(days=rule.opens_days))
    if rule.closes_hours is not None:
        closes = slot.starts_at - timedelta(hours=rule.closes_hours)
    return {"registration_opens_at": opens, "registration_closes_at": closes}
