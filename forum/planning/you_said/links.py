"""Which programs answer which themes and ideas, by needs and by published plans."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, select, tuple_, union

from forum.core.db import db
from forum.ideas.models import Idea
from forum.planning.models_candidates import Candidate, ProgramIdea, ProgramNeed
from forum.planning.needs.models import Need, NeedTheme
from forum.planning.seasons.models import PlanItem, PlanItemTheme, PlanPublication
from forum.planning.seasons.withdrawing import not_withdrawn
from forum.programs.models import Program

#: A theme of a conversation: the numbers of both.
Place = tuple[int, int]


def programs_of_themes(places: Iterable[Place]) -> dict[Place, list[int]]:
    """Return the public programs that answer each theme, the first announced first."""
    wanted = set(places)
    if not wanted:
        return {}
    by_need = (
        select(NeedTheme.conversation_id, NeedTheme.theme_id, ProgramNeed.program_id)
        .join(ProgramNeed, ProgramNeed.need_id == NeedTheme.need_id)
        .join(Need, Need.id == NeedTheme.need_id)
        .where(
            Need.published_at.is_not(None),
            tuple_(NeedTheme.conversation_id, NeedTheme.theme_id).in_(wanted),
        )
    )
    by_plan = (
        select(PlanItemTheme.conversation_id, PlanItemTheme.theme_id, Candidate.program_id)
        .join(PlanItem, PlanItem.id == PlanItemTheme.item_id)
        .join(PlanPublication, PlanPublication.plan_id == PlanItem.plan_id)
        .join(Candidate, Candidate.id == PlanItem.candidate_id)
        .where(
            tuple_(PlanItemTheme.conversation_id, PlanItemTheme.theme_id).in_(wanted),
            not_withdrawn(),
        )
    )
    found: dict[Place, list[int]] = defaultdict(list)
    for conversation, theme, program in _public(by_need, by_plan):
        found[conversation, theme].append(program)
    return found


def programs_of_ideas(idea_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the public programs made of each idea, or of the one it was put under."""
    ids = set(idea_ids)
    if not ids:
        return {}
    own = select(Idea.id, Idea.id, ProgramIdea.program_id).join(
        ProgramIdea, (ProgramIdea.idea_id == Idea.id) | (ProgramIdea.idea_id == Idea.lead_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for idea, _same, program in _public(own.where(Idea.id.in_(ids))):
        found[idea].append(program)
    return found


def _public(*queries: Select[Any]) -> Iterable[Any]:
    """Return the rows (two numbers, a program) whose program everybody can see, each once."""
    rows = union(*queries).subquery()
    one, two, program = rows.c
    query = select(one, two, program).join(Program, Program.id == program)
    query = query.where(Program.announced_at.is_not(None)).order_by(Program.announced_at, program)
    return db.session.execute(query)


def inverted(found: Mapping[Any, Iterable[int]]) -> set[int]:
    """Return every program that is named."""
    return {program for programs in found.values() for program in programs}
