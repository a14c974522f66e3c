"""To answer an idea, and the author's reply to an answer."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.codes import clean_code
from forum.core.db import db
from forum.core.kept import personal
from forum.core.limits import look_up, too_fast
from forum.ideas import answering, following, office
from forum.ideas.forms_office import AnswerForm, ReplyForm
from forum.ideas.life import Answer
from forum.ideas.models import Idea
from forum.ideas.queries import claimed_by, visible_idea
from forum.ideas.views import bp

#: Replies from one person, and from one network, in ten minutes.
PER_PERSON, PER_ADDRESS, MINUTES = 10, 60, 10


@bp.get("/ideas/<int:idea_id>/answer")
@permit("ideas:answer", visible_idea)
def answer(idea: Idea) -> Any:
    """Ask what the city says to an idea."""
    if idea.lead is not None:
        flash(_("This idea was put under another. Please answer the leading one."), "info")
        return redirect(url_for("ideas.answer", idea_id=idea.lead_id), 303)
    return _answer_page(idea, AnswerForm(idea))


@bp.post("/ideas/<int:idea_id>/answer")
@permit("ideas:answer", visible_idea)
def answered(idea: Idea) -> Any:
    """Answer an idea; a form sent twice is one answer."""
    form = AnswerForm(idea)
    known = answering.sent_with(form.key)
    if known is None:
        if not form.validate_on_submit():
            return _answer_page(idea, form), 422
        refused = refusal(form, lambda: _do(idea, form))
        if refused is not None:
            return _answer_page(idea, form), refused.status
        flash(
            _("The answer is on the page of the idea. Those behind it are being told."), "success"
        )
    return redirect(url_for("ideas.show", idea_id=idea.id), 303)


def _do(idea: Idea, form: AnswerForm) -> Answer:
    words, office_ = form.words(), form.elsewhere()
    return answering.answer(idea, form.state.data, words, current_person(), form.key, office_)


def _answer_page(idea: Idea, form: AnswerForm) -> str:
    return render_template(
        "ideas/answer.html",
        idea=idea,
        form=form,
        answers=following.answers_of([idea.id]).get(idea.id, []),
        days=answering.days_waiting(idea),
        promise=answering.answer_days(),
        alike=office.look_alikes([idea]).get(idea.id, []),
    )


def own_answer(person: Any, answer_id: int) -> Answer | None:
    """Return the answer if ``person`` proposed its idea, or came with the idea's code."""
    made = db.session.get(Answer, answer_id)
    if made is None:
        return None
    if person.id is not None and made.idea.author_id == person.id:
        return made
    code = clean_code(request.values.get("code", ""))
    found, _status = look_up("idea_code", code, claimed_by)
    return made if found is not None and found.id == made.idea_id else None


@bp.get("/ideas/answers/<int:answer_id>/reply")
@permit("ideas:follow", own_answer)
def reply(made: Answer) -> Any:
    """Ask the author what they say to the answer."""
    return _reply_page(made, ReplyForm(code=request.args.get("code", ""), text=made.reply))


@bp.post("/ideas/answers/<int:answer_id>/reply")
@permit("ideas:follow", own_answer)
def replied(made: Answer) -> Any:
    """Keep the author's reply."""
    form = ReplyForm()
    if not form.validate_on_submit():
        return _reply_page(made, form, 422)
    person = current_person()
    if too_fast("idea_reply", person.id, PER_PERSON, PER_ADDRESS, MINUTES):
        db.session.rollback()
        form.form_errors.append(_("There were many attempts. Try again in some minutes."))
        return _reply_page(made, form, 429)
    refused = refusal(form, lambda: answering.reply(made, person, form.text.data))
    if refused is not None:
        return _reply_page(made, form, refused.status)
    waits = _("Thank you. Your reply appears once a facilitator has looked at it.")
    flash(waits if made.waiting else _("Thank you. Your reply stands under the answer."), "success")
    return redirect(_back(made, form.code.data), 303)


def _reply_page(made: Answer, form: ReplyForm, status: int = 200) -> Any:
    back = _back(made, form.code.data)
    return personal(
        render_template("ideas/answer_reply.html", answer=made, form=form, back=back), status
    )


def _back(made: Answer, code: str | None) -> str:
    """Return the page the author came from: that of the code, or that of the idea."""
    if code:
        return url_for("ideas.follow", code=clean_code(code))
    return url_for("ideas.show", idea_id=made.idea_id)
