"""The pages of whoever writes minutes: the texts, the preview, sending for comment, approving."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import can, current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.i18n import language
from forum.meetings.models import Meeting
from forum.meetings.views import bp
from forum.meetings.writing import (
    editing,
    minuting,
)
from forum.meetings.writing.dossier import compile_minutes, digest, hidden_opinions
from forum.meetings.writing.forms_minutes import ApprovalForm, MinutesForm, OpeningForm
from forum.meetings.writing.gathering import gather
from forum.meetings.writing.minutes_pdf import article
from forum.meetings.writing.queries_minutes import drafted
from forum.meetings.writing.reading_minutes import read


@bp.get("/forums/<int:meeting_id>/minutes/draft")
@permit("meetings:manage", drafted)
def minutes_draft(meeting: Meeting) -> str:
    """Show the texts of the minutes to work on, item by item."""
    if not meeting.was_held:
        return render_template("meetings/minutes_early.html", meeting=meeting)
    found = minuting.grown(meeting)
    parts = editing.parts_of(found, meeting, current_person())
    return _editor(meeting, MinutesForm.of(parts), parts)


def _editor(meeting: Meeting, form: MinutesForm, parts: list[editing.Part], **more: Any) -> str:
    return render_template(
        "meetings/minutes_draft.html",
        meeting=meeting,
        minutes=minuting.grown(meeting),
        form=form,
        texts=form.by_key(),
        parts=parts,
        noted=gather(meeting),
        **more,
    )


@bp.post("/forums/<int:meeting_id>/minutes/draft")
@permit("meetings:manage", drafted)
def minutes_saved(meeting: Meeting) -> Any:
    """Save what was typed; what a colleague changed meanwhile comes back with both texts."""
    form, person = MinutesForm(), current_person()
    parts = editing.parts_of(minuting.grown(meeting), meeting, person)
    if not (form.validate_on_submit() and form.fits(parts)):
        form.offer(parts)
        return _editor(meeting, form, parts), 422
    came = {int(text) for text in request.form.getlist("came") if text.isdecimal()}
    try:
        overtaken = editing.save(meeting, person, form.typed(), came)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(str(refused.sentence))
        form.offer(parts)
        return _editor(meeting, form, parts), refused.status
    parts = editing.parts_of(minuting.grown(meeting), meeting, person)
    lost = form.lost(parts)
    if overtaken or lost:
        form.offer(parts)
        form.see(parts)
        saved = {part.key: part.text for part in parts if part.key in overtaken}
        return _editor(meeting, form, parts, saved=saved, lost=lost), 409
    flash(_("The minutes are saved."), "success")
    return redirect(url_for("meetings.minutes_draft", meeting_id=meeting.id), 303)


@bp.get("/forums/<int:meeting_id>/minutes/preview")
@permit("meetings:manage", drafted)
def minutes_preview(meeting: Meeting) -> str:
    """Show the minutes as they would be sent or approved now, and offer that."""
    if not meeting.was_held:
        return render_template("meetings/minutes_early.html", meeting=meeting)
    return _preview(meeting)


def _preview(meeting: Meeting, form: ApprovalForm | None = None) -> str:
    found = minuting.grown(meeting)
    content, latest = compile_minutes(found, meeting), minuting.latest_version(meeting)
    seen = digest(content)
    blank = form or _approval_form(meeting, formdata=None)
    blank.looked_at.data, blank.looked_at.raw_data = seen, None
    return render_template(
        "meetings/minutes_preview.html",
        meeting=meeting,
        minutes=found,
        unchanged=latest is not None
        and latest.state == "approved"
        and latest.content_digest == seen,
        opening=OpeningForm(formdata=None, looked_at=seen),
        form=blank,
        obstacle=minuting.why_not_approved(meeting, found),
        unanswered=minuting.unanswered(meeting),
        unshown=hidden_opinions(content),
        may_approve=can(current_person(), "minutes:approve", meeting),
        article=article(read(content, language())),
    )


def _approval_form(meeting: Meeting, **more: Any) -> ApprovalForm:
    form = ApprovalForm(**more)
    if minuting.grown(meeting).approved_at is not None:
        form.ask_why()
    return form


@bp.post("/forums/<int:meeting_id>/minutes/opening")
@permit("meetings:manage", drafted)
def minutes_opening(meeting: Meeting) -> Any:
    """Send the minutes for comment."""
    form, at = OpeningForm(), {"meeting_id": meeting.id}
    if not form.validate_on_submit():
        return _preview(meeting), 422
    try:
        minuting.open_for_comment(meeting, current_person(), form.looked_at.data)
        db.session.commit()
    except Refused as refused:
        return _back(at, refused)
    flash(_("The minutes are open for comment; those who registered are written to."), "success")
    return redirect(url_for("meetings.minutes", **at), 303)


@bp.post("/forums/<int:meeting_id>/minutes/approval")
@permit("minutes:approve", drafted)
def minutes_approval(meeting: Meeting) -> Any:
    """Approve the minutes for good, or correct them with a reason."""
    form, at = _approval_form(meeting), {"meeting_id": meeting.id}
    if not form.validate_on_submit():
        return _preview(meeting, form), 422
    try:
        version = minuting.approve(
            meeting, current_person(), form.looked_at.data, form.because.data or ""
        )
        said = _("Version %(number)s of the minutes is approved.", number=version.number)
        db.session.commit()
    except Refused as refused:
        return _back(at, refused)
    flash(said, "success")
    return redirect(url_for("meetings.minutes", **at), 303)


def _back(at: dict[str, int], refused: Refused) -> Any:
    """Tell why it cannot be done now, beside the minutes as they are."""
    db.session.rollback()
    flash(str(refused.sentence), "error")
    return redirect(url_for("meetings.minutes_preview", **at), 303)
