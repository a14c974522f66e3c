"""When a letter of news is due: at once, with the others of the day or week, never at night."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from forum.core.days import day_of, local, moment_of
from forum.notices.models import MOST_A_DAY, QUIET_FROM, QUIET_UNTIL

#: The hour of the daily and the weekly letter, unless somebody's night is longer.
MORNING = 7
#: The day of the weekly letter: Monday.
WEEKDAY = 0


class Wish(NamedTuple):
    """How somebody wants to be told by letter."""

    pace: str = "usual"
    quiet_from: int = QUIET_FROM
    quiet_until: int = QUIET_UNTIL
    most_a_day: int = MOST_A_DAY
    muted: tuple[str, ...] = ()

    def due(self, at_once: bool, sort: str, moment: datetime) -> datetime | None:
        """Return when the letter of something told at ``moment`` is due; None for never."""
        if self.pace == "never" or sort in self.muted:
            return None
        if self.pace == "once" or (self.pace == "usual" and at_once):
            return self.awake(moment)
        return self.next_morning(moment, weekly=self.pace == "weekly")

    def awake(self, moment: datetime) -> datetime:
        """Return ``moment``, or the end of the quiet hours it falls into."""
        start, end, hour = self.quiet_from, self.quiet_until, local(moment).hour
        if start < end:
            quiet, tomorrow = start <= hour < end, 0
        else:
            quiet, tomorrow = start != end and (hour >= start or hour < end), int(hour >= start)
        return _moment(moment, tomorrow, end) if quiet else moment

    def next_morning(self, moment: datetime, weekly: bool = False) -> datetime:
        """Return the first morning after ``moment`` at which letters come, of a Monday if weekly."""
        days = (WEEKDAY - day_of(moment).weekday()) % 7 if weekly else 0
        due = self.awake(_moment(moment, days, MORNING))
        return due if due > moment else self._morning_after(moment, days + (7 if weekly else 1))

    def _morning_after(self, moment: datetime, days: int) -> datetime:
        return self.awake(_moment(moment, days, MORNING))


def _moment(moment: datetime, days: int, hour: int) -> datetime:
    """Return ``hour`` so many days later in the city; one that summer time skips is the next one."""
    day = day_of(moment) + timedelta(days=days)
    found = moment_of(day, time(hour % 24)) or moment_of(day, time(hour % 24 + 1))
    assert found is not None
    return found
