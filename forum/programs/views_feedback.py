"""Saying how a session was, by link or by the square on the wall, without an account."""

from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _

from forum.conversations.saying import code_of
from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import personal
from forum.core.limits import too_fast
from forum.core.mail import site_url
from forum.programs import feedback, queries
from forum.programs.forms_feedback import FeedbackForm
from forum.programs.models import Feedback, Program, ProgramSession
from forum.programs.queries import visible_program, visible_session
from forum.programs.views import bp

#: A hall of sixty answers from one network address, some of them twice.
PER_ADDRESS, PER_PERSON, MINUTES = 150, 10, 10


@bp.get("/programs/<int:program_id>/feedback", endpoint="feedback_now")
@permit("programs:feedback", visible_program)
def to_last_session(program: Program) -> Any:
    """Lead from the square on the wall to the session that is on, or was last."""
    found = queries.session_to_rate(program)
    if found is not None:
        return redirect(url_for("programs.feedback", event_id=found.event_id), 303)
    flash(_("One can say how it was once a session has begun, until 30 days after it."), "info")
    return redirect(url_for("programs.show", program_id=program.id), 303)


@bp.get("/events/<int:event_id>/feedback", endpoint="feedback")
@permit("programs:feedback", visible_session)
def ask(row: ProgramSession) -> Any:
    """Ask three questions about a session."""
    known = feedback.given(row.event, current_person())
    form = FeedbackForm(data={"rating": known.rating} if known else None)
    return _page(row, form, known)


@bp.post("/events/<int:event_id>/feedback")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@permit("programs:feedback", visible_session)
def take(row: ProgramSession) -> Any:
    """Take what somebody says; sent again, the rating is replaced and nothing is doubled."""
    form = FeedbackForm()
    if not form.validate():
        return _page(row, form, status=400 if form.csrf_token.errors else 422)
    if too_fast("feedback", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        db.session.rollback()
        form.form_errors.append(
            _("Many answers came from here. Please send it again in 10 minutes.")
        )
        return _page(row, form, status=429)
    try:
        kept = _keep(row, form)
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return _page(row, form, status=refused.status)
    session["feedback"], session["feedback_event"], session.permanent = kept, row.event_id, True
    return redirect(url_for("programs.feedback_thanks", event_id=row.event_id), 303)


def _keep(row: ProgramSession, form: FeedbackForm) -> int:
    known = feedback.sent_with(form.key)
    if known is None:
        person = current_person().settle()
        known = feedback.give(row.event, person, key=form.key, **form.said())
    number = known.id
    db.session.commit()
    return number


def own_feedback(person: Any, event_id: int) -> Feedback | None:
    """Return what ``person``, or this browser a moment ago, said about a session."""
    row = visible_session(person, event_id)
    if row is None:
        return None
    last = db.session.get(Feedback, session.get("feedback") or 0)
    return last if last and last.event_id == event_id else feedback.given(row.event, person)


@bp.get("/events/<int:event_id>/feedback/thanks")
@permit("programs:feedback", own_feedback)
def feedback_thanks(said: Feedback) -> Any:
    """Thank, hand over the codes of what was written, and lead on."""
    page = render_template(
        "programs/feedback_thanks.html",
        feedback=said,
        program=said.program,
        codes=_codes(said),
        follow=site_url("/follow"),
        next=queries.next_session(said.program),
    )
    return personal(page)


def _codes(said: Feedback) -> list[tuple[str, str]]:
    """Return what each written answer answers, and the code of its opinion."""
    parts = {"good": _("What was good?"), "better": _("What should be different?")}
    written = {part: name for part, name in parts.items() if getattr(said, f"{part}_id")}
    return [(name, code_of(feedback.opinion_key(said, part))) for part, name in written.items()]


@bp.post("/programs/handover")
@permit("programs:feedback")
def handover() -> Any:
    """Forget the visitor of this browser, because somebody else is going to use it."""
    event_id = session.get("feedback_event")
    session.clear()
    if event_id is None:
        return redirect(url_for("programs.index"), 303)
    return redirect(url_for("programs.feedback", event_id=event_id), 303)


def _page(
    row: ProgramSession, form: FeedbackForm, known: Feedback | None = None, status: int = 200
) -> Any:
    session["feedback_event"] = row.event_id
    open_now = feedback.is_open(row.event)
    page = render_template(
        "programs/feedback.html",
        row=row,
        event=row.event,
        program=row.program,
        form=form,
        known=known,
        is_open=open_now,
    )
    return personal(page, status)
