"""Public holidays of Hungary, computed: fixed days, and those that follow Easter."""

from datetime import date, timedelta
from typing import Any

from dateutil.easter import easter
from flask_babel import lazy_gettext as _l

#: What days off are called; a series keeps the code, a page shows the name.
NAMES: dict[str, Any] = {
    "new-year": _l("New Year’s Day"),
    "march-15": _l("the day of the 1848 revolution"),
    "good-friday": _l("Good Friday"),
    "easter": _l("Easter Sunday"),
    "easter-monday": _l("Easter Monday"),
    "may-1": _l("Labour Day"),
    "whit-sunday": _l("Whit Sunday"),
    "whit-monday": _l("Whit Monday"),
    "august-20": _l("the day of Saint Stephen"),
    "october-23": _l("the day of the 1956 revolution"),
    "all-saints": _l("All Saints’ Day"),
    "christmas-eve": _l("Christmas Eve"),
    "christmas": _l("Christmas Day"),
    "boxing-day": _l("the second day of Christmas"),
}
_FIXED = {
    "new-year": (1, 1),
    "march-15": (3, 15),
    "may-1": (5, 1),
    "august-20": (8, 20),
    "october-23": (10, 23),
    "all-saints": (11, 1),
    "christmas-eve": (12, 24),
    "christmas": (12, 25),
    "boxing-day": (12, 26),
}
#: Days from Easter Sunday.
_MOVING = {"good-friday": -2, "easter": 0, "easter-monday": 1, "whit-sunday": 49, "whit-monday": 50}


def holidays(first: date, last: date) -> dict[date, str]:
    """Return the codes of the holidays from ``first`` to ``last``, by day and in order."""
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        sunday = easter(year)
        found |= {date(year, *when): code for code, when in _FIXED.items()}
        found |= {sunday + timedelta(days=days): code for code, days in _MOVING.items()}
    return {day: found[day] for day in sorted(found) if first <= day <= last}


def reason_of(kept: str) -> str:
    """Return why there is nothing on a day: the name of a holiday, or words as they were typed."""
    return str(NAMES.get(kept, kept))
