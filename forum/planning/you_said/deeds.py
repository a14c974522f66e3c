"""What took place: public programs with their sessions, who came, and how it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import Row, func, select
from sqlalchemy.orm import selectinload

from forum.core.days import day_of
from forum.core.db import db
from forum.core.i18n import in_language, show_date
from forum.events.life import Announcement, Cancellation
from forum.events.models import Event
from forum.programs import feedback
from forum.programs import queries as programs
from forum.programs.models import Program, ProgramSession


@dataclass(frozen=True, slots=True)
class Deed:
    """A program as its answer to residents is told; ``came`` counts participations."""

    id: int
    title: str
    state: str
    state_name: str
    url: str
    announced: datetime | None
    done: datetime | None
    first: datetime | None
    last: datetime | None
    sessions: int
    came: int
    #: How it was to those who said so: 1 (bad) to 5 (very good); None while too few have.
    mean: float | None
    ratings: int
    outcome: str
    because: str

    @property
    def when(self) -> str:
        """When it is or was: one day, or the first and the last."""
        if self.first is None or self.last is None:
            return ""
        days = [day_of(self.first), day_of(self.last)]
        return " – ".join(show_date(day) for day in dict.fromkeys(days))

    @property
    def took_place(self) -> bool:
        """Whether there is something to tell of it."""
        return self.state in {"running", "done"}


def deeds_of(program_ids: Iterable[int]) -> dict[int, Deed]:
    """Return the public ones of these programs by number, in a constant number of statements."""
    ids = set(program_ids)
    if not ids:
        return {}
    rows = db.session.scalars(
        select(Program)
        .where(Program.id.in_(ids), Program.announced_at.is_not(None))
        .options(selectinload(Program.sessions))
    ).unique()
    days, came, told = _days(ids), programs.attendance(ids), feedback.figures(ids)
    return {row.id: _deed(row, days.get(row.id), came, told) for row in rows}


def _deed(program: Program, days: Row[Any] | None, came: Any, told: Any) -> Deed:
    rated = told.get(program.id)
    shown = rated is not None and rated.may_be_shown
    return Deed(
        program.id,
        program.title,
        program.state,
        program.state_name,
        url_for("programs.show", program_id=program.id),
        program.announced_at,
        program.done_at,
        days.first if days else None,
        days.last if days else None,
        days.sessions if days else 0,
        came.get(program.id, 0),
        rated.mean if shown else None,
        rated.count if shown else 0,
        in_language(program, "outcome"),
        program.cancelled_because,
    )


def _days(ids: set[int]) -> dict[int, Row[Any]]:
    """Return the first and last begin and the number of the sessions that (will) take place."""
    query = (
        select(
            ProgramSession.program_id,
            func.min(Event.starts_at).label("first"),
            func.max(Event.starts_at).label("last"),
            func.count(Event.id).label("sessions"),
        )
        .join(Event, Event.id == ProgramSession.event_id)
        .join(Announcement, Announcement.event_id == Event.id)
        .outerjoin(Cancellation, Cancellation.event_id == Event.id)
        .where(ProgramSession.program_id.in_(ids), Cancellation.id.is_(None))
        .group_by(ProgramSession.program_id)
    )
    return {row.program_id: row for row in db.session.execute(query)}
