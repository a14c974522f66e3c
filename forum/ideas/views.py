"""The ideas everybody reads: the list, an idea's page, and similar ones while typing."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from forum.core.access import can, current_person, permit
from forum.core.forms import tidy
from forum.core.kept import has_session, personal, public_page
from forum.ideas import extensions, following, presenters
from forum.ideas.commenting import ALL, SHOWN, comments_on
from forum.ideas.forms_list import FilterForm
from forum.ideas.models import Idea
from forum.ideas.picturing import pictures_of
from forum.ideas.queries import (
    Choice,
    counts_by_state,
    merged_under,
    page_of,
    similar_to,
    split_off,
    stamp,
    visible_idea,
)
from forum.ideas.supporting import support_of
from forum.moderation import queries as moderation

bp = Blueprint("ideas", __name__)


@bp.get("/ideas")
@public_page(stamp)
@permit("ideas:read")
def index() -> str:
    """Show what residents propose, as the reader chooses and orders it."""
    form = FilterForm()
    choice = form.choice()
    page = page_of(choice)
    return render_template(
        "ideas/index.html",
        form=form,
        choice=choice,
        chosen=choice != Choice(),
        page=page,
        pictures=presenters.first_pictures(page.items),
        counts=counts_by_state(),
    )


@bp.get("/ideas/<int:idea_id>")
@public_page(stamp)
@permit("ideas:read", visible_idea)
def show(idea: Idea) -> Any:
    """Show an idea, who supports it, what is said about it and what became of it."""
    if idea.is_erased:
        answers = following.answers_of([idea.id]).get(idea.id, [])
        return personal(render_template("ideas/erased.html", idea=idea, answers=answers))
    person = current_person()
    most = ALL if request.args.get("comments") == "all" else SHOWN
    own, staff = can(person, "ideas:edit", idea), can(person, "moderation:act", idea)
    page = render_template(
        "ideas/show.html",
        idea=idea,
        own=own,
        staff=staff,
        may_send=has_session(),
        mine=support_of(idea, person),
        pictures=pictures_of([idea.id])[idea.id],
        comments=comments_on(idea, most),
        answers=following.answers_of([idea.id]).get(idea.id, []),
        chain=following.chain(idea, everybody=not own),
        life=presenters.life_of(idea),
        helps=presenters.offers_of(idea),
        facts=presenters.facts_of(idea),
        merged=merged_under(idea),
        parts=split_off(idea),
        sections=extensions.sections(person, idea),
        tools=extensions.tools(person, idea),
        hiding=None if idea.visible else idea.hiding,
        reports=moderation.reports_on(idea) if staff else None,
    )
    return page if idea.visible else personal(page)


@bp.get("/ideas/similar")
@permit("ideas:propose")
def similar() -> Response:
    """Answer with similar ideas as a piece of a page, while somebody is typing."""
    found = similar_to(tidy(request.args.get("title")), tidy(request.args.get("text")))
    return personal(render_template("ideas/_similar.html", similar=found))
