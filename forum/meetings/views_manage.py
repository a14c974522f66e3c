"""A facilitator's pages about a forum: drafting and changing it, and announcing its event."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.accounts.queries import colleagues
from forum.conversations import queries as conversations
from forum.conversations.models import Conversation
from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.db import db
from forum.meetings.drafting import draft, revise
from forum.meetings.forms import MeetingForm
from forum.meetings.guides import PREPARING
from forum.meetings.models import Meeting
from forum.meetings.queries import visible_meeting
from forum.meetings.views import bp


def _form(meeting: Meeting | None = None, **kwargs: Any) -> MeetingForm:
    return MeetingForm(colleagues(), _talks(), meeting, **kwargs)


def _talks() -> list[Conversation]:
    """Return the conversations a forum may feed, the newest first."""
    query = conversations.questions_to(current_person()).order_by(Conversation.id.desc())
    return list(db.session.scalars(query.limit(100)).unique())


def _page(form: MeetingForm, meeting: Meeting | None = None, status: int = 200) -> Any:
    page = render_template(
        "meetings/edit.html" if meeting else "meetings/new.html",
        form=form,
        meeting=meeting,
        preparing=PREPARING,
    )
    return page, status


@bp.get("/forums/new")
@permit("meetings:manage")
def new() -> Any:
    """Ask for a new forum."""
    return _page(_form(data={"facilitator": current_person().id}))


@bp.post("/forums/new")
@permit("meetings:manage")
def create() -> Any:
    """Draft a forum with the agenda of its type; a form sent twice drafts one."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form, status=422)
    values = form.values(), form.meeting_values(), form.named_guests()
    meeting = draft(current_person(), form.key, *values)
    db.session.commit()
    flash(_("The draft is saved. Look through its agenda, then announce it."), "success")
    return redirect(url_for("meetings.agenda", meeting_id=meeting.id), 303)


@bp.get("/forums/<int:meeting_id>/edit")
@permit("meetings:manage", visible_meeting)
def edit(meeting: Meeting) -> Any:
    """Ask what to change."""
    return _page(_form(meeting, formdata=None), meeting)


@bp.post("/forums/<int:meeting_id>/edit")
@permit("meetings:manage", visible_meeting)
def update(meeting: Meeting) -> Any:
    """Change a forum and its event."""
    form = _form(meeting)
    if not form.validate_on_submit():
        return _page(form, meeting, 422)
    guests, seen = form.named_guests(), form.seen_version
    words = form.values(), form.meeting_values()
    refused = refusal(form, lambda: revise(meeting, current_person(), *words, guests, seen))
    if refused:
        return _page(form, meeting, refused.status)
    flash(_("The changes are saved."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


@bp.post("/forums/<int:meeting_id>/announcing")
@permit("meetings:manage", visible_meeting)
def announcing(meeting: Meeting) -> Any:
    """Let residents see the forum and register for it."""
    said = _("The forum is announced: everybody can see it and register.")
    target = url_for("meetings.show", meeting_id=meeting.id)
    return act(lambda: meeting.announce(by=current_person()), said, target)
