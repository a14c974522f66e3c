"""To report an idea, a comment or a picture."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.limits import too_fast
from forum.ideas.commenting import visible_comment
from forum.ideas.models import Idea, IdeaComment, IdeaPicture
from forum.ideas.picturing import visible_picture
from forum.ideas.queries import visible_idea
from forum.ideas.views import bp
from forum.moderation.forms import HINTS, FlagForm

#: Reports from one address, and from one person, in ten minutes.
PER_ADDRESS = 20
PER_PERSON = 10
MINUTES = 10


@bp.route("/ideas/<int:idea_id>/flag", methods=["GET", "POST"])
@permit("ideas:flag", visible_idea)
def flag(idea: Idea) -> Any:
    """Ask what is wrong with an idea, and take the report."""
    return _report(idea, idea, "idea")


@bp.route("/ideas/comments/<int:comment_id>/flag", methods=["GET", "POST"])
@permit("ideas:flag", visible_comment)
def comment_flag(comment: IdeaComment) -> Any:
    """Ask what is wrong with a comment, and take the report."""
    return _report(comment, comment.idea, "comment")


@bp.route("/ideas/pictures/<int:picture_id>/flag", methods=["GET", "POST"])
@permit("ideas:flag", visible_picture)
def picture_flag(picture: IdeaPicture) -> Any:
    """Ask what is wrong with a picture, and take the report."""
    return _report(picture, picture.idea, "picture")


def _report(subject: Any, idea: Idea, kind: str) -> Any:
    form = FlagForm()
    if request.method == "GET":
        return _page(subject, idea, kind, form)
    if not form.validate():
        return _page(subject, idea, kind, form), 422
    if too_fast("flag", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        form.form_errors.append(
            _("Many reports came from here. Please send it again in 10 minutes.")
        )
        return _page(subject, idea, kind, form), 429
    refused = refusal(form, lambda: _flag(subject, form))
    if refused is not None:
        return _page(subject, idea, kind, form), refused.status
    flash(_("Thank you. A facilitator will look at it."), "success")
    return redirect(url_for("ideas.show", idea_id=idea.id), 303)


def _flag(subject: Any, form: FlagForm) -> None:
    subject.flag(current_person().settle(), form.reason.data, form.note.data)


def _page(subject: Any, idea: Idea, kind: str, form: FlagForm) -> str:
    return render_template(
        "ideas/flag.html", subject=subject, idea=idea, kind=kind, form=form, hints=HINTS
    )
