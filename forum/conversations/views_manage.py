"""A facilitator's pages: drafting, editing, and the acts of opening, prolonging and closing."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.conversations.forms import ConversationForm, ProlongForm, ReasonForm
from forum.conversations.models import Conversation
from forum.conversations.queries import sent_with, visible_conversation
from forum.conversations.views import bp
from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.days import end_of
from forum.core.db import db
from forum.moderation.assigning.models import assign_creator


@bp.get("/new")
@permit("conversations:manage")
def new() -> str:
    """Ask for a new conversation."""
    return render_template("conversations/new.html", form=ConversationForm())


@bp.post("/new")
@permit("conversations:manage")
def create() -> Any:
    """Draft a conversation; a form sent twice drafts one."""
    form = ConversationForm()
    if not form.validate_on_submit():
        return render_template("conversations/new.html", form=form), 422
    conversation = sent_with(form.key) or _draft(form)
    flash(_("The draft is saved. Only the office can see it until you open it."), "success")
    return _to(conversation)


def _draft(form: ConversationForm) -> Conversation:
    conversation = Conversation(submit_key=form.key)
    try:
        conversation.draft(current_person(), form.values(), form.days())
        assign_creator(conversation, current_person())
        db.session.commit()
    except IntegrityError:  # the same form arrived in parallel and won
        db.session.rollback()
        return sent_with(form.key) or abort(409)
    return conversation


@bp.get("/<int:conversation_id>/edit")
@permit("conversations:manage", visible_conversation)
def edit(conversation: Conversation) -> str:
    """Ask what to change, and offer the acts."""
    return _page(conversation)


@bp.post("/<int:conversation_id>/edit")
@permit("conversations:manage", visible_conversation)
def update(conversation: Conversation) -> Any:
    """Change a conversation."""
    form = ConversationForm(conversation)
    if not form.validate_on_submit():
        return _page(conversation, form=form), 422
    if refusal(form, lambda: conversation.edit(current_person(), form.values(), form.days())):
        return _page(conversation, form=form), 422
    flash(_("The changes are saved."), "success")
    return _to(conversation)


@bp.post("/<int:conversation_id>/opening")
@permit("conversations:manage", visible_conversation)
def opening(conversation: Conversation) -> Any:
    """Put the question before the residents."""
    said = _("The conversation is open: everybody can see it.")
    return _act(conversation, conversation.open, said)


@bp.post("/<int:conversation_id>/closing")
@permit("conversations:manage", visible_conversation)
def closing(conversation: Conversation) -> Any:
    """End the conversation before its dates."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(conversation, closing=form), 422
    said = _("The conversation is closed; the reason is on its page and in the log.")
    return _act(conversation, conversation.close, said, because=form.because.data)


@bp.post("/<int:conversation_id>/reopening")
@permit("conversations:manage", visible_conversation)
def reopening(conversation: Conversation) -> Any:
    """Undo a closing."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(conversation, closing=form), 422
    said = _("The conversation goes on.")
    return _act(conversation, conversation.reopen, said, because=form.because.data)


@bp.post("/<int:conversation_id>/prolonging")
@permit("conversations:manage", visible_conversation)
def prolonging(conversation: Conversation) -> Any:
    """Move the last day of a phase."""
    form = ProlongForm(conversation)
    if not form.validate_on_submit():
        return _page(conversation, prolonging=form), 422
    until = end_of(form.until.data)
    said = _("The new last day is set.")
    return _act(conversation, conversation.prolong, said, kind=form.phase.data, until=until)


def _act(conversation: Conversation, verb: Callable[..., Any], said: str, **details: Any) -> Any:
    """Do ``verb`` and lead to the conversation; a refusal is told there."""
    target = url_for("conversations.show", conversation_id=conversation.id)
    return act(lambda: verb(by=current_person(), **details), said, target)


def _page(conversation: Conversation, **forms: Any) -> str:
    """Show the form and the acts; ``forms`` are those that need another look."""
    blank = {
        "form": lambda: ConversationForm(conversation, formdata=None),
        "closing": lambda: ReasonForm(formdata=None),
        "prolonging": lambda: ProlongForm(conversation, formdata=None),
    }
    shown = {name: forms.get(name) or make() for name, make in blank.items()}
    return render_template("conversations/edit.html", conversation=conversation, **shown)


def _to(conversation: Conversation) -> Any:
    return redirect(url_for("conversations.show", conversation_id=conversation.id), 303)
