"""Questions put at a forum as facilitators look at them."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.meetings.screens.asking import hold, recount, visible_question
from forum.meetings.screens.questions import Question
from forum.moderation.signals import text_decided
from forum.moderation.subjects import Card, Place, Subject, register


@text_decided.connect
def _hidden(text: Any, act: str = "", **_more: Any) -> None:
    """Count the supporters of a hidden question anew."""
    if isinstance(text, Question) and act == "hidden":
        recount([text.id])


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
    )


def _safety(question: Question) -> bool:
    talk = question.meeting.conversation
    return talk is not None and talk.safety


def _page(question: Question) -> str:
    anchor = f"question-{question.id}"
    return url_for("meetings.follow", meeting_id=question.meeting_id, _anchor=anchor)


register(
    Subject(
        model=Question,
        name=_l("question at a forum"),
        load=cards,
        fetch=visible_question,
        permission="meetings:manage",
        author=lambda question: question.author_id,
        place=lambda question: Place("meeting", question.meeting_id),
        words=("text", "signature"),
        page=_page,
        lock=lambda question: hold(question.meeting_id),
        safety=_safety,
        bursts=False,
    )
)
