"""What pages read about programs and seasons."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.core.days import day_of
from forum.core.db import db, now
from forum.events.attending.figures import headcount
from forum.events.models import Event
from forum.programs import extensions
from forum.programs.asking import FEEDBACK_DAYS
from forum.programs.models import Program, ProgramSession, Season, Series


def visible_to(person: Any) -> Select[tuple[Program]]:
    """Select the programs ``person`` may read: announced ones, and drafts for facilitators."""
    query = select(Program)
    if not person.at_least("facilitator"):
        query = query.where(Program.announced_at.is_not(None))
    return query


def visible_program(person: Any, program_id: int) -> Program | None:
    """Return the program if ``person`` may read it."""
    query = visible_to(person).where(Program.id == program_id)
    return db.session.scalars(query.options(selectinload(Program.sessions))).first()


def stamp(program_id: int | None = None) -> object:
    """Return what changes whenever a page about programs must be made anew."""
    sessions = select(func.count(Event.id), func.sum(Event.tick)).join(
        ProgramSession, ProgramSession.event_id == Event.id
    )
    programs = select(func.count(Program.id), func.sum(Program.tick))
    if program_id is not None:
        sessions = sessions.where(ProgramSession.program_id == program_id)
        programs = programs.where(Program.id == program_id)
    seasons = select(func.count(Season.id), func.sum(Season.tick))
    rows = (tuple(db.session.execute(each).one()) for each in (sessions, programs, seasons))
    more = extensions.stamps(program_id) if program_id is not None else ()
    return (*rows, more)


def programs_of(season: Season) -> list[Program]:
    """Return the announced programs of a season in the order of their first session."""
    query = select(Program).where(Program.season_id == season.id, Program.announced_at.is_not(None))
    query = query.options(selectinload(Program.sessions), joinedload(Program.category))
    programs = list(db.session.scalars(query.order_by(Program.id)))
    return sorted(programs, key=_begin)


def _begin(program: Program) -> tuple[Any, int]:
    first = program.in_order[:1]
    return (first[0].event.starts_at if first else program.created_at), program.id


def attendance(program_ids: Iterable[int]) -> dict[int, int]:
    """Return how many people came to the sessions of each program, in a constant number of queries.

    Somebody who came to three sessions counts three times: these are visits.
    """
    ids = list(program_ids)
    query = select(ProgramSession.program_id, ProgramSession.event_id)
    rows = db.session.execute(query.where(ProgramSession.program_id.in_(ids))).all()
    came = headcount(event_id for _program_id, event_id in rows)
    totals = dict.fromkeys(ids, 0)
    for program_id, event_id in rows:
        totals[program_id] += came[event_id].total
    return totals


def seasons() -> list[Season]:
    """Return all seasons, the last one first."""
    query = select(Season).order_by(Season.starts_on.desc(), Season.id.desc())
    return list(db.session.scalars(query))


def public_seasons() -> list[Season]:
    """Return the seasons in which something was announced, the last one first."""
    announced = select(Program.season_id).where(Program.announced_at.is_not(None))
    query = select(Season).where(Season.id.in_(announced))
    return list(db.session.scalars(query.order_by(Season.starts_on.desc(), Season.id.desc())))


def season_now(rows: list[Season], today: date | None = None) -> list[Season]:
    """Return the seasons on now; when there is none, the next one, or else the last one."""
    today = today or day_of(now())
    on = [row for row in rows if row.starts_on <= today <= row.ends_on]
    coming = sorted((row for row in rows if row.starts_on > today), key=lambda r: r.starts_on)
    return on or coming[:1] or rows[:1]


def visible_session(person: Any, event_id: int) -> ProgramSession | None:
    """Return the session that an event is, if ``person`` may read its program and the event."""
    query = select(ProgramSession).where(ProgramSession.event_id == event_id)
    session = db.session.scalars(query.options(joinedload(ProgramSession.program))).first()
    if session is None or person.at_least("facilitator"):
        return session
    public = session.program.is_public and session.event.is_announced
    return session if public else None


def session_numbered(_person: Any, session_id: int) -> ProgramSession | None:
    """Return a session by its number, for the office."""
    return db.session.get(ProgramSession, session_id)


def series_numbered(_person: Any, series_id: int) -> Series | None:
    """Return a series by its number, for the office."""
    return db.session.get(Series, series_id)


def season_numbered(_person: Any, season_id: int) -> Season | None:
    """Return a season by its number."""
    return db.session.get(Season, season_id)


def next_session(program: Program) -> ProgramSession | None:
    """Return the session that is on, or the next one residents can come to."""
    shown = (each for each in program.held_sessions if each.event.is_announced)
    return next((each for each in shown if not each.event.is_over), None)


def session_to_rate(program: Program) -> ProgramSession | None:
    """Return the session that is on or was held last, while one can still say how it was."""
    begun = [
        each
        for each in program.held_sessions
        if each.event.is_announced and each.event.starts_at <= now()
    ]
    late = timedelta(days=FEEDBACK_DAYS)
    return begun[-1] if begun and now() < begun[-1].event.ends_at + late else None
