"""Pages of decisions: the planner's form, the page of a theme, the list of what was decided."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.conversations import queries as conversations
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.kept import public_page
from forum.opinions.placing import told_places
from forum.planning import models, queries
from forum.planning.forms import LONGEST, DecisionForm
from forum.planning.queries import Subject
from forum.themes import queries as themes
from forum.themes import statistics
from forum.themes.board.views import asked_for

bp = Blueprint("planning", __name__)


@bp.get("/decisions")
@public_page(conversations.stamp)
@permit("planning:read")
def index() -> str:
    """List what was decided, the newest first."""
    return render_template("planning/index.html", page=queries.latest())


@bp.get("/conversations/<int:conversation_id>/themes/<int:theme_id>/decision")
@permit("planning:decide", queries.subject)
def decide(subject: Subject) -> Any:
    """Show the form beside what there is to decide on."""
    return _form_page(subject, DecisionForm(subject.decision))


@bp.post("/conversations/<int:conversation_id>/themes/<int:theme_id>/decision")
@permit("planning:decide", queries.subject)
def record(subject: Subject) -> Any:
    """Record the decision."""
    conversation, theme, former = subject
    form = DecisionForm(former)
    if not form.validate():
        return _form_page(subject, form), 422
    told = form.choice.data, form.values(), form.seen_id
    try:
        models.decide(conversation, theme, current_person(), *told)
    except models.Overtaken as late:
        return _overtaken(subject, form, late.sentence)
    db.session.commit()
    flash(_("The decision is public now."), "success")
    there = {"conversation_id": conversation.id, "theme_id": theme.id}
    return redirect(url_for("planning.theme", **there), 303)


def _overtaken(subject: Subject, form: DecisionForm, sentence: str) -> Any:
    """Show the other's decision beside the planner's text; nothing typed is lost."""
    conversation, theme, _former = subject
    present = subject._replace(decision=models.in_force(conversation, theme))
    form.see(present.decision)
    form.form_errors.append(sentence)
    return _form_page(present, form), 422


def _form_page(subject: Subject, form: DecisionForm) -> str:
    conversation, theme, decision = subject
    (figures,) = statistics.theme_figures(conversation, internal=True, theme=theme)
    return render_template(
        "planning/decide.html",
        conversation=conversation,
        theme=theme,
        decision=decision,
        form=form,
        figures=figures,
        former=queries.former(conversation, theme),
        longest=LONGEST,
        least=statistics.LEAST_WEIGHINGS,
    )


def _stamp(conversation_id: int, **_theme: int) -> object:
    return conversations.stamp(conversation_id)


@bp.get("/conversations/<int:conversation_id>/themes/<int:theme_id>")
@public_page(_stamp)
@permit("themes:read", queries.public_subject)
def theme(subject: Subject) -> str:
    """Show a theme to everybody: what was heard, decided and said."""
    conversation, shown, decision = subject
    (figures,) = statistics.theme_figures(conversation, theme=shown)
    choice = _told(asked_for(), figures, conversation.id)
    return render_template(
        "planning/theme.html",
        conversation=conversation,
        theme=shown,
        decision=decision,
        figures=figures,
        choice=choice,
        page=themes.members(conversation, shown, choice),
        former=queries.former(conversation, shown),
        least=statistics.LEAST_WEIGHINGS,
    )


def _told(choice: themes.Choice, figures: statistics.ThemeFigures, talk: int) -> themes.Choice:
    """Return the choice as far as it stands beside the opinions: their places, never an age."""
    places = {cell.id for cell in figures.by_neighbourhood if not cell.suppressed}
    told = places & told_places(talk)
    chosen = choice.neighbourhood_id
    return themes.Choice(chosen if chosen in told else None, None)
