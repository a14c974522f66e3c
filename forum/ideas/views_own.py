"""One's own ideas: the list of them, and changing one that nobody supports yet."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.kept import personal
from forum.core.limits import too_many
from forum.core.pages import paginate
from forum.ideas import following
from forum.ideas.forms_proposing import EditForm
from forum.ideas.models import Idea
from forum.ideas.proposing import SETTLED
from forum.ideas.proposing import edit as change
from forum.ideas.queries import by_author, supported_by, visible_idea
from forum.ideas.views import bp

#: Ideas on one page of one's own; each is told with its whole chain.
PER_PAGE = 10
EDITS, MINUTES = 20, 10


@bp.get("/account/ideas")
@permit("ideas:own")
def mine() -> Any:
    """Show the ideas somebody proposed and what became of them, and those they support."""
    page = paginate(by_author(current_person()), per_page=PER_PAGE)
    return personal(
        render_template(
            "ideas/mine.html",
            page=page,
            chains=following.chains(page.items),
            supported=supported_by(current_person()),
        )
    )


@bp.get("/ideas/<int:idea_id>/edit")
@permit("ideas:edit", visible_idea)
def edit(idea: Idea) -> Any:
    """Let the author change the idea while nobody supports it."""
    if idea.is_settled:
        flash(str(SETTLED), "info")
        return redirect(url_for("ideas.show", idea_id=idea.id), 303)
    return _page(idea, EditForm(idea=idea))


@bp.post("/ideas/<int:idea_id>/edit")
@permit("ideas:edit", visible_idea)
def edited(idea: Idea) -> Any:
    """Take the changes; they come back if somebody supports the idea meanwhile."""
    form = EditForm()
    if not form.validate():
        return _page(idea, form, 422)
    person = current_person()
    if too_many("edit", f"person {person.id}", EDITS, MINUTES):
        form.form_errors.append(_("You have changed it many times. Please try in 10 minutes."))
        return _page(idea, form, 429)
    refused = refusal(form, lambda: change(idea, person.settle(), form.proposal()))
    if refused is not None:
        return _page(idea, form, refused.status)
    flash(_("Your changes are here."), "success")
    return redirect(url_for("ideas.show", idea_id=idea.id), 303)


def _page(idea: Idea, form: EditForm, status: int = 200) -> Any:
    return personal(render_template("ideas/edit.html", idea=idea, form=form), status)
