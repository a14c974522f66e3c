"""Reads what the gaps are counted from: who asked, what the season offers, who came."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from forum.city.models import AgeBand, Category, Neighbourhood
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.events.attending.figures import Headcount, headcount
from forum.events.models import Event
from forum.ideas.models import Idea
from forum.planning.models_candidates import ProgramNeed
from forum.planning.needs.asked import Asked, asked_of
from forum.planning.needs.gaps import Session, Table, table
from forum.planning.needs.models import Need
from forum.planning.needs.queries import MOST_ON_BOARD
from forum.planning.needs.voices import links
from forum.programs.models import Program, ProgramSession, Season

#: What the rows and the columns of the table can be.
ROWS, COLUMNS = ("need", "kind"), ("neighbourhood", "age")
#: Ideas in these states ask for nothing the city could still offer.
SETTLED_IDEAS = ("declined", "elsewhere")


def gaps_of(season: Season, rows: str, columns: str) -> Table:
    """Count the gaps of a season, with as many questions for a hundred needs as for one."""
    things = _things(rows)
    asked = {row: _by(each, columns) for row, each in _asked(rows, things).items()}
    named = _columns(columns)
    found = [(thing.id, _name(thing), thing) for thing in things]
    return table(found, named, asked, _sessions(season, rows, columns, named))


def _things(rows: str) -> list[Any]:
    """Return the open needs, the most important first, or the kinds of program in use."""
    if rows == "kind":
        query: Select[Any] = select(Category).order_by(Category.position, Category.id)
        return list(db.session.scalars(query.where(Category.retired_at.is_(None))))
    query = select(Need).where(Need.retired_at.is_(None))
    query = query.order_by(Need.importance.desc(), Need.id)
    return list(db.session.scalars(query.limit(MOST_ON_BOARD)))


def _name(thing: Any) -> str:
    return str(thing.title if isinstance(thing, Need) else thing.name)


def _asked(rows: str, things: list[Any]) -> dict[int, Asked]:
    """Return who asked: of a kind, for its open needs and for its ideas that are not settled."""
    ids = [thing.id for thing in things]
    if rows != "kind":
        return asked_of(links(select(Need.id, Need.id).where(Need.id.in_(ids))))
    needs = select(Need.category_id, Need.id)
    needs = needs.where(Need.retired_at.is_(None), Need.category_id.in_(ids))
    ideas = select(Idea.category_id, Idea.id)
    ideas = ideas.where(Idea.category_id.in_(ids), Idea.state.not_in(SETTLED_IDEAS))
    return asked_of(links(needs), links(ideas))


def _by(asked: Asked, columns: str) -> Mapping[int | None, int]:
    return asked.by_age_band() if columns == "age" else asked.by_neighbourhood()


def _columns(columns: str) -> list[tuple[int | None, str]]:
    if columns == "age":
        ages = db.session.scalars(select(AgeBand).order_by(AgeBand.youngest, AgeBand.id))
        return [*((band.id, band.name) for band in ages), (None, _("Age not given"))]
    places = sorted(db.session.scalars(select(Neighbourhood)), key=lambda n: collation_key(n.name))
    return [*((place.id, place.name) for place in places), (None, _("Whole city"))]


def _sessions(
    season: Season, rows: str, columns: str, named: list[tuple[int | None, str]]
) -> list[Session]:
    """Return the sessions of the season that are not called off."""
    answers = _answers(season, rows)
    found = [each for each in _events(season) if answers.get(each.program_id)]
    came = headcount(each.event_id for each in found)
    every = frozenset(number for number, _name in named if number is not None)
    return [
        _session(each, answers[each.program_id], columns, every, came[each.event_id])
        for each in found
    ]


def _answers(season: Season, rows: str) -> dict[int, frozenset[int]]:
    """Return the rows that each program of the season answers."""
    query = select(Program.id, Program.category_id)
    if rows != "kind":
        query = select(Program.id, ProgramNeed.need_id)
        query = query.join(ProgramNeed, ProgramNeed.program_id == Program.id)
    query = query.where(Program.season_id == season.id, Program.cancelled_at.is_(None))
    found: dict[int, set[int]] = defaultdict(set)
    for program, row in db.session.execute(query):
        if row is not None:
            found[program].add(row)
    return {program: frozenset(answered) for program, answered in found.items()}


def _events(season: Season) -> list[ProgramSession]:
    query = (
        select(ProgramSession)
        .join(Program, Program.id == ProgramSession.program_id)
        .where(Program.season_id == season.id, Program.cancelled_at.is_(None))
        .options(
            joinedload(ProgramSession.program).options(
                selectinload(Program.neighbourhoods), selectinload(Program.age_bands)
            ),
            joinedload(ProgramSession.event).options(
                selectinload(Event.neighbourhoods), selectinload(Event.age_bands)
            ),
        )
        .order_by(ProgramSession.id)
    )
    rows = db.session.scalars(query).unique()
    return [each for each in rows if not each.event.is_cancelled]


def _session(
    each: ProgramSession,
    rows: frozenset[int],
    columns: str,
    every: frozenset[int],
    head: Headcount,
) -> Session:
    came = head.total if head.total > 0 else None
    name = "age_bands" if columns == "age" else "neighbourhoods"
    meant = getattr(each.event, name) or getattr(each.program, name)
    here: frozenset[int | None] = frozenset(row.id for row in meant)
    if columns == "age":
        by = {number: people for (number, _name), people in head.by_age.items()}
        known = {number: people for number, people in by.items() if isinstance(number, int)}
        return Session(rows, here or every, each.event.capacity, came, known, bool(here))
    here = here or frozenset({None})
    return Session(rows, here, each.event.capacity, came, dict.fromkeys(here, head.total))
