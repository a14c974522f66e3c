"""Making a program of a candidate that the approved plan adopts; its ideas move on with it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import hold
from forum.core.languages import both
from forum.ideas.answering import mark
from forum.planning.models_candidates import Candidate, ProgramIdea, ProgramNeed
from forum.planning.seasons import acts
from forum.planning.seasons.models import PlanItem, PlanPublication, plan_published
from forum.planning.seasons.publishing import publication_of
from forum.programs.drafting import draft
from forum.programs.models import Program, program_done

#: An idea that has come so far is not put back to "planned".
BEYOND = ("planned", "delivered")


def make_program(item: PlanItem, by: Person) -> Program:
    """Draft the program of a candidate that the plan in force adopts or adapts, once."""
    candidate = hold(item.candidate)
    if candidate.program is not None:
        return candidate.program
    if not (item.plan.is_in_force and item.is_in):
        raise Refused(_l("Only what the approved plan adopts becomes a program."))
    program = draft(by, f"candidate-{candidate.id}", _values(item))
    candidate.program = program
    db.session.flush()
    for need in candidate.needs:
        db.session.add(ProgramNeed(program=program, need=need))
    for idea in candidate.ideas:
        db.session.add(ProgramIdea(program=program, idea=idea))
    candidate.season.touch()
    record(acts.PROGRAM_MADE, by, candidate)
    if publication_of(item.plan) is not None:
        mark_planned(candidate, by)
    return program


def mark_planned(candidate: Candidate, by: Person) -> None:
    """Tell everybody behind the ideas of a candidate that it is part of the published plan."""
    season = candidate.season
    words = both(
        lambda: _("It is part of the plan of the season “%(season)s”.", season=season.name)
    )
    for idea in candidate.ideas:
        if idea.state not in BEYOND:
            mark(idea, "planned", by, words["hu"], words["en"])


@plan_published.connect
def plan_ideas(publication: PlanPublication, **_more: Any) -> None:
    """Mark the ideas of programs that were made before the plan was published."""
    by = db.session.get(Person, publication.by_id) if publication.by_id else None
    made = [item.candidate for item in publication.plan.items if item.candidate.program_id]
    for candidate in made if by is not None else ():
        mark_planned(candidate, by)


def _values(item: PlanItem) -> dict[str, Any]:
    candidate = item.candidate
    return {
        **{name: getattr(candidate, name) for name in ("season_id", "category_id")},
        "project_id": candidate.season.project_id,
        "community_id": candidate.community_id,
        "title_hu": candidate.title_hu,
        "title_en": candidate.title_en,
        "description_hu": _described(candidate, item, "hu"),
        "description_en": _described(candidate, item, "en"),
        "neighbourhoods": list(candidate.neighbourhoods),
        "age_bands": list(candidate.age_bands),
        "cost": item.cost,
    }


def _described(candidate: Candidate, item: PlanItem, code: str) -> str:
    """Return the description, with how it is done instead when it was adapted."""
    words = [getattr(candidate, f"description_{code}"), getattr(item, f"change_{code}")]
    return "\n\n".join(part for part in words if part)


@program_done.connect
def deliver(program: Program, **_more: Any) -> None:
    """Mark the ideas a program answered as delivered once it is done."""
    by = db.session.get(Person, program.done_by_id) if program.done_by_id else None
    links = db.select(ProgramIdea).where(ProgramIdea.program_id == program.id)
    links = links.order_by(ProgramIdea.id)
    ideas = [link.idea for link in db.session.scalars(links)]
    if by is None or not ideas:
        return
    words = both(lambda: _("The program “%(program)s” has taken place.", program=program.title))
    for idea in ideas:
        if idea.state != "delivered":
            mark(idea, "delivered", by, words["hu"], words["en"])
