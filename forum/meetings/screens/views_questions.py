"""What facilitators do with questions: take up, answer, merge; hide, restore, let through."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
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
from forum.moderation.forms import HINTS, HideForm, RestoreForm
from forum.moderation.models import REASONS
from forum.moderation.queries import reports_on


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


@bp.get("/questions/<int:question_id>/hiding")
@permit("meetings:manage", asking.visible_question)
def question_hiding(question: Question) -> Any:
    """Ask why a question should be hidden."""
    if question.hiding is not None:
        return _back(question, _("Somebody has hidden it already."), "info")
    asked = request.args.get("reason")
    form = HideForm(next=request.args.get("next"), reason=asked if asked in REASONS else None)
    return _hiding_page(question, form)


@bp.post("/questions/<int:question_id>/hiding")
@permit("meetings:manage", asking.visible_question)
def hide_question(question: Question) -> Any:
    """Hide a question, with a reason."""
    form = HideForm()
    if not form.validate():
        return _hiding_page(question, form), 422
    asking.hold(question.meeting_id)
    if question.hide(current_person(), form.reason.data, form.because.data) is None:
        return _back(question, _("Somebody has hidden it already."), "info")
    asking.recount([question.id])
    answer = _back(question, _("%(reference)s is hidden.", reference=question.reference))
    db.session.commit()
    return answer


def _hiding_page(question: Question, form: HideForm) -> str:
    return render_template(
        "meetings/question_hiding.html",
        question=question,
        form=form,
        hints=HINTS,
        reports=reports_on(question),
        back=_origin(question),
    )


@bp.get("/questions/<int:question_id>/restoring")
@permit("meetings:manage", asking.visible_question)
def question_restoring(question: Question) -> Any:
    """Ask why a hidden question should appear again."""
    if question.hiding is None:
        return _back(question, _("Somebody has restored it already."), "info")
    return _restoring_page(question, RestoreForm(next=request.args.get("next")))


@bp.post("/questions/<int:question_id>/restoring")
@permit("meetings:manage", asking.visible_question)
def restore_question(question: Question) -> Any:
    """Show a hidden question again."""
    form = RestoreForm()
    if question.hiding is not None and not form.validate():
        return _restoring_page(question, form), 422
    asking.hold(question.meeting_id)
    if question.restore(current_person(), form.because.data) is None:
        return _back(question, _("Somebody has restored it already."), "info")
    answer = _back(question, _("%(reference)s appears again.", reference=question.reference))
    db.session.commit()
    return answer


def _restoring_page(question: Question, form: RestoreForm) -> str:
    return render_template(
        "meetings/question_restoring.html",
        question=question,
        form=form,
        hiding=question.hiding,
        back=_origin(question),
    )


@bp.post("/questions/<int:question_id>/approval")
@permit("meetings:manage", asking.visible_question)
def question_approval(question: Question) -> Any:
    """Let a waiting question appear."""
    asking.hold(question.meeting_id)
    if not question.approve(current_person()):
        return _back(question, _("Somebody has let it appear already."), "info")
    answer = _back(question, _("%(reference)s appears now.", reference=question.reference))
    db.session.commit()
    return answer


@bp.post("/questions/<int:question_id>/leaving")
@permit("meetings:manage", asking.visible_question)
def question_leaving(question: Question) -> Any:
    """Close the reports of a question and leave it as it is."""
    asking.hold(question.meeting_id)
    question.leave(current_person())
    answer = _back(question, _("%(reference)s stays as it is.", reference=question.reference))
    db.session.commit()
    return answer
