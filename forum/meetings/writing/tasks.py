"""Tasks given at a forum: followed until they are done, in public, the overdue ones first."""

from datetime import date
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.audit import record
from forum.core.days import day_of
from forum.core.db import db, now
from forum.core.pages import paginate
from forum.events.life import Announcement
from forum.meetings.hall.outcomes import MeetingTask
from forum.meetings.models import Meeting, Sitting
from forum.meetings.writing import (
    acts_minutes as acts,
)


def today() -> date:
    """Return the day it is in the city."""
    return day_of(now())


def finish(task: MeetingTask, by: Person, result: str) -> bool:
    """Note that a task is done and what came of it; False when it was done already."""
    db.session.refresh(task, with_for_update={"of": MeetingTask})
    if task.done_at is not None:
        return False
    task.done_at, task.done_by_id, task.result = now(), by.id, result
    record(acts.TASK_DONE, by, task.meeting, task=task.id)
    task.meeting.changed()
    return True


def reopen(task: MeetingTask, by: Person) -> bool:
    """Take a task up again that was not done after all; False when it is open."""
    db.session.refresh(task, with_for_update={"of": MeetingTask})
    if task.done_at is None:
        return False
    task.done_at, task.done_by_id, task.result = None, None, ""
    record(acts.TASK_UNDONE, by, task.meeting, task=task.id)
    task.meeting.changed()
    return True


def visible_to(person: Any) -> Select[tuple[MeetingTask]]:
    """Select the tasks ``person`` may see: those of announced forums that were held."""
    query = select(MeetingTask).join(Meeting, Meeting.id == MeetingTask.meeting_id)
    if person.at_least("facilitator"):
        return query
    held = exists().where(Sitting.meeting_id == Meeting.id, Sitting.ended_at.is_not(None))
    announced = exists().where(Announcement.event_id == Meeting.event_id)
    return query.where(held.correlate(Meeting), announced.correlate(Meeting))


def visible_task(person: Any, task_id: int) -> MeetingTask | None:
    """Return a task if ``person`` may see it."""
    return db.session.scalars(visible_to(person).where(MeetingTask.id == task_id)).unique().first()


def _loaded(query: Select[tuple[MeetingTask]]) -> Select[tuple[MeetingTask]]:
    return query.options(joinedload(MeetingTask.meeting), joinedload(MeetingTask.followed_by))


def listed(person: Any, done: bool) -> Pagination:
    """Return a page of tasks: the overdue ones first, then by day; of those done, the last first."""
    query = _loaded(visible_to(person)).where(MeetingTask.done_at.is_not(None) == done)
    order = [MeetingTask.done_at.desc()] if done else _by_day()
    return paginate(query.order_by(*order, MeetingTask.id))


def _by_day() -> list[Any]:
    return [case((MeetingTask.due_on.is_(None), 1), else_=0), MeetingTask.due_on]


def counts(person: Any) -> dict[str, int]:
    """Count the tasks that are open, overdue and done."""

    def number(condition: ColumnElement[bool]) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    rows = visible_to(person).subquery()
    undone = rows.c.done_at.is_(None)
    row = db.session.execute(
        select(
            number(undone), number(undone & (rows.c.due_on < today())), number(~undone)
        ).select_from(rows)
    ).one()
    return dict(zip(("open", "overdue", "done"), map(int, row), strict=True))


def of_meeting(meeting: Meeting) -> list[MeetingTask]:
    """Return the tasks of a forum, open ones first."""
    query = _loaded(select(MeetingTask).where(MeetingTask.meeting_id == meeting.id))
    done = case((MeetingTask.done_at.is_(None), 0), else_=1)
    return list(db.session.scalars(query.order_by(done, *_by_day(), MeetingTask.id)).unique())


def stamp() -> object:
    """Return what changes whenever the list must be made anew, the day too."""
    query = select(func.count(Meeting.id), func.sum(Meeting.tick))
    return tuple(db.session.execute(query).one()), today()
