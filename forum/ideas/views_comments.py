"""To say what speaks for an idea, or against it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.limits import too_fast
from forum.ideas.commenting import comment as say
from forum.ideas.forms import CommentForm
from forum.ideas.models import SIDES, Idea, IdeaComment
from forum.ideas.queries import visible_idea
from forum.ideas.views import bp

PER_ADDRESS = 120
PER_PERSON = 20
MINUTES = 10


@bp.get("/ideas/<int:idea_id>/comments/new")
@permit("ideas:support", visible_idea)
def comment(idea: Idea) -> str:
    """Ask what speaks for the idea, or against it."""
    side = request.args.get("side")
    return _page(idea, CommentForm(side=side if side in SIDES else None).of(current_person()))


@bp.post("/ideas/<int:idea_id>/comments/new")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@permit("ideas:support", visible_idea)
def commented(idea: Idea) -> Any:
    """Take a comment."""
    form = CommentForm().of(current_person())
    if not form.validate():
        return _page(idea, form), 400 if form.csrf_token.errors else 422
    if too_fast("comment", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        form.form_errors.append(
            _("Many comments came from here. Please send it again in 10 minutes.")
        )
        return _page(idea, form), 429
    made: list[IdeaComment] = []
    refused = refusal(form, lambda: made.append(_say(idea, form)))
    if refused is not None:
        return _page(idea, form), refused.status
    waits = _("Thank you. Your comment appears once a facilitator has looked at it.")
    flash(_("Thank you. Everybody can read it now.") if made[0].visible else waits, "success")
    return redirect(url_for("ideas.show", idea_id=idea.id, _anchor="comments"), 303)


def _say(idea: Idea, form: CommentForm) -> IdeaComment:
    person = current_person().settle()
    signed = form.signed(form.signature.data)
    row = say(idea, person, form.side.data, form.text.data, form.key, signed)
    form.note_consent(person)
    return row


def _page(idea: Idea, form: CommentForm) -> str:
    return render_template("ideas/comment.html", idea=idea, form=form)
