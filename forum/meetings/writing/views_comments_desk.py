"""What staff may do with a comment on minutes: hide, restore, let through, leave as it is."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.pages import local_path
from forum.meetings.views import bp
from forum.meetings.writing.minutes import MinutesComment
from forum.meetings.writing.queries_minutes import moderated_comment
from forum.meetings.writing.reviewing_comments import place
from forum.moderation.forms import HINTS, HideForm, RestoreForm
from forum.moderation.models import REASONS
from forum.moderation.queries import reports_on


def _origin(row: MinutesComment) -> str:
    """Return where the facilitator came from, a page of this site."""
    return local_path(request.values.get("next"), place(row))


def _back(row: MinutesComment, done: object, sentence: str) -> Any:
    """Tell what was done, or that a colleague was faster, and go back."""
    target = _origin(row)
    db.session.commit()
    flash(
        sentence if done else _("A colleague has done it already."), "success" if done else "info"
    )
    return redirect(target, 303)


@bp.get("/forums/comments/<int:comment_id>/hiding")
@permit("meetings:manage", moderated_comment)
def comment_hide(comment: MinutesComment) -> Any:
    """Ask why a comment should be hidden."""
    asked = request.args.get("reason")
    form = HideForm(next=request.args.get("next"), reason=asked if asked in REASONS else None)
    return _hiding_page(comment, form)


@bp.post("/forums/comments/<int:comment_id>/hiding")
@permit("meetings:manage", moderated_comment)
def comment_hiding(comment: MinutesComment) -> Any:
    """Hide a comment with a reason."""
    form = HideForm()
    if not form.validate():
        return _hiding_page(comment, form), 422
    done = comment.hide(current_person(), form.reason.data, form.because.data)
    said = _("%(reference)s is hidden.", reference=comment.reference)
    return _back(comment, done, said)


def _hiding_page(comment: MinutesComment, form: HideForm) -> str:
    return render_template(
        "meetings/comment_hiding.html",
        comment=comment,
        form=form,
        hints=HINTS,
        reports=reports_on(comment),
        back=_origin(comment),
    )


@bp.get("/forums/comments/<int:comment_id>/restoring")
@permit("meetings:manage", moderated_comment)
def comment_restore(comment: MinutesComment) -> Any:
    """Ask why a hidden comment should appear again."""
    return _restoring_page(comment, RestoreForm(next=request.args.get("next")))


@bp.post("/forums/comments/<int:comment_id>/restoring")
@permit("meetings:manage", moderated_comment)
def comment_restoring(comment: MinutesComment) -> Any:
    """Show a hidden comment again."""
    form = RestoreForm()
    if not form.validate():
        return _restoring_page(comment, form), 422
    done = comment.restore(current_person(), form.because.data)
    return _back(comment, done, _("%(reference)s appears again.", reference=comment.reference))


def _restoring_page(comment: MinutesComment, form: RestoreForm) -> str:
    return render_template(
        "meetings/comment_restoring.html", comment=comment, form=form, back=_origin(comment)
    )


@bp.post("/forums/comments/<int:comment_id>/approval")
@permit("meetings:manage", moderated_comment)
def comment_approval(comment: MinutesComment) -> Any:
    """Let a waiting comment appear."""
    done = comment.approve(current_person())
    return _back(comment, done, _("%(reference)s appears now.", reference=comment.reference))


@bp.post("/forums/comments/<int:comment_id>/leaving")
@permit("meetings:manage", moderated_comment)
def comment_leaving(comment: MinutesComment) -> Any:
    """Close the reports of a comment and leave it as it is."""
    done = comment.leave(current_person())
    return _back(comment, done, _("%(reference)s stays as it is.", reference=comment.reference))
