"""Pictures of an idea: its author adds and removes them, everybody sees them."""

from hashlib import sha256
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.kept import personal
from forum.ideas.forms import PictureForm
from forum.ideas.models import MOST_PICTURES, Idea, IdeaPicture
from forum.ideas.picturing import (
    add_picture,
    draw_sent,
    own_picture,
    pictures_of,
    remove_picture,
    visible_picture,
)
from forum.ideas.queries import visible_idea
from forum.ideas.views import bp


@bp.get("/ideas/<int:idea_id>/pictures")
@permit("ideas:edit", visible_idea)
def pictures(idea: Idea) -> Response:
    """Show the pictures of one's idea, and ask for another."""
    return _page(idea, PictureForm())


@bp.post("/ideas/<int:idea_id>/pictures")
@permit("ideas:edit", visible_idea)
def picture_added(idea: Idea) -> Any:
    """Take a picture."""
    form = PictureForm()
    if not form.validate():
        return _page(idea, form, 422)
    made: list[IdeaPicture] = []
    refused = refusal(form, lambda: made.append(_add(idea, form)))
    if refused is not None:
        return _page(idea, form, refused.status)
    waits = _("Thank you. The picture appears once a facilitator has looked at it.")
    flash(_("The picture is here.") if made[0].visible else waits, "success")
    return redirect(url_for("ideas.pictures", idea_id=idea.id), 303)


def _add(idea: Idea, form: PictureForm) -> IdeaPicture:
    drawn = draw_sent(form.picture.data.read(), current_person().id)
    person = current_person().settle()
    return add_picture(idea, person, drawn, form.alternative.data or "", form.key)


@bp.post("/ideas/pictures/<int:picture_id>/removal")
@permit("ideas:edit_picture", own_picture)
def picture_removal(picture: IdeaPicture) -> Any:
    """Take a picture of one's own idea away."""
    target = url_for("ideas.pictures", idea_id=picture.idea_id)
    return act(lambda: remove_picture(picture), _("The picture is gone."), target)


@bp.get("/ideas/pictures/<int:picture_id>")
@permit("ideas:read", visible_picture)
def picture(found: IdeaPicture) -> Response:
    """Send a picture, or its small version."""
    small = request.args.get("size") == "small"
    content = found.small if small else found.content
    if not content:
        abort(404)
    headers = {
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        # A browser keeps it, and asks each time: a face that was covered, or a picture that was
        # hidden, is not shown again from what it kept. Mostly the answer is a bare 304.
        "Cache-Control": "private, no-cache",
        "ETag": f'"{sha256(content).hexdigest()[:32]}"',
    }
    answer = Response(content, mimetype=found.media_type, headers=headers)
    return answer.make_conditional(request)


def _page(idea: Idea, form: PictureForm, status: int = 200) -> Response:
    shown = pictures_of([idea.id])[idea.id]
    page = render_template(
        "ideas/pictures.html",
        idea=idea,
        form=form,
        pictures=shown,
        room_left=len(shown) < MOST_PICTURES,
    )
    return personal(page, status)
