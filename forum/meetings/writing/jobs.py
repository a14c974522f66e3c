"""Background work: telling people that minutes are open, and reminding of tasks every night."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.core.days import day_of
from forum.core.db import db, now
from forum.core.jobs import Job, job, nightly
from forum.events.registration.registrations import Registration
from forum.meetings.hall.outcomes import MeetingTask
from forum.meetings.writing import (
    letters,
)
from forum.meetings.writing.minutes import MinutesLetter, MinutesVersion
from forum.meetings.writing.minuting import minutes_of
from forum.meetings.writing.tasks import today

#: So many days before its last day whoever follows a task is reminded.
AHEAD = 3
#: Once it is overdue, a letter a week.
AGAIN = 7


@job("tell_minutes")
def tell_minutes_job(work: Job, version_id: int) -> None:
    """Write to everybody who registered, and to staff with a part in the forum, once each."""
    version = db.session.get(MinutesVersion, version_id)
    if version is None:
        return
    registrations, people = _registered(version), _staff(version)
    known = {person.email for person in people}
    found = [*people, *(each for each in registrations if each.email not in known)]
    for done, each in enumerate(found, start=1):
        _tell(version, each)
        work.report(done, len(found))


def _registered(version: MinutesVersion) -> Iterator[Registration]:
    """Return the registrations with an e-mail address that held a place."""
    query = select(Registration).where(
        Registration.event_id == version.meeting.event_id,
        Registration.cancelled_at.is_(None),
        Registration.waiting.is_(False),
        Registration.contact.contains("@"),
    )
    return iter(db.session.scalars(query.order_by(Registration.id)).all())


def _staff(version: MinutesVersion) -> list[Person]:
    """Return the facilitator of the forum and whoever follows one of its tasks."""
    meeting = version.meeting
    following = select(MeetingTask.followed_by_id).where(MeetingTask.meeting_id == meeting.id)
    query = select(Person).where(
        or_(Person.id == meeting.facilitator_id, Person.id.in_(following)),
        Person.disabled_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(Person.id)))


def _tell(version: MinutesVersion, to: Registration | Person) -> None:
    """Post the letter in the transaction that notes it; the constraint lets one through."""
    minutes = minutes_of(version.meeting)
    whom = {"person_id": to.id} if isinstance(to, Person) else {"registration_id": to.id}
    try:
        with db.session.begin_nested():
            db.session.add(MinutesLetter(version_id=version.id, **whom))
            db.session.flush()
    except IntegrityError:
        return
    if minutes is not None:
        letters.minutes_open(version, minutes, to)


@nightly
def remind_of_tasks() -> None:
    """Remind whoever follows a task: three days before its last day, then weekly once overdue."""
    day = today()
    query = select(MeetingTask.id, MeetingTask.due_on, MeetingTask.reminded_at).where(
        MeetingTask.done_at.is_(None),
        MeetingTask.followed_by_id.is_not(None),
        MeetingTask.due_on <= day + timedelta(days=AHEAD),
    )
    for task_id, due_on, reminded_at in db.session.execute(query.order_by(MeetingTask.id)).all():
        if is_time(due_on, day_of(reminded_at) if reminded_at else None, day):
            _remind(task_id, reminded_at, (due_on - day).days)
            db.session.commit()


def is_time(due_on: date, reminded_on: date | None, day: date) -> bool:
    """Whether the next letter about a task goes out on ``day``."""
    if reminded_on is None:
        return True
    if reminded_on > due_on:
        return reminded_on <= day - timedelta(days=AGAIN)
    return day > due_on


def _remind(task_id: int, reminded_at: datetime | None, days: int) -> None:
    """Claim the letter, and post it in the same transaction."""
    claimed = db.session.execute(
        update(MeetingTask)
        .where(
            MeetingTask.id == task_id,
            MeetingTask.done_at.is_(None),
            MeetingTask.reminded_at.is_(None)
            if reminded_at is None
            else MeetingTask.reminded_at == reminded_at,
        )
        .values(reminded_at=now())
        .execution_options(synchronize_session=False)
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return
    query = select(MeetingTask).where(MeetingTask.id == task_id)
    task = db.session.scalars(query.options(joinedload(MeetingTask.followed_by))).one()
    if task.followed_by is not None and task.followed_by.is_active:
        letters.task_due(task, task.followed_by, days)
