"""What minutes are made of, as plain data by item: opinions, polls, decisions, tasks and the rest.

Whatever was noted under no item stands under None. A fixed number of queries, however long the
forum was. Names of residents are left out: opinions stand without signatures, questions and
polls without people.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.conversations.saying import Told, told
from forum.core.db import db
from forum.meetings.hall.captures import Capture, ParkedPoint, StrawPoll
from forum.meetings.hall.outcomes import MeetingDecision, MeetingTask
from forum.meetings.hall.polling import phone_votes
from forum.meetings.models import Meeting
from forum.meetings.screens.questions import Question

Data = dict[str, Any]
#: What was noted under an item, by the number of the item.
ByItem = dict[int | None, list[Data]]

KINDS = ("opinions", "polls", "decisions", "tasks", "questions", "parked")


def gather(meeting: Meeting) -> dict[str, ByItem]:
    """Return what was noted, by kind and item."""
    return {
        "opinions": _opinions(meeting),
        "polls": _polls(meeting),
        "decisions": _rows(meeting, MeetingDecision, _decision),
        "tasks": _rows(meeting, MeetingTask, _task),
        "questions": _questions(meeting),
        "parked": _rows(meeting, ParkedPoint, _parked),
    }


def _rows(meeting: Meeting, model: Any, tell: Callable[[Any], Data]) -> ByItem:
    found: ByItem = defaultdict(list)
    query = select(model).where(model.meeting_id == meeting.id).order_by(model.id)
    for row in db.session.scalars(query):
        found[row.item_id].append(tell(row))
    return found


def _opinions(meeting: Meeting) -> ByItem:
    query = select(Capture).where(Capture.meeting_id == meeting.id)
    query = query.options(joinedload(Capture.table)).order_by(Capture.id)
    rows = list(db.session.scalars(query))
    known = told([row.opinion_id for row in rows])
    found: ByItem = defaultdict(list)
    for row in rows:
        if row.opinion_id in known:
            found[row.item_id].append(_opinion(row, known[row.opinion_id]))
    return found


def _opinion(row: Capture, said: Told) -> Data:
    return {
        "id": said.id,
        "reference": said.reference,
        "path": said.path,
        "text": said.text if said.visible else "",
        "shown": said.visible,
        "table": row.table.number if row.table else None,
    }


def _polls(meeting: Meeting) -> ByItem:
    query = select(StrawPoll).where(StrawPoll.meeting_id == meeting.id).order_by(StrawPoll.id)
    polls = list(db.session.scalars(query))
    phones = phone_votes(polls)
    found: ByItem = defaultdict(list)
    for poll in polls:
        options = [
            {"text": o.text, "hands": o.hands or 0, "phones": phones.get(o.id, 0)}
            for o in poll.options
        ]
        found[poll.item_id].append({"question": poll.question, "options": options})
    return found


def _questions(meeting: Meeting) -> ByItem:
    """Return the questions that were taken up; of those merged, the one that stands for them."""
    query = select(Question).where(
        Question.meeting_id == meeting.id,
        Question.visible,
        Question.taken_up_at.is_not(None),
        Question.merged_into_id.is_(None),
    )
    found: ByItem = defaultdict(list)
    for row in db.session.scalars(query.order_by(Question.taken_up_at, Question.id)):
        found[row.item_id].append(
            {
                "text": row.text,
                "supports": row.supports,
                "answered": row.answered_at is not None,
            }
        )
    return found


def _decision(row: MeetingDecision) -> Data:
    return {
        "text": row.text,
        "for": row.votes_for,
        "against": row.votes_against,
        "abstained": row.abstentions,
    }


def _task(row: MeetingTask) -> Data:
    due = row.due_on.isoformat() if row.due_on else None
    return {"id": row.id, "what": row.what, "who": row.who, "due": due}


def _parked(row: ParkedPoint) -> Data:
    return {"text": row.text, "outcome": row.outcome}
