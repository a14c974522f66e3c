"""What planners do on the board: each act is one click or key, and one step that can be undone."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import row_number
from forum.core.pages import local_path
from forum.themes import fetching, queries
from forum.themes.board import operations, overview
from forum.themes.board import steps as board
from forum.themes.board.answers import read_answers
from forum.themes.board.operations import codebook_of
from forum.themes.board.views import theme_page
from forum.themes.fetching import Placed
from forum.themes.forms import MergeForm, NameForm, SplitForm
from forum.themes.runs import running as runs
from forum.themes.views import bp


def _back(conversation: Conversation, message: str, category: str = "success") -> Any:
    """Save, say so and go back to where the click was."""
    db.session.commit()
    flash(message, category)
    board_url = url_for("themes.board", conversation_id=conversation.id)
    return redirect(local_path(request.form.get("next"), board_url), 303)


@bp.post("/conversations/<int:conversation_id>/analyses")
@permit("themes:sort", visible_conversation)
def analyse(conversation: Conversation) -> Any:
    """Have the opinions sorted; while that is going on, asking again changes nothing."""
    runs.begin(conversation, by=current_person())
    return _back(conversation, _("The opinions are being sorted."), "info")


@bp.post("/conversations/<int:conversation_id>/opinions/<int:opinion_id>/verdicts")
@permit("themes:sort", fetching.conversation_opinion)
def judge(placed: Placed) -> Any:
    """Say where an opinion belongs."""
    conversation, opinion = placed
    answers = read_answers(request.form, queries.codebook(codebook_of(conversation)))
    kind = "none" if request.form.get("act") == "none" else "sort"
    operations.judge(conversation, opinion, current_person(), answers, kind)
    return _back(conversation, _("Noted: %(reference)s.", reference=opinion.reference))


@bp.post("/conversations/<int:conversation_id>/themes/<int:theme_id>/name")
@permit("themes:sort", fetching.conversation_theme)
def rename(placed: Placed) -> Any:
    """Give a theme other names."""
    conversation, theme = placed
    form = NameForm(theme.project_id, theme)
    if not form.validate():
        return theme_page(placed, naming=form), 422
    words = {"name_hu": form.name_hu.data, "name_en": form.name_en.data}
    operations.rename(conversation, theme, current_person(), words)
    return _back(conversation, _("The theme is now called “%(name)s”.", name=theme.name))


@bp.post("/conversations/<int:conversation_id>/themes/<int:theme_id>/merger")
@permit("themes:sort", fetching.conversation_theme)
def merge(placed: Placed) -> Any:
    """Make two themes one."""
    conversation, theme = placed
    form = MergeForm()
    others = [t for t in queries.codebook(codebook_of(conversation)) if t.id != theme.id]
    overview.offer_merge(form, theme, others)
    if not form.validate():
        return theme_page(placed, merging=form), 422
    into = next(t for t in others if t.id == form.into.data)
    try:
        operations.merge(conversation, theme, into, current_person())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return theme_page(placed, merging=form), 422
    message = _("“%(theme)s” is now part of “%(into)s”.", theme=theme.name, into=into.name)
    flash(message, "success")
    there = {"conversation_id": conversation.id, "theme_id": into.id}
    return redirect(url_for("themes.theme_on_board", **there), 303)


@bp.post("/conversations/<int:conversation_id>/themes/<int:theme_id>/split")
@permit("themes:sort", fetching.conversation_theme)
def split(placed: Placed) -> Any:
    """Make a new theme of chosen opinions."""
    conversation, theme = placed
    form = SplitForm(theme.project_id, prefix="new")
    ticked = request.form.getlist("chosen", type=row_number)
    chosen = queries.chosen_members(theme, conversation, ticked)
    if not form.validate() or not chosen:
        if not chosen:
            form.form_errors.append(_("Please tick the opinions of the new theme first."))
        return theme_page(placed, splitting=form), 422
    names = {"name_hu": form.name_hu.data, "name_en": form.name_en.data}
    new = operations.split(conversation, theme, chosen, current_person(), names)
    said = ngettext(
        "“%(name)s” is a theme of its own now, with %(num)s opinion.",
        "“%(name)s” is a theme of its own now, with %(num)s opinions.",
        len(chosen),
        name=new.name,
    )
    return _back(conversation, said)


@bp.post("/conversations/<int:conversation_id>/proposals/<int:proposal_id>/acceptance")
@permit("themes:sort", fetching.conversation_proposal)
def accept(placed: Placed) -> Any:
    """Make a theme of a proposal, under the name the planner gives it."""
    conversation, proposal = placed
    form = NameForm(codebook_of(conversation))
    if not form.validate():
        return _back(conversation, " ".join(map(str, form.name_hu.errors)), "error")
    theme = operations.accept(conversation, proposal, current_person(), form.name_hu.data)
    return _back(conversation, _("“%(name)s” is in the codebook now.", name=theme.name))


@bp.post("/conversations/<int:conversation_id>/proposals/<int:proposal_id>/rejection")
@permit("themes:sort", fetching.conversation_proposal)
def reject(placed: Placed) -> Any:
    """Turn a proposal down."""
    operations.reject(placed.conversation, placed.thing, current_person())
    return _back(placed.conversation, _("Rejected. This proposal will not come back."))


@bp.post("/conversations/<int:conversation_id>/board/steps/<int:step_id>/undoing")
@permit("themes:sort", fetching.conversation_step)
def undo(placed: Placed) -> Any:
    """Undo a step; when it can't be undone any more, say why."""
    conversation, step = placed
    try:
        board.undo(step, current_person())
    except Refused as refused:
        db.session.rollback()
        return _back(conversation, refused.sentence, "error")
    return _back(conversation, _("Undone: %(step)s", step=overview.told(step)))
