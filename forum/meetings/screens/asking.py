"""Questions from a screen: put, supported, taken up, answered and merged.

Every verb holds the row of the forum first, so that supporting, merging and hiding at the same
moment wait for each other and no supporter is lost or counted twice.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, delete, func, or_, select, update

from forum.accounts.guardians import public_name
from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings.models import Meeting
from forum.meetings.queries import visible_meeting
from forum.meetings.screens.questions import Question, QuestionSupport
from forum.moderation.rules import look_at

TAKEN_UP = declare(
    "question.taken_up", _l("%(actor)s took up the question %(reference)s."), public=False
)
ANSWERED = declare(
    "question.answered", _l("%(actor)s marked the question %(reference)s answered."), public=False
)
MERGED = declare(
    "question.merged", _l("%(actor)s merged the question %(reference)s into %(into)s.")
)

#: Questions shown at once; those most people support come first.
MOST_SHOWN = 30


def takes_questions(meeting: Meeting) -> bool:
    """Whether questions can be put now: from the announcement until the forum has ended."""
    event = meeting.event
    public = event.is_announced and not event.is_cancelled
    going = meeting.is_live or (meeting.sitting is None and not event.is_over)
    return meeting.takes_questions and public and going


def open_questions(meeting: Meeting, most: int = 100) -> list[Question]:
    """Return what waits for an answer, what most people want to hear first; hidden ones not.

    With conversations where texts are looked at first, those that wait are among them: facilitators
    read them, nobody else does.
    """
    query = _open(meeting).where(or_(Question.visible, Question.waiting))
    return list(db.session.scalars(query.limit(most)))


def shown_questions(meeting: Meeting, most: int = MOST_SHOWN) -> list[Question]:
    """Return the open questions everybody may read."""
    return list(db.session.scalars(_open(meeting).where(Question.visible).limit(most)))


def _open(meeting: Meeting) -> Select[tuple[Question]]:
    taken_up = Question.taken_up_at.is_(None)
    return (
        select(Question)
        .where(
            Question.meeting_id == meeting.id,
            Question.merged_into_id.is_(None),
            Question.answered_at.is_(None),
        )
        .order_by(taken_up, Question.supports.desc(), Question.id)
    )


def sent_with(submit_key: str) -> Question | None:
    """Return the question put with ``submit_key``, if any."""
    return db.session.scalars(select(Question).where(Question.submit_key == submit_key)).first()


def visible_question(person: Any, question_id: int) -> Question | None:
    """Return the question if ``person`` may see it; facilitators see hidden ones too."""
    question = db.session.get(Question, question_id)
    if question is None or visible_meeting(person, question.meeting_id) is None:
        return None
    return question if question.visible or person.at_least("facilitator") else None


def waiting_of(person_id: int | None, meeting: Meeting) -> list[Question]:
    """Return what a person has asked here that only waits for a facilitator's look."""
    mine = Question.author_id == person_id, Question.waiting, Question.meeting_id == meeting.id
    query = select(Question).where(*mine).order_by(Question.id)
    return list(db.session.scalars(query)) if person_id else []


def supported_by(person_id: int | None, meeting: Meeting) -> set[int]:
    """Return the numbers of the questions of a forum that a person supports."""
    query = select(QuestionSupport.question_id).join(Question)
    query = query.where(QuestionSupport.person_id == person_id, Question.meeting_id == meeting.id)
    return set(db.session.scalars(query)) if person_id else set()


def asked_by(person_id: int | None, meeting: Meeting) -> set[int]:
    """Return the numbers of the questions of a forum that a person has put."""
    query = select(Question.id).where(
        Question.author_id == person_id, Question.meeting_id == meeting.id
    )
    return set(db.session.scalars(query)) if person_id else set()


def ask(meeting: Meeting, author: Person, text: str, signature: str, submit_key: str) -> Question:
    """Put a question; its author is its first supporter. The same key gives the same question."""
    meeting.hold()
    known = sent_with(submit_key)
    if known is not None:
        return known
    if not takes_questions(meeting):
        raise Refused(_l("Questions cannot be put at this forum now."))

    def make() -> Question:
        question = Question(
            meeting=meeting,
            item_id=meeting.current_item.id if meeting.current_item else None,
            submit_key=submit_key,
            text=text,
            signature=public_name(author, signature),
            author=author,
        )
        db.session.add(question)
        db.session.flush()
        db.session.add(QuestionSupport(question_id=question.id, person_id=author.id))
        return question

    question, new = once(lambda: sent_with(submit_key), make)
    meeting.changed()
    if meeting.conversation is not None and meeting.conversation.moderation == "before":
        question.wait()
    if new:
        look_at(question)
    return question


