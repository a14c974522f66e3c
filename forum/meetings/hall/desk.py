"""What the facilitator's console shows, in a constant number of queries however long the forum."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.conversations import saying
from forum.core.db import db
from forum.events.attending.figures import headcount
from forum.meetings.hall.captures import Capture, ParkedPoint, SpeakerRequest, StrawPoll
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.meetings.hall.polling import phone_votes
from forum.meetings.models import Meeting, MeetingTable
from forum.meetings.screens import (
    asking,
)

#: How many of the last captures stay in sight, and how many other rows.
LAST_CAPTURES, LAST_ROWS = 12, 50


def console_state(meeting: Meeting) -> dict[str, Any]:
    """Return everything that changes on the console."""
    polls = _rows(meeting, StrawPoll, StrawPoll.id.desc(), 6)
    return {
        "headcount": headcount([meeting.event_id]).get(meeting.event_id),
        "captures": last_captures(meeting),
        "captured": count_captures(meeting),
        "speakers": speakers(meeting),
        "polls": polls,
        "phone_votes": phone_votes(polls),
        "questions": asking.open_questions(meeting),
        "parked": _rows(meeting, ParkedPoint, ParkedPoint.id.desc()),
        "decisions": _rows(meeting, MeetingDecision, MeetingDecision.id.desc()),
        "tasks": _rows(meeting, MeetingTask, MeetingTask.id.desc()),
    }


def _rows(meeting: Meeting, model: Any, order: Any, limit: int = LAST_ROWS) -> list[Any]:
    query = select(model).where(model.meeting_id == meeting.id).order_by(order).limit(limit)
    if hasattr(model, "followed_by"):
        query = query.options(joinedload(model.followed_by))
    return list(db.session.scalars(query))


def last_captures(meeting: Meeting, table: MeetingTable | None = None) -> list[dict[str, Any]]:
    """Return the last opinions caught here (or at one table), the newest first."""
    query = select(Capture).where(Capture.meeting_id == meeting.id)
    if table is not None:
        query = query.where(Capture.table_id == table.id)
    query = query.options(joinedload(Capture.table), joinedload(Capture.item))
    rows = list(db.session.scalars(query.order_by(Capture.id.desc()).limit(LAST_CAPTURES)))
    told = saying.told(row.opinion_id for row in rows)
    known = [row for row in rows if row.opinion_id in told]
    return [{"capture": row, "told": told[row.opinion_id]} for row in known]


def count_captures(meeting: Meeting) -> int:
    """Count the opinions caught here."""
    query = select(func.count(Capture.id)).where(Capture.meeting_id == meeting.id)
    return db.session.scalar(query) or 0


def speakers(meeting: Meeting) -> dict[str, list[SpeakerRequest]]:
    """Return who has the floor, and who waits, in the order in which they are called."""
    query = select(SpeakerRequest).where(
        SpeakerRequest.meeting_id == meeting.id,
        SpeakerRequest.done_at.is_(None),
        SpeakerRequest.withdrawn_at.is_(None),
    )
    rows = db.session.scalars(query.order_by(SpeakerRequest.id)).all()
    waiting = [row for row in rows if row.standing == "waiting"]
    if meeting.newcomers_first:
        waiting.sort(key=lambda row: (not row.first_time, row.id))
    return {"called": [row for row in rows if row.standing == "called"], "waiting": waiting}
