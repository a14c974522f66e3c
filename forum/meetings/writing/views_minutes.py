"""The minutes for everybody: the version that counts, earlier ones, the print, a withdrawal."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.days import last_day
from forum.core.db import db
from forum.core.i18n import LANGUAGES, language
from forum.core.kept import public_page
from forum.meetings.models import Meeting
from forum.meetings.views import bp
from forum.meetings.writing import (
    minuting,
    queries_minutes,
    tasks,
)
from forum.meetings.writing.commenting import why_no_comments
from forum.meetings.writing.forms_minutes import WithdrawalForm
from forum.meetings.writing.minutes import MinutesVersion
from forum.meetings.writing.minutes_pdf import shown
from forum.meetings.writing.queries_minutes import minuted, version_of


@bp.get("/forums/<int:meeting_id>/minutes")
@public_page(queries_minutes.stamp)
@permit("meetings:read", minuted)
def minutes(meeting: Meeting) -> Any:
    """Show the minutes that count now; staff are led to the draft while there are none."""
    version = minuting.latest_version(meeting)
    if version is None:
        return redirect(url_for("meetings.minutes_draft", meeting_id=meeting.id))
    return _page(version)


@bp.get("/forums/<int:meeting_id>/minutes/<int:number>")
@public_page(queries_minutes.stamp)
@permit("meetings:read", version_of)
def minutes_version(version: MinutesVersion) -> Any:
    """Show the minutes as they were in one version; its address stays."""
    return _page(version)


def _page(version: MinutesVersion) -> Any:
    meeting, found = version.meeting, minuting.minutes_of(version.meeting)
    known = queries_minutes.versions(meeting)
    context = {"meeting": meeting, "version": version, "versions": known, "minutes": found}
    if version.withdrawal is not None:
        return render_template("meetings/minutes_withdrawn.html", **context), 410
    return render_template(
        "meetings/minutes.html",
        **context,
        article=shown(version.page_en if language() == "en" else version.page_hu),
        is_latest=version.id == known[0].id,
        comments=queries_minutes.comments_on(current_person(), meeting),
        closed=why_no_comments(meeting),
        standing=tasks.of_meeting(meeting),
        today=tasks.today(),
        last_day=last_day(found.comments_until) if found and found.comments_until else None,
    )


@bp.get("/forums/<int:meeting_id>/minutes/<int:number>.pdf")
@permit("meetings:read", version_of)
def minutes_pdf(version: MinutesVersion) -> Any:
    """Send the print of a version as it was made, in the language asked for."""
    if version.withdrawal is not None:
        return _page(version)
    asked = request.args.get("language", "")
    lang = asked if asked in LANGUAGES else language()
    name = f"minutes-{version.meeting_id}-{version.number}-{lang}.pdf"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Language",
    }
    content = version.pdf_en if lang == "en" else version.pdf_hu
    return Response(content, content_type="application/pdf", headers=headers)


@bp.get("/forums/<int:meeting_id>/minutes/<int:number>/withdrawal")
@permit("minutes:withdraw", version_of)
def minutes_withdrawing(version: MinutesVersion) -> Any:
    """Ask for the legal reason of a withdrawal."""
    return _withdrawal_page(version, WithdrawalForm())


@bp.post("/forums/<int:meeting_id>/minutes/<int:number>/withdrawal")
@permit("minutes:withdraw", version_of)
def minutes_withdrawal(version: MinutesVersion) -> Any:
    """Withdraw a version for a legal reason."""
    form = WithdrawalForm()
    if not form.validate_on_submit():
        return _withdrawal_page(version, form), 422
    at = {"meeting_id": version.meeting_id, "number": version.number}
    minuting.withdraw(version, current_person(), form.because.data)
    db.session.commit()
    flash(_("The version is withdrawn; the reason is on its page."), "success")
    return redirect(url_for("meetings.minutes_version", **at), 303)


def _withdrawal_page(version: MinutesVersion, form: WithdrawalForm) -> str:
    return render_template(
        "meetings/minutes_withdrawal.html", version=version, meeting=version.meeting, form=form
    )
