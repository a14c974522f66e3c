"""What people of one part of the city asked for, and what came of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.city.models import Neighbourhood
from forum.core.cells import held
from forum.core.db import db
from forum.core.i18n import in_language
from forum.core.published import published
from forum.ideas.life import Answer
from forum.ideas.models import Idea, idea_neighbourhood
from forum.opinions.models import Opinion
from forum.planning.you_said.chapters import Answered, Chapter, decided, in_english, named
from forum.planning.you_said.deeds import Deed, deeds_of
from forum.planning.you_said.links import Place, inverted, programs_of_ideas, programs_of_themes
from forum.planning.you_said.strands import of_theme
from forum.programs.models import Program, program_neighbourhood
from forum.themes.models import Membership
from forum.themes.publishing import theme_table

#: What one page shows; a sheet of paper has room for fewer (``sheets``).
MOST_STRANDS, MOST_IDEAS, MOST_PROGRAMS = 30, 30, 60
#: States of an idea that are an answer.
ANSWERED = ("accepted", "planned", "delivered", "declined", "elsewhere")


def of_neighbourhood(place: Neighbourhood) -> Chapter:
    """Tell what people of one part of the city asked for, and what came of it."""
    known = {(each.conversation_id, each.theme_id): each for each in decided()}
    here = _people_from(place.id, set(known))
    chosen = sorted(here, key=lambda where: (-here[where], where))[:MOST_STRANDS]
    ideas = _ideas_of(place)
    by_theme = programs_of_themes(chosen)
    by_idea = programs_of_ideas([idea.id for idea in ideas])
    local = _programs_in(place)
    deeds = deeds_of(inverted(by_theme) | inverted(by_idea) | set(local))
    strands = [
        of_theme(known[where], (0, here[where]), named(by_theme.get(where), deeds), in_english())
        for where in chosen
    ]
    told = {deed.id for strand in strands for deed in strand.deeds}
    told |= inverted(by_idea)
    others = [deeds[number] for number in local if number in deeds and number not in told]
    lead = _("What people asked for here, what was decided, and what came of it.")
    return Chapter(
        "neighbourhood",
        place.id,
        place.name,
        lead,
        strands,
        _answered(ideas, by_idea, deeds),
        others,
    )


def _people_from(place_id: int, themes: set[Place]) -> dict[Place, int]:
    """Count the people of one part of the city behind each theme; small numbers are left out.

    As on the page of the theme, a number that could be worked out from the others is left out too.
    """
    people = func.count(func.distinct(Opinion.author_id))
    query = (
        select(Membership.conversation_id, Membership.theme_id, Opinion.neighbourhood_id, people)
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(Opinion.visible)
        .group_by(Membership.conversation_id, Membership.theme_id, Opinion.neighbourhood_id)
    )
    counts: dict[Place, dict[tuple[int | None, str], int]] = defaultdict(dict)
    for conversation, theme, where, number in db.session.execute(query):
        if (conversation, theme) in themes:
            counts[conversation, theme][where, ""] = number
    found = {}
    states = published(theme_table(*theme, "neighbourhood") for theme in counts)
    for theme, cells in counts.items():
        name = theme_table(*theme, "neighbourhood")
        for cell in held(states, name, cells, sum(cells.values())):
            if cell.id == place_id and cell.people:
                found[theme] = cell.people
    return found


def _ideas_of(place: Neighbourhood) -> list[Idea]:
    """Return the answered ideas meant for this part of the city, the best supported first."""
    query = (
        select(Idea)
        .join(idea_neighbourhood, idea_neighbourhood.c.idea_id == Idea.id)
        .where(
            idea_neighbourhood.c.neighbourhood_id == place.id,
            Idea.visible,
            Idea.lead_id.is_(None),
            Idea.state.in_(ANSWERED),
        )
        .order_by(Idea.supports_count.desc(), Idea.id)
    )
    return list(db.session.scalars(query.limit(MOST_IDEAS)).unique())


def _answered(
    ideas: Sequence[Idea], by_idea: Mapping[int, Sequence[int]], deeds: Mapping[int, Deed]
) -> list[Answered]:
    last = select(func.max(Answer.id)).where(Answer.idea_id.in_([idea.id for idea in ideas]))
    answers = db.session.scalars(
        select(Answer).where(Answer.id.in_(last.group_by(Answer.idea_id).scalar_subquery()))
    )
    reasons = {answer.idea_id: in_language(answer, "reason") for answer in answers}
    return [
        Answered(
            idea.title,
            url_for("ideas.show", idea_id=idea.id),
            idea.state,
            idea.state_name,
            reasons.get(idea.id, ""),
            idea.supports_count,
            named(by_idea.get(idea.id), deeds),
        )
        for idea in ideas
    ]


def _programs_in(place: Neighbourhood) -> list[int]:
    """Return the public programs in this part of the city, the newest first."""
    query = (
        select(Program.id)
        .join(program_neighbourhood, program_neighbourhood.c.program_id == Program.id)
        .where(
            program_neighbourhood.c.neighbourhood_id == place.id, Program.announced_at.is_not(None)
        )
        .order_by(Program.announced_at.desc(), Program.id.desc())
    )
    return list(db.session.scalars(query.limit(MOST_PROGRAMS)))
