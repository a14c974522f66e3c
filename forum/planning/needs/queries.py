"""What pages read about needs."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import request
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from forum.conversations.models import Conversation
from forum.core.access import can
from forum.core.days import day_of
from forum.core.db import db, now
from forum.core.forms import row_number
from forum.ideas.models import Idea
from forum.opinions.models import Opinion
from forum.planning.models_candidates import ProgramNeed
from forum.planning.needs.models import (
    Need,
    NeedIdea,
    NeedOpinion,
    NeedTheme,
    need_age_band,
    need_neighbourhood,
)
from forum.programs.models import Program, Season

#: Needs on the board at once; a city that has more filters them.
MOST_ON_BOARD = 300
STATES = ("open", "draft", "public", "retired")


class Choice(NamedTuple):
    """Which needs somebody wants to see on the board."""

    state: str = "open"
    importance: int | None = None
    category_id: int | None = None
    neighbourhood_id: int | None = None
    age_band_id: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything is chosen at all."""
        return self != Choice()


def chosen() -> Choice:
    """Read the choice from the address; what makes no sense is passed over."""
    state = request.args.get("state", "")

    def number(name: str) -> int | None:
        return request.args.get(name, type=row_number)

    return Choice(
        state if state in STATES else "open",
        number("importance"),
        number("category"),
        number("neighbourhood"),
        number("age_band"),
    )


def visible_need(person: Any, need_id: int) -> Need | None:
    """Return a need: a published one for everybody, a draft for planners."""
    need = db.session.get(Need, need_id)
    return need if need and (need.is_public or can(person, "planning:needs")) else None


def on_board(choice: Choice = Choice()) -> list[Need]:  # noqa: B008 - a tuple never changes
    """Return the needs asked for, the most important first."""
    query = select(Need).options(joinedload(Need.category)).where(*_wanted(choice))
    query = query.order_by(Need.importance.desc(), Need.id)
    return list(db.session.scalars(query.limit(MOST_ON_BOARD)))


def _wanted(choice: Choice) -> list[ColumnElement[bool]]:
    there = need_neighbourhood.c
    theirs = need_age_band.c
    states = {
        "draft": [Need.retired_at.is_(None), Need.published_at.is_(None)],
        "public": [Need.retired_at.is_(None), Need.published_at.is_not(None)],
        "retired": [Need.retired_at.is_not(None)],
    }
    wanted = states.get(choice.state, [Need.retired_at.is_(None)])
    if choice.importance is not None:
        wanted.append(Need.importance == choice.importance)
    if choice.category_id is not None:
        wanted.append(Need.category_id == choice.category_id)
    if choice.neighbourhood_id is not None:
        here = select(there.need_id).where(there.neighbourhood_id == choice.neighbourhood_id)
        wanted.append(Need.id.in_(here))
    if choice.age_band_id is not None:
        of_them = select(theirs.need_id).where(theirs.age_band_id == choice.age_band_id)
        wanted.append(Need.id.in_(of_them))
    return wanted


def season_asked(known: list[Season]) -> Season | None:
    """Return the season the address asks for, or the one that matters today."""
    number = request.args.get("season", type=row_number)
    return next((each for each in known if each.id == number), None) or current_of(known)


def current_of(known: list[Season]) -> Season | None:
    """Return the season that goes on, else the next one to come, else the last one."""
    day = day_of(now())
    goes_on = [each for each in known if each.starts_on <= day <= each.ends_on]
    to_come = [each for each in known if each.starts_on > day]
    return next(iter([*goes_on, *reversed(to_come), *known]), None)


def programs_answering(
    need_ids: Iterable[int], season: Season | None = None, public: bool = False
) -> dict[int, list[Program]]:
    """Return the programs that answer each need: of ``season``, or of every season.

    Programs called off answer nothing; drafts are left out where everybody reads.
    """
    query = (
        select(ProgramNeed.need_id, Program)
        .join(Program, Program.id == ProgramNeed.program_id)
        .where(ProgramNeed.need_id.in_(list(need_ids)), Program.cancelled_at.is_(None))
        .options(joinedload(Program.season))
        .order_by(Program.id)
    )
    if season is not None:
        query = query.where(Program.season_id == season.id)
    if public:
        query = query.where(Program.announced_at.is_not(None))
    found: dict[int, list[Program]] = defaultdict(list)
    for need_id, program in db.session.execute(query):
        found[need_id].append(program)
    return found


def stamp(need_id: int) -> object:
    """Tell with one question how new the page of a need is."""
    themes = select(NeedTheme.conversation_id).where(NeedTheme.need_id == need_id)
    opinions = select(Opinion.conversation_id).join(
        NeedOpinion, NeedOpinion.opinion_id == Opinion.id
    )
    opinions = opinions.where(NeedOpinion.need_id == need_id)
    ideas = select(NeedIdea.idea_id).where(NeedIdea.need_id == need_id)
    programs = select(ProgramNeed.program_id).where(ProgramNeed.need_id == need_id)
    talks = Conversation.id.in_(themes) | Conversation.id.in_(opinions)
    group = Idea.id.in_(ideas) | Idea.lead_id.in_(ideas)
    parts = (
        select(Need.tick).where(Need.id == need_id),
        select(func.sum(Conversation.tick)).where(talks),
        select(func.sum(Idea.tick + Idea.supports_count)).where(group),
        select(func.sum(Program.tick + 1)).where(Program.id.in_(programs)),
    )
    return tuple(db.session.execute(select(*(part.scalar_subquery() for part in parts))).one())
