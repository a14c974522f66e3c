"""What facilitators do with questions: take up, answer, merge."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.db import db
from forum.core.pages import local_path
from forum.meetings.screens import (
    asking,
)
from forum.meetings.screens.forms_follow import MergeForm
from forum.meetings.screens.questions import Question
from forum.meetings.views import bp


def _back(question: Question, sentence: str, tone: str = "success") -> Any:
    """Tell what was done and return to where the facilitator came from."""
    flash(sentence, tone)
    return redirect(_origin(question), 303)


def _origin(question: Question) -> str:
    console = url_for("meetings.console", meeting_id=question.meeting_id, _anchor="questions")
    return local_path(request.values.get("next"), console)


def _act(question: Question, said: str, verb: Any, *arguments: Any) -> Any:
    """Do ``verb`` and go back; a refusal is told there."""
    return act(lambda: verb(*arguments), said, _origin(question))


@bp.post("/questions/<int:question_id>/taking-up")
@permit("meetings:manage", asking.visible_question)
def take_up(question: Question) -> Any:
    """Bring a question before the hall."""
    said = _("%(reference)s is on the screen.", reference=question.reference)
    return _act(question, said, asking.take_up, question, current_person())


@bp.post("/questions/<int:question_id>/answer")
@permit("meetings:manage", asking.visible_question)
def answered(question: Question) -> Any:
    """Note that a question has been answered."""
    said = _("%(reference)s has been answered.", reference=question.reference)
    return _act(question, said, asking.answer, question, current_person())


@bp.post("/questions/<int:question_id>/merging")
@permit("meetings:manage", asking.visible_question)
def merge(question: Question) -> Any:
    """Make a question one with another of the same forum."""
    form = MergeForm(question, asking.open_questions(question.meeting))
    into = db.session.get(Question, form.into.data) if form.validate() else None
    if into is None:
        return _back(question, _("Please choose another question of this forum."), "error")
    said = _(
        "%(reference)s is one with %(other)s now.",
        reference=question.reference,
        other=into.reference,
    )
    return _act(question, said, asking.merge, question, into, current_person())
