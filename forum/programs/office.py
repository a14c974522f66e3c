"""The office's own list of programs."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from forum.core.db import db, now
from forum.core.pages import paginate
from forum.events.life import Cancellation
from forum.events.models import Event
from forum.programs.models import Program, ProgramSession

LISTS = ("running", "announced", "draft", "done", "cancelled")


def _begun() -> ColumnElement[bool]:
    """Whether a session of the program has begun that was not called off."""
    mine = select(ProgramSession.id).join(Event, Event.id == ProgramSession.event_id)
    off = exists().where(Cancellation.event_id == Event.id).correlate(Event)
    mine = mine.where(ProgramSession.program_id == Program.id, Event.starts_at <= now(), ~off)
    return mine.correlate(Program).exists()


def _standing(name: str) -> ColumnElement[bool]:
    public, off = Program.announced_at.is_not(None), Program.cancelled_at.is_not(None)
    done = Program.done_at.is_not(None)
    rules = {
        "draft": ~public,
        "cancelled": and_(public, off),
        "done": and_(public, ~off, done),
        "running": and_(public, ~off, ~done, _begun()),
        "announced": and_(public, ~off, ~done, ~_begun()),
    }
    return rules[name]


def office_list(name: str) -> Pagination:
    """Return a page of the programs in one state, the latest first."""
    query = select(Program).where(_standing(name))
    query = query.options(joinedload(Program.season), joinedload(Program.category))
    return paginate(query.order_by(Program.id.desc()))


def office_counts() -> dict[str, int]:
    """Return how many programs are in each state."""
    columns = (func.count().filter(_standing(name)).label(name) for name in LISTS)
    return dict(db.session.execute(select(*columns).select_from(Program)).mappings().one())