def support(question: Question, person: Person) -> bool:
    """Say that one would like to hear the answer too; False when one has said so already."""
    hold(question.meeting_id)
    db.session.refresh(question)
    if question.merged_into_id is not None:
        question = db.session.get_one(Question, question.merged_into_id, populate_existing=True)
    if not question.visible or question.answered_at is not None:
        raise Refused(_l("This question is not open any more."))
    target = question.id

    def known() -> QuestionSupport | None:
        mine = QuestionSupport.question_id == target, QuestionSupport.person_id == person.id
        return db.session.scalars(select(QuestionSupport).where(*mine)).first()

    def make() -> QuestionSupport:
        row = QuestionSupport(question_id=target, person_id=person.id)
        db.session.add(row)
        db.session.flush()
        return row

    new = once(known, make)[1]
    if new:
        question.supports = Question.supports + 1
        question.meeting.changed()
    return new


def take_up(question: Question, by: Person) -> None:
    """Bring the question before the hall; the one before it goes back into the line."""
    hold(question.meeting_id)
    db.session.refresh(question)
    if question.merged_into_id is not None or not question.visible:
        raise Refused(_l("This question is not open any more."))
    others = Question.meeting_id == question.meeting_id, Question.answered_at.is_(None)
    db.session.execute(update(Question).where(*others).values(taken_up_at=None))
    question.taken_up_at, question.answered_at = now(), None
    record(TAKEN_UP, by, question)
    question.meeting.changed()


def answer(question: Question, by: Person) -> None:
    """Note that the question has been answered in the hall."""
    hold(question.meeting_id)
    db.session.refresh(question)
    if question.merged_into_id is not None:
        raise Refused(_l("This question is not open any more."))
    if question.answered_at is None:
        question.answered_at = now()
        record(ANSWERED, by, question)
        question.meeting.changed()


def merge(question: Question, into: Question, by: Person) -> None:
    """Make two questions one; everybody who supported either supports the one that stays, once."""
    hold(question.meeting_id)
    for one in (question, into):
        db.session.refresh(one)
    if into.id == question.id or into.meeting_id != question.meeting_id:
        raise Refused(_l("Please choose another question of this forum."))
    if question.merged_into_id is not None:
        raise Refused(_l("This question has been merged already."))
    if into.merged_into_id is not None or not into.visible:
        raise Refused(_l("The question to merge into is not open any more."))
    _move_supporters(question.id, into.id)
    moved = or_(Question.id == question.id, Question.merged_into_id == question.id)
    db.session.execute(update(Question).where(moved).values(merged_into_id=into.id))
    into.taken_up_at = into.taken_up_at or question.taken_up_at
    recount([question.id, into.id])
    record(MERGED, by, question, into=into.reference)
    into.meeting.changed()


def _move_supporters(source: int, target: int) -> None:
    there = select(QuestionSupport.person_id).where(QuestionSupport.question_id == target)
    here = QuestionSupport.question_id == source
    twice = delete(QuestionSupport).where(here, QuestionSupport.person_id.in_(there))
    db.session.execute(twice.execution_options(synchronize_session=False))
    moved = update(QuestionSupport).where(here).values(question_id=target)
    db.session.execute(moved.execution_options(synchronize_session=False))


def recount(question_ids: Sequence[int]) -> None:
    """Count the supporters of these questions anew."""
    rows = select(func.count()).where(QuestionSupport.question_id == Question.id)
    db.session.flush()
    db.session.execute(
        update(Question)
        .where(Question.id.in_(question_ids))
        .values(supports=rows.scalar_subquery())
        .execution_options(synchronize_session=False)
    )
    for question in db.session.scalars(select(Question).where(Question.id.in_(question_ids))):
        db.session.refresh(question)


def hold(meeting_id: int) -> None:
    """Let whoever changes something at this forum at the same moment wait for the commit."""
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
