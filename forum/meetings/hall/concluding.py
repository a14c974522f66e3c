"""What comes out of an item: something parked for later, a decision, a task."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings.hall.captures import ParkedPoint
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.meetings.models import Meeting

Row = TypeVar("Row", ParkedPoint, MeetingDecision, MeetingTask)

NOT_BEGUN = _l("This forum has not begun yet.")


def park(meeting: Meeting, text: str, key: str, by: Person) -> ParkedPoint:
    """Put something aside that does not belong to this item, so that it is not lost."""
    return _once(ParkedPoint, meeting, key, by, text=text)


def settle(point: ParkedPoint, outcome: str, by: Person) -> None:
    """Note what became of something parked; empty words put it back."""
    point.outcome, point.settled_at = outcome, now() if outcome else None
    point.meeting.changed()


def decide(
    meeting: Meeting,
    text: str,
    key: str,
    by: Person,
    votes_for: int | None = None,
    votes_against: int | None = None,
    abstentions: int | None = None,
) -> MeetingDecision:
    """Write down what the forum decided, with the hands where they were counted."""
    votes = {
        "votes_for": votes_for,
        "votes_against": votes_against,
        "abstentions": abstentions,
    }
    return _once(MeetingDecision, meeting, key, by, text=text, **votes)


def give_task(
    meeting: Meeting,
    what: str,
    who: str,
    key: str,
    by: Person,
    due_on: date | None = None,
    followed_by: Person | None = None,
) -> MeetingTask:
    """Write down who does what by when, and which member of staff follows it."""
    follower = followed_by.id if followed_by else None
    return _once(
        MeetingTask, meeting, key, by, what=what, who=who, due_on=due_on, followed_by_id=follower
    )


def take_back(row: MeetingDecision | MeetingTask | ParkedPoint, by: Person) -> None:
    """Remove what was written down by mistake, while the forum is still going on."""
    if not row.meeting.is_live:
        raise Refused(_l("The forum has ended; please correct it in the minutes."))
    row.meeting.changed()
    db.session.delete(row)


def _once(model: Callable[..., Row], meeting: Meeting, key: str, by: Person, **values: Any) -> Row:
    """Write a row under the current item; the same key twice is one row."""
    if meeting.sitting is None:
        raise Refused(NOT_BEGUN)
    current = meeting.current_item

    def known() -> Row | None:
        return db.session.scalars(select(model).filter_by(key=key)).first()

    def make() -> Row:
        row = model(
            meeting_id=meeting.id,
            item_id=current.id if current else None,
            key=key,
            by_id=by.id,
            **values,
        )
        db.session.add(row)
        db.session.flush()
        return row

    row, new = once(known, make)
    if new:
        meeting.changed()
    return row
