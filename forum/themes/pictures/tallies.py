"""Themes by neighbourhood, age band, channel and time, counted by the database."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import get_timezone
from sqlalchemy import ColumnElement, case, func, literal, select

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.themes.differences import Part, Table, Tally
from forum.themes.models import Membership

#: Stretches of time beside each other that can still be read on a phone.
MOST_STRETCHES = 24
#: Days, weeks, months, quarters, years: months in each, or days.
_STEPS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Counted(NamedTuple):
    """Tallies by (theme, part), and of everybody by part."""

    cells: dict[tuple[int, Part], Tally]
    whole: dict[Part, Tally]


class Stretch(NamedTuple):
    """A stretch of time by its first day: ``unit`` is day, week, month, quarter or year."""

    unit: str
    first: date
    starts: datetime


def count(conversation: Conversation, part: ColumnElement[Any]) -> Counted:
    """Count shown opinions and the people behind them by ``part``, with two statements."""
    said = (
        select(Opinion.id, Opinion.author_id, part.label("part"))
        .where(Opinion.conversation_id == conversation.id, Opinion.visible)
        .subquery()
    )
    numbers = func.count(said.c.id), func.count(func.distinct(said.c.author_id))
    by_theme = (
        select(Membership.theme_id, said.c.part, *numbers)
        .join(said, said.c.id == Membership.opinion_id)
        .where(Membership.conversation_id == conversation.id)
        .group_by(Membership.theme_id, said.c.part)
    )
    whole = select(said.c.part, *numbers).group_by(said.c.part)
    return Counted(
        {(theme, key): Tally(*found) for theme, key, *found in db.session.execute(by_theme)},
        {key: Tally(*found) for key, *found in db.session.execute(whole)},
    )


def table(
    name: str,
    counted: Counted,
    themes: Iterable[int],
    parts: Sequence[Part],
    unnamed: frozenset[Part] = frozenset(),
) -> Table:
    """Return what was counted as a table to compare; every part that was counted is in it."""
    return Table(name, tuple(themes), tuple(parts), counted.cells, counted.whole, unnamed)


def stretches(conversation: Conversation) -> list[Stretch]:
    """Return the days, weeks, months, quarters or years in which people spoke, without gaps."""
    query = select(func.min(Opinion.created_at), func.max(Opinion.created_at))
    here = Opinion.conversation_id == conversation.id
    first, last = db.session.execute(query.where(here, Opinion.visible)).one()
    if first is None:
        return []
    zone = ZoneInfo(str(get_timezone()))
    begins, ends = first.astimezone(zone).date(), last.astimezone(zone).date()
    for unit in (*_STEPS, *_MONTHS):
        days = _days(unit, begins, ends)
        if len(days) <= MOST_STRETCHES:
            break
    moments = [datetime(day.year, day.month, day.day, tzinfo=zone) for day in days]
    return [Stretch(unit, day, at) for day, at in zip(days, moments, strict=True)][-MOST_STRETCHES:]


def _days(unit: str, begins: date, ends: date) -> list[date]:
    """Return the first days of the stretches from ``begins`` to ``ends``, stopping when too many."""
    if unit in _MONTHS:
        months = _MONTHS[unit]
        day = date(begins.year, (begins.month - 1) // months * months + 1, 1)
    else:
        day = begins - timedelta(days=begins.weekday() if unit == "week" else 0)
    found = []
    while day <= ends and (len(found) <= MOST_STRETCHES or unit == "year"):
        found.append(day)
        day = _next(unit, day)
    return found


def _next(unit: str, day: date) -> date:
    if unit in _STEPS:
        return day + timedelta(days=_STEPS[unit])
    months = day.year * 12 + day.month - 1 + _MONTHS[unit]
    return date(months // 12, months % 12 + 1, 1)


def by_time(found: Sequence[Stretch]) -> ColumnElement[Any]:
    """Return the number of the stretch an opinion falls into (0 and up)."""
    ends = [
        (Opinion.created_at < later.starts, at) for at, (_, later) in enumerate(pairwise(found))
    ]
    return case(*ends, else_=len(found) - 1) if ends else literal(0)
