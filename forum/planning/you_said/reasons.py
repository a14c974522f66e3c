"""Why there is a program: the published needs and the ideas it answers, and who asked for it."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from forum.city.models import Neighbourhood
from forum.core.db import db
from forum.ideas.models import Idea
from forum.planning.models_candidates import ProgramIdea, ProgramNeed
from forum.planning.needs.asked import AskedFor
from forum.planning.needs.models import Need
from forum.programs.models import Program


@dataclass(frozen=True, slots=True)
class Reason:
    """Something a program answers: ``kind`` is need or idea."""

    kind: str
    title: str
    url: str


def reasons_of(program: Program) -> list[Reason]:
    """Return what a program answers, as far as everybody may read it."""
    needs = select(Need).join(ProgramNeed, ProgramNeed.need_id == Need.id)
    needs = needs.where(ProgramNeed.program_id == program.id, Need.published_at.is_not(None))
    ideas = select(Idea).join(ProgramIdea, ProgramIdea.idea_id == Idea.id)
    ideas = ideas.where(ProgramIdea.program_id == program.id, Idea.visible)
    return [
        *(
            Reason("need", need.title, url_for("planning.need", need_id=need.id))
            for need in db.session.scalars(needs.order_by(Need.id)).unique()
        ),
        *(
            Reason("idea", idea.title, url_for("ideas.show", idea_id=idea.id))
            for idea in db.session.scalars(ideas.order_by(Idea.id)).unique()
        ),
    ]


def most_from(asked: AskedFor) -> tuple[Neighbourhood, int] | None:
    """Return the part of the city most of those who asked live in; None when too few told."""
    if asked.is_small or not asked.by_neighbourhood:
        return None
    number, people = max(asked.by_neighbourhood.items(), key=lambda pair: (pair[1], -pair[0]))
    place = db.session.get(Neighbourhood, number)
    return (place, people) if place else None
