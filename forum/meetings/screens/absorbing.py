"""What somebody did at forums as a visitor becomes their account's when they sign in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from forum.accounts.belongings import Kind
from forum.accounts.models import Person
from forum.core.db import db, now
from forum.meetings.hall.captures import PollVote, SpeakerRequest, StrawPoll
from forum.meetings.models import Meeting
from forum.meetings.screens.asking import hold, recount
from forum.meetings.screens.questions import Question, QuestionSupport
from forum.meetings.writing.minutes import MinutesComment

KINDS = (
    Kind("question", _l("A question at a forum"), Question, "author_id", lambda row: row.text),
    Kind("question_support", _l("Questions supported"), QuestionSupport, "person_id", contact=None),
    Kind("poll_vote", _l("Votes in polls at a forum"), PollVote, "person_id", contact=None),
    Kind("minutes_comment", _l("A comment"), MinutesComment, "author_id", lambda row: row.text),
)


def absorb_visitor(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give ``person`` the questions, supports, votes and hands of a visitor; the caller commits.

    One person supports a question once, votes once in a poll and stands once in the line: where
    both did, what the account did stays.
    """
    if visitor_id == person.id:
        return
    for meeting_id in _forums_of(visitor_id):
        hold(meeting_id)
        meeting = db.session.get_one(Meeting, meeting_id)
        _supports(meeting, visitor_id, person.id)
        _votes(meeting, visitor_id, person.id)
        _hands(meeting, visitor_id, person.id)
        meeting.changed()
    questions = update(Question).where(Question.author_id == visitor_id)
    db.session.execute(questions.values(author_id=person.id))


def _forums_of(visitor_id: int) -> list[int]:
    """Return the forums a visitor did something at, in the order they are held in."""
    supports = select(Question.meeting_id).join(QuestionSupport)
    votes = select(StrawPoll.meeting_id).join(PollVote, PollVote.poll_id == StrawPoll.id)
    hands = select(SpeakerRequest.meeting_id).where(SpeakerRequest.person_id == visitor_id)
    query = supports.where(QuestionSupport.person_id == visitor_id).union(
        votes.where(PollVote.person_id == visitor_id), hands
    )
    return sorted(db.session.scalars(query))


def _supports(meeting: Meeting, visitor_id: int, person_id: int) -> None:
    rows = _both(
        select(QuestionSupport).join(Question).where(Question.meeting_id == meeting.id),
        QuestionSupport,
        visitor_id,
        person_id,
    )
    kept = {row.question_id for row in rows if row.person_id == person_id}
    theirs = [row for row in rows if row.person_id == visitor_id]
    for row in theirs:
        if row.question_id in kept:
            db.session.delete(row)
        else:
            row.person_id = person_id
    recount([row.question_id for row in theirs])


def _votes(meeting: Meeting, visitor_id: int, person_id: int) -> None:
    polls = select(PollVote).join(StrawPoll, StrawPoll.id == PollVote.poll_id)
    rows = _both(polls.where(StrawPoll.meeting_id == meeting.id), PollVote, visitor_id, person_id)
    kept = {row.poll_id for row in rows if row.person_id == person_id}
    for row in rows:
        if row.person_id == visitor_id and row.poll_id in kept:
            db.session.delete(row)
        else:
            row.person_id = person_id


def _hands(meeting: Meeting, visitor_id: int, person_id: int) -> None:
    here = select(SpeakerRequest).where(SpeakerRequest.meeting_id == meeting.id)
    rows = _both(here, SpeakerRequest, visitor_id, person_id)
    up = any(row.person_id == person_id and _is_up(row) for row in rows)
    for row in rows:
        if row.person_id == visitor_id and up and _is_up(row):
            row.withdrawn_at = now()
    db.session.flush()
    for row in rows:
        row.person_id = person_id
    db.session.flush()


def _is_up(row: SpeakerRequest) -> bool:
    return row.done_at is None and row.withdrawn_at is None


def _both(query: Any, model: Any, visitor_id: int, person_id: int) -> list[Any]:
    return list(db.session.scalars(query.where(model.person_id.in_([visitor_id, person_id]))))
