"""Questions on the review page: what a facilitator sees of each, and where each act is sent."""

from collections.abc import Sequence

from flask import url_for
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.meetings.screens.questions import Question
from forum.moderation.queries import Card, review

#: Where each act of the review page is sent.
ACTS = {
    "hide": "meetings.question_hiding",
    "restore": "meetings.question_restoring",
    "approve": "meetings.question_approval",
    "leave": "meetings.question_leaving",
}


def cards(ids: Sequence[int]) -> list[Card]:
    """Return the cards of these questions."""
    query = select(Question).where(Question.id.in_(ids)).options(joinedload(Question.meeting))
    return [_card(question) for question in db.session.scalars(query).unique()]


def _card(question: Question) -> Card:
    meeting = question.meeting
    return Card(
        id=question.id,
        reference=question.reference,
        html=str(Markup("<p>{}</p>").format(question.text)),
        url=url_for("meetings.console", meeting_id=meeting.id, _anchor=f"question-{question.id}"),
        about=meeting.title,
        about_url=url_for("meetings.show", meeting_id=meeting.id),
        at=question.created_at,
        signature=question.signature,
        acts={act: url_for(view, question_id=question.id) for act, view in ACTS.items()},
    )


review(Question, cards)
