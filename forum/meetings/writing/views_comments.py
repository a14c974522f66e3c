"""Comments on minutes: writing one, answering it in public."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.days import last_day
from forum.core.db import db
from forum.core.forms import tidy
from forum.core.limits import too_fast
from forum.meetings.models import Meeting
from forum.meetings.queries import item_of
from forum.meetings.views import bp
from forum.meetings.writing import (
    minuting,
)
from forum.meetings.writing.commenting import comment as say
from forum.meetings.writing.commenting import sent_with, why_no_comments
from forum.meetings.writing.forms_minutes import AnswerForm, CommentForm
from forum.meetings.writing.minutes import MinutesComment
from forum.meetings.writing.queries_minutes import minuted, moderated_comment
from forum.meetings.writing.reviewing_comments import place

#: A family shares an address, a hall sixty phones.
PER_ADDRESS, PER_PERSON = 60, 10
MINUTES = 10


@bp.get("/forums/<int:meeting_id>/minutes/comment")
@permit("minutes:comment", minuted)
def comment(meeting: Meeting) -> Any:
    """Ask for a comment, or say kindly that it is too early or too late."""
    return _page(meeting, CommentForm(meeting.items).of(current_person()))


@bp.post("/forums/<int:meeting_id>/minutes/comment")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@permit("minutes:comment", minuted)
def commented(meeting: Meeting) -> Any:
    """Take a comment; a form sent twice is one comment."""
    form = CommentForm(meeting.items).of(current_person())
    if not form.validate():
        return _page(meeting, form), 400 if form.csrf_token.errors else 422
    known = sent_with(form.key)
    if known is None:
        if why_no_comments(meeting):
            return _page(meeting, form), 409
        if too_fast("minutes-comment", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
            db.session.rollback()
            sentence = _("Many comments came from here. Please send it again in 10 minutes.")
            form.form_errors.append(sentence)
            return _page(meeting, form), 429
        known = _say(meeting, form)
        db.session.commit()
    target = url_for("meetings.minutes", meeting_id=meeting.id, _anchor="comments")
    thanks = _("Thank you. Your comment is below; the facilitator will answer it here.")
    waits = _("Thank you. Your comment appears once a facilitator has looked at it.")
    flash(thanks if known.visible else waits, "success")
    return redirect(target, 303)


def _say(meeting: Meeting, form: CommentForm) -> MinutesComment:
    item = item_of(meeting, form.about.data)
    person = current_person().settle()
    form.note_consent(person)
    return say(
        meeting,
        person,
        form.text.data,
        form.key,
        item.id if item else None,
        form.signed(form.signature.data),
    )


def _page(meeting: Meeting, form: CommentForm) -> str:
    found = minuting.minutes_of(meeting)
    until = found.comments_until if found else None
    return render_template(
        "meetings/comment.html",
        meeting=meeting,
        form=form,
        typed=tidy(form.text.data),
        closed=why_no_comments(meeting),
        last_day=last_day(until) if until else None,
    )


@bp.get("/forums/comments/<int:comment_id>/answer")
@permit("meetings:manage", moderated_comment)
def comment_answering(comment: MinutesComment) -> Any:
    """Ask for the answer to a comment."""
    return _answer_page(comment, AnswerForm(answer=comment.answer))


@bp.post("/forums/comments/<int:comment_id>/answer")
@permit("meetings:manage", moderated_comment)
def comment_answer(comment: MinutesComment) -> Any:
    """Answer a comment in public."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _answer_page(comment, form), 422
    target = place(comment)
    words = form.answer.data
    refused = refusal(form, lambda: minuting.answer(comment, current_person(), words))
    if refused:
        return _answer_page(comment, form), refused.status
    flash(_("The answer stands under the comment."), "success")
    return redirect(target, 303)


def _answer_page(comment: MinutesComment, form: AnswerForm) -> str:
    return render_template("meetings/comment_answer.html", comment=comment, form=form)
