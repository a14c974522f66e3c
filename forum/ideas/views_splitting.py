"""To make an idea of its own from a part of another."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.ideas.forms_office import SplitForm
from forum.ideas.models import Idea
from forum.ideas.proposing import sent_with
from forum.ideas.queries import split_off, visible_idea
from forum.ideas.splitting import split
from forum.ideas.views import bp


@bp.get("/ideas/<int:idea_id>/splitting")
@permit("ideas:answer", visible_idea)
def splitting(idea: Idea) -> str:
    """Ask for the words of the part; those of the whole stand there to be shortened."""
    return _page(idea, SplitForm(title=idea.title, text=idea.text))


@bp.post("/ideas/<int:idea_id>/splitting")
@permit("ideas:answer", visible_idea)
def split_now(idea: Idea) -> Any:
    """Make the part an idea; a form sent twice makes one."""
    form = SplitForm()
    if not form.validate_on_submit():
        return _page(idea, form), 422
    refused = refusal(form, lambda: _do(idea, form))
    if refused is not None:
        return _page(idea, form), refused.status
    part = sent_with(form.key)
    assert part is not None
    said = _("%(reference)s is an idea of its own now.", reference=part.reference)
    flash(said, "success")
    return redirect(url_for("ideas.show", idea_id=part.id), 303)


def _do(idea: Idea, form: SplitForm) -> Idea:
    words = form.title.data, form.text.data, form.because.data
    return split(idea, current_person(), form.key, *words)


def _page(idea: Idea, form: SplitForm) -> str:
    return render_template("ideas/splitting.html", idea=idea, form=form, parts=split_off(idea))
