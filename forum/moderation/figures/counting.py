"""Monthly counts of moderation for everybody to read: acts of staff and rules, never a person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from forum.core.days import begin_of, local
from forum.core.db import db, now
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.removals import Removal, of_removal
from forum.moderation.decisions.appeals import Appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.models import Flag, Hiding
from forum.moderation.review.models import Cause, ReviewItem
from forum.moderation.subjects import subjects

#: Months shown, the present one among them.
MONTHS = 12
#: What rules see; a report or a first text is no rule's doing.
RULE_CAUSES = ("watch_word", "link", "phone", "name", "burst", "copy")
Month = tuple[int, int]


class Figures(NamedTuple):
    """What happened in one month; hours are None when nothing was decided."""

    month: str
    written: int
    reported: int
    held: int
    held_by_rules: int
    hidden_by_people: int
    restored: int
    removed: int
    redacted: int
    appeals: int
    upheld: int
    overturned: int
    hours_to_decide: float | None
    hours_to_answer: float | None

    @property
    def begin(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(f"{self.month}-01")

    @property
    def is_quiet(self) -> bool:
        """Whether nothing at all was written or decided."""
        return not any(self[1:])


def months(count: int = MONTHS) -> list[Month]:
    """Return the last months, the newest first."""
    today = local(now())
    year, month = today.year, today.month
    found = []
    for _number in range(count):
        found.append((year, month))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return found


def figures(count: int = MONTHS) -> list[Figures]:
    """Count each of the last months, the newest first."""
    shown = months(count)
    since = _begin(shown[-1])
    columns = _columns(shown)
    somebody = ReviewItem.decided_act != ""
    decided = _hours(ReviewItem.opened_at, ReviewItem.decided_at, since, somebody)
    answered = _hours(Appeal.at, Appeal.decided_at, since)
    return [
        Figures(
            f"{year}-{month:02}",
            *(column[year, month] for column in columns),
            _middle(decided[year, month]),
            _middle(answered[year, month]),
        )
        for year, month in shown
    ]


def _columns(shown: list[Month]) -> list[dict[Month, int]]:
    """Return the counts by month, in the order of the columns."""
    outcome = Appeal.decided_at
    return [
        _sum(_by_month(one.model.created_at, shown) for one in subjects().values()),
        _by_month(Flag.at, shown),
        _held(shown),
        _by_month(Statement.at, shown, Statement.act == "held"),
        _by_month(Hiding.at, shown, ~of_removal()),
        _by_month(Hiding.restored_at, shown),
        _by_month(Removal.at, shown),
        _by_month(Redaction.at, shown),
        _by_month(Appeal.at, shown),
        _by_month(outcome, shown, Appeal.outcome == "upheld"),
        _by_month(outcome, shown, Appeal.outcome == "overturned"),
    ]


def _held(shown: list[Month]) -> dict[Month, int]:
    rules = select(Cause.id).where(Cause.item_id == ReviewItem.id, Cause.kind.in_(RULE_CAUSES))
    return _by_month(ReviewItem.opened_at, shown, rules.exists())


def _by_month(column: Any, shown: list[Month], *conditions: Any) -> dict[Month, int]:
    """Count rows by the month of a moment, as the clocks of the city show it."""
    begins = [(column >= _begin(month), place) for place, month in enumerate(shown)]
    which = case(*begins).label("nth_month")
    query = select(which, func.count()).where(column >= _begin(shown[-1]), *conditions)
    found: dict[Month, int] = defaultdict(int)
    for place, number in db.session.execute(query.group_by("nth_month")):
        found[shown[place]] = number
    return found


def _sum(parts: Iterable[dict[Month, int]]) -> dict[Month, int]:
    total: dict[Month, int] = defaultdict(int)
    for part in parts:
        for month, number in part.items():
            total[month] += number
    return total


def _hours(start: Any, end: Any, since: datetime, *conditions: Any) -> dict[Month, list[float]]:
    """Return the hours from one moment to the other, by the month of the second."""
    found: dict[Month, list[float]] = defaultdict(list)
    for begun, ended in db.session.execute(select(start, end).where(end >= since, *conditions)):
        day = local(ended)
        found[day.year, day.month].append(max((ended - begun) / timedelta(hours=1), 0.0))
    return found


def _middle(hours: list[float]) -> float | None:
    return round(median(hours), 1) if hours else None


def _begin(month: Month) -> datetime:
    return begin_of(date(*month, 1))
