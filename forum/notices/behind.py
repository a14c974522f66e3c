"""Who stands behind a decision, a plan or a program: whoever proposed, supported, weighed or said.

Each function takes and gives SQL: pairs of (the number of a thing, a person). So a plan with eighty
candidates and ten thousand people is one statement, and nobody's words are read.
"""

from typing import Any, NamedTuple

from sqlalchemy import Select, literal, select, union, union_all

from forum.ideas.models import Idea, Support
from forum.opinions.models import AGREE, Opinion, Reaction
from forum.planning.models import Decision
from forum.planning.models_candidates import (
    ProgramIdea,
    ProgramNeed,
    candidate_idea,
    candidate_need,
)
from forum.planning.needs.models import NeedIdea, NeedOpinion, NeedTheme
from forum.planning.seasons.models import PlanItem
from forum.themes.models import Membership


class Ground(NamedTuple):
    """What things rest on: pairs (thing, idea), pairs (thing, opinion)."""

    ideas: list[Select[Any]]
    opinions: list[Select[Any]]


def of_decision(decision: Decision) -> Any:
    """Return (number of the decision, person) of everybody behind its theme."""
    opinions = select(literal(decision.id).label("thing"), Membership.opinion_id).where(
        Membership.conversation_id == decision.conversation_id,
        Membership.theme_id == decision.theme_id,
    )
    return _people(Ground([], [opinions]))


def of_plan(plan_id: int) -> Any:
    """Return (number of the plan's item, person) of everybody behind its candidate."""
    items = select(PlanItem.id, PlanItem.candidate_id).where(PlanItem.plan_id == plan_id)
    item = items.subquery("item")
    needs = select(item.c.id.label("thing"), candidate_need.c.need_id).join(
        candidate_need, candidate_need.c.candidate_id == item.c.candidate_id
    )
    ideas = select(item.c.id.label("thing"), candidate_idea.c.idea_id).join(
        candidate_idea, candidate_idea.c.candidate_id == item.c.candidate_id
    )
    return _people(_with(ideas, needs))


def of_program(program_id: int) -> Any:
    """Return (number of the program, person) of everybody behind what it answers."""
    ideas = select(ProgramIdea.program_id.label("thing"), ProgramIdea.idea_id)
    needs = select(ProgramNeed.program_id.label("thing"), ProgramNeed.need_id)
    return _people(
        _with(
            ideas.where(ProgramIdea.program_id == program_id),
            needs.where(ProgramNeed.program_id == program_id),
        )
    )


def _with(ideas: Select[Any], needs: Select[Any]) -> Ground:
    """Add to the ideas what the needs rest on: ideas, themes, and single opinions."""
    need = needs.subquery()
    by_idea = select(need.c.thing, NeedIdea.idea_id).join(
        NeedIdea, NeedIdea.need_id == need.c.need_id
    )
    by_opinion = select(need.c.thing, NeedOpinion.opinion_id).join(
        NeedOpinion, NeedOpinion.need_id == need.c.need_id
    )
    by_theme = (
        select(need.c.thing, Membership.opinion_id)
        .join(NeedTheme, NeedTheme.need_id == need.c.need_id)
        .join(
            Membership,
            (Membership.theme_id == NeedTheme.theme_id)
            & (Membership.conversation_id == NeedTheme.conversation_id),
        )
    )
    return Ground([ideas, by_idea], [by_opinion, by_theme])


def _people(ground: Ground) -> Any:
    """Return (thing, person): authors and supporters of ideas, authors and weighers of opinions."""
    found = [*_of_ideas(ground.ideas), *_of_opinions(ground.opinions)]
    return union(*found).subquery("behind")


def _of_ideas(pairs: list[Select[Any]]) -> list[Select[Any]]:
    """Return the people of ideas and of those merged under them; who took it back is not behind."""
    if not pairs:
        return []
    pair = union_all(*pairs).subquery()
    here = (Idea.id == pair.c.idea_id) | (Idea.lead_id == pair.c.idea_id)
    ideas = select(pair.c.thing, Idea.id, Idea.author_id).join(Idea, here).where(Idea.visible)
    idea = ideas.subquery()
    supported = (
        select(idea.c.thing, Support.person_id)
        .join(Support, Support.idea_id == idea.c.id)
        .where(Support.withdrawn_at.is_(None))
    )
    return [select(idea.c.thing, idea.c.author_id.label("person_id")), supported]


def _of_opinions(pairs: list[Select[Any]]) -> list[Select[Any]]:
    """Return who said the opinions that are shown, and who agreed with them."""
    pair = union_all(*pairs).subquery()
    said = (
        select(pair.c.thing, Opinion.author_id.label("person_id"))
        .join(Opinion, Opinion.id == pair.c.opinion_id)
        .where(Opinion.visible)
    )
    agreed = (
        select(pair.c.thing, Reaction.person_id)
        .join(Opinion, Opinion.id == pair.c.opinion_id)
        .join(Reaction, Reaction.opinion_id == Opinion.id)
        .where(Opinion.visible, Reaction.value == AGREE)
    )
    return [said, agreed]
