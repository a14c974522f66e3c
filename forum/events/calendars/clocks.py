"""The changes of the city's clocks, told to calendars that do not know its time zone (VTIMEZONE)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar


class Change(NamedTuple):
    """One change of the clocks: what they show at that moment, and from what to what they go."""

    shown: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@lru_cache(maxsize=64)
def time_zone(name: str, first: int, last: int) -> icalendar.Timezone:
    """Return the rules of a zone for the years ``first`` to ``last``; do not change what you get.

    Each begins at what the old clocks show (RFC 5545, 3.6.5): summer at 2:00, winter at 3:00.
    """
    zone = ZoneInfo(name)
    made = icalendar.Timezone()
    made.add("tzid", name)
    changes = sorted(_changes(zone, first, last), key=_kind)
    for _same, found in groupby(changes, key=_kind):
        made.add_component(_rule(list(found)))
    if not changes:
        start = datetime(first, 1, 1, tzinfo=zone)
        offset = start.utcoffset() or timedelta()
        plain = Change(start.replace(tzinfo=None), offset, offset, str(start.tzname()), False)
        made.add_component(_rule([plain]))
    return made


def _kind(change: Change) -> tuple[timedelta, timedelta, str]:
    return change.before, change.after, change.name


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    """Yield the changes, found day by day and then to the minute."""
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while begin < end:
        after = begin + timedelta(days=1)
        old = begin.astimezone(zone).utcoffset()
        if old != after.astimezone(zone).utcoffset():
            yield _change(zone, begin, after)
        begin = after


def _change(zone: ZoneInfo, begin: datetime, after: datetime) -> Change:
    old = begin.astimezone(zone).utcoffset() or timedelta()
    while after - begin > timedelta(minutes=1):
        middle = begin + (after - begin) // 2
        same = middle.astimezone(zone).utcoffset() == old
        begin, after = (middle, after) if same else (begin, middle)
    moment = after.replace(second=0, microsecond=0)
    new = moment.astimezone(zone)
    shown = (moment + old).replace(tzinfo=None)
    return Change(shown, old, new.utcoffset() or old, str(new.tzname()), bool(new.dst()))


def _rule(changes: list[Change]) -> icalendar.Component:
    """Return one part: the first change of its kind, and the rule or the days of the others."""
    first = changes[0]
    part = icalendar.TimezoneDaylight() if first.summer else icalendar.TimezoneStandard()
    part.add("dtstart", first.shown)
    part.add("tzoffsetfrom", first.before)
    part.add("tzoffsetto", first.after)
    part.add("tzname", first.name)
    others = [change.shown for change in changes[1:]]
    if others and all(_is_last_sunday(change.shown, first.shown) for change in changes):
        part.add("rrule", {"freq": "yearly", "bymonth": first.shown.month, "byday": "-1su"})
    elif others:
        part.add("rdate", others)
    return part


def _is_last_sunday(day: datetime, like: datetime) -> bool:
    """Whether it is the last Sunday of the same month, at the same hour."""
    same = (day.month, day.time()) == (like.month, like.time())
    return same and day.weekday() == 6 and (day + timedelta(days=7)).month != day.month
