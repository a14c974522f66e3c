"""A month as a table: weeks from Monday to Sunday, and what is on each day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from forum.core.days import day_of, last_day
from forum.events.calendars.calendar import Entry

#: Events drawn in a day's field; the rest stand on the day's own list.
SHOWN = 4


class Day(NamedTuple):
    """A field of the table; ``inside`` tells whether it is of this month."""

    day: date
    inside: bool
    entries: list[Entry]

    @property
    def shown(self) -> list[Entry]:
        """What is drawn in the field; a single one more is drawn rather than counted."""
        return self.entries if len(self.entries) == SHOWN + 1 else self.entries[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not drawn."""
        return len(self.entries) - len(self.shown)


def month_of(day: date) -> date:
    """Return the first day of its month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return month_of(first + timedelta(days=31))


def previous_month(first: date) -> date:
    """Return the first day of the month before."""
    return month_of(first - timedelta(days=1))


def weeks(first: date, entries: Iterable[Entry]) -> list[list[Day]]:
    """Return the weeks of a month; an event of several days stands on each of them."""
    after = next_month(first)
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        for day in _days(entry.starts_at, entry.ends_at, first, after):
            by_day.setdefault(day, []).append(entry)
    monday = first - timedelta(days=first.weekday())
    days = []
    while monday < after or len(days) % 7:
        days.append(Day(monday, first <= monday < after, by_day.get(monday, [])))
        monday += timedelta(days=1)
    return [days[at : at + 7] for at in range(0, len(days), 7)]


def _days(start: datetime, end: datetime, first: date, after: date) -> Iterable[date]:
    day = max(day_of(start), first)
    last = min(last_day(end), after - timedelta(days=1))
    while day <= last:
        yield day
        day += timedelta(days=1)
