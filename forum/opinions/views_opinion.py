"""An opinion's own page; its author may change it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import can, current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import tidy
from forum.core.kept import has_session, personal, public_page
from forum.core.limits import too_many
from forum.moderation import queries as moderation
from forum.opinions import following
from forum.opinions.forms import EditForm
from forum.opinions.models import Opinion
from forum.opinions.queries import own_opinion, stamp, visible_opinion, weighings_of
from forum.opinions.views import bp, unless_denied

#: Changes of one person's words in ten minutes.
EDITS = 20
MINUTES = 10


@bp.get("/opinions/<int:opinion_id>")
@public_page(stamp)
@permit("opinions:read", visible_opinion)
def show(opinion: Opinion) -> Any:
    """Show an opinion and what became of it; its author and staff see more."""
    person = current_person()
    own, staff = (can(person, name, opinion) for name in ("opinions:thanks", "moderation:act"))
    page = render_template(
        "opinions/show.html",
        opinion=opinion,
        conversation=opinion.conversation,
        own=own,
        staff=staff,
        chain=following.chain(opinion, everybody=not own),
        hiding=None if opinion.visible else opinion.hiding,
        may_send=has_session(),
        mine=weighings_of(person, [opinion.id]).get(opinion.id),
        reports=moderation.reports_on(opinion) if staff else None,
    )
    return page if opinion.visible else personal(page)


def _settled(opinion_id: int) -> Any:
    """Tell an author why the words can't change any more, and give the new ones back."""
    opinion = own_opinion(current_person(), opinion_id)
    if opinion is None:
        return None
    return _settled_page(opinion), 403


def _settled_page(opinion: Opinion) -> str:
    return render_template(
        "opinions/settled.html",
        opinion=opinion,
        conversation=opinion.conversation,
        text=tidy(request.form.get("text")),
    )


@bp.get("/opinions/<int:opinion_id>/edit")
@unless_denied(_settled)
@permit("opinions:edit", visible_opinion)
def edit(opinion: Opinion) -> Any:
    """Let the author change the words."""
    form = EditForm(obj=opinion)
    return personal(render_template("opinions/edit.html", opinion=opinion, form=form))


@bp.post("/opinions/<int:opinion_id>/edit")
@unless_denied(_settled)
@permit("opinions:edit", visible_opinion)
def edited(opinion: Opinion) -> Any:
    """Take the new words; they come back if somebody has weighed the old ones meanwhile."""
    form = EditForm()
    if not form.validate():
        return render_template("opinions/edit.html", opinion=opinion, form=form), 422
    if too_many("edit", f"person {current_person().id}", EDITS, MINUTES):
        form.form_errors.append(
            _("You have changed your words many times. Please send it again in 10 minutes.")
        )
        return render_template("opinions/edit.html", opinion=opinion, form=form), 429
    try:
        opinion.edit(current_person().settle(), form.text.data)
    except Refused:
        db.session.rollback()
        return _settled_page(opinion), 409
    db.session.commit()
    waits = _("Your new words are here. They appear once a facilitator has looked at them.")
    flash(waits if opinion.waiting else _("Your new words are here."), "success")
    return redirect(url_for("opinions.show", opinion_id=opinion.id), 303)
