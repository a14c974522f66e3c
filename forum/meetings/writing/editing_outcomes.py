"""What can be changed of decisions, tasks and parked points when the minutes are written."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.errors import Refused
from forum.meetings.hall.captures import ParkedPoint
from forum.meetings.hall.concluding import settle
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.meetings.models import Meeting
from forum.meetings.writing.parts import Part

#: More hands than this are no show of hands.
MOST_HANDS = 100_000
VOTES = ("votes_for", "votes_against", "abstentions")


def outcomes(meeting: Meeting, by: Person) -> Iterator[Part]:
    """Return the parts of what came out of the forum."""
    for row in _of(MeetingDecision, meeting):
        yield from _decision(row)
    for task in _of(MeetingTask, meeting):
        yield from _task(task)
    for point in _of(ParkedPoint, meeting):
        label = _("What became of this? “%(point)s”", point=point.text)
        keep, hint = _settler(point, by), _("Empty while it waits.")
        yield Part(f"parked-{point.id}", point.item_id, label, hint, point.outcome, 500, keep)


def _of(model: Any, meeting: Meeting) -> list[Any]:
    query = select(model).where(model.meeting_id == meeting.id).order_by(model.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _decision(row: MeetingDecision) -> Iterator[Part]:
    at, keep = row.item_id, _text_keeper(row, "text")
    yield Part(f"decision-{row.id}", at, _("Decision"), _removing(), row.text, 1000, keep)
    label = _("Show of hands: for, against, abstained")
    told = ", ".join(str(getattr(row, name)) for name in VOTES if getattr(row, name) is not None)
    hint = _("Three numbers, such as 20, 3, 1; empty when nobody counted.")
    key, keep = f"votes-{row.id}", _votes_keeper(row)
    yield Part(key, at, label, hint, told, 40, keep, _wrong_votes)


def _task(task: MeetingTask) -> Iterator[Part]:
    at, keep = task.item_id, _text_keeper(task, "what")
    yield Part(f"task-{task.id}", at, _("Task"), _removing(), task.what, 500, keep)
    keep = _text_keeper(task, "who", needed=True)
    yield Part(f"who-{task.id}", at, _("Who does it"), "", task.who, 120, keep, _wrong_name)
    day = task.due_on.isoformat() if task.due_on else ""
    hint = _("A date, such as 2026-11-22; empty when none was set.")
    keep = _day_keeper(task)
    yield Part(f"due-{task.id}", at, _("By when"), hint, day, 20, keep, _wrong_day)


def _removing() -> str:
    return _("If it was noted by mistake, empty the field: that removes it.")


def _text_keeper(row: Any, name: str, needed: bool = False) -> Callable[[str], None]:
    def keep(text: str) -> None:
        if text or needed:
            setattr(row, name, text)
            return
        if getattr(row, "done_at", None) is not None:
            raise Refused(_l("A task that has been done cannot be removed."))
        db.session.delete(row)

    return keep


def _settler(point: ParkedPoint, by: Person) -> Callable[[str], None]:
    return lambda text: settle(point, text, by)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d{1,9}", text)]


def _wrong_votes(text: str) -> str | None:
    numbers = _numbers(text)
    fine = len(numbers) == len(VOTES) and max(numbers) <= MOST_HANDS
    if text and not (fine and re.fullmatch(r"[\d\s,;/–-]+", text)):
        return _("Please write three numbers: for, against, abstained.")
    return None


def _votes_keeper(row: MeetingDecision) -> Callable[[str], None]:
    def keep(text: str) -> None:
        for name, number in zip(VOTES, _numbers(text) or [None] * len(VOTES), strict=True):
            setattr(row, name, number)

    return keep


def _wrong_name(text: str) -> str | None:
    return None if text else _("Please fill this in.")


def _day(text: str) -> date | None:
    """Read 2026-11-22 or 2026. 11. 22.; ValueError when it is no date."""
    if not text:
        return None
    year, month, day = _numbers(text)
    return date(year, month, day)


def _wrong_day(text: str) -> str | None:
    try:
        _day(text)
    except ValueError:
        return _("Please write a date, such as 2026-11-22.")
    return None


def _day_keeper(task: MeetingTask) -> Callable[[str], None]:
    def keep(text: str) -> None:
        task.due_on, task.reminded_at = _day(text), None

    return keep
