"""Appeals as pages read and count them."""

from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from forum.core.db import db, now
from forum.moderation.assigning.charge import elsewhere
from forum.moderation.decisions.appeals import Appeal
from forum.moderation.decisions.queries_statements import by_author
from forum.moderation.decisions.statements import Statement


def visible_to(person: Any) -> Any:
    """Select the appeals a member of staff sees: those of the places they are in charge of."""
    query = select(Appeal).join(Statement, Statement.id == Appeal.statement_id)
    if not person.at_least("planner"):
        query = query.where(Statement.act != "removed")
    for place in elsewhere(person):
        here = (Statement.place_kind == place.kind) & (Statement.place_id == place.id)
        query = query.where(Statement.place_kind.is_(None) | ~here)
    return query


def visible_appeal(person: Any, appeal_id: int) -> Appeal | None:
    """Return an appeal if a member of staff may see it."""
    if not person.at_least("facilitator"):
        return None
    found: Appeal | None = db.session.scalars(
        visible_to(person).where(Appeal.id == appeal_id)
    ).first()
    return found


def listed(person: Any, open_ones: bool) -> Any:
    """Select the open appeals, the most urgent first, or the answered ones, the last first."""
    query = visible_to(person).options(joinedload(Appeal.decided_by))
    if open_ones:
        return query.where(Appeal.decided_at.is_(None)).order_by(Appeal.due_at, Appeal.id)
    query = query.where(Appeal.decided_at.is_not(None))
    return query.order_by(Appeal.decided_at.desc(), Appeal.id.desc())


def open_before(person: Any) -> int:
    """Count the open appeals this person sees, those against their own decisions too."""
    query = visible_to(person).where(Appeal.decided_at.is_(None))
    return db.session.scalar(query.with_only_columns(func.count(Appeal.id))) or 0


def waiting_for(person: Any) -> int:
    """Count the open appeals this person may answer."""
    query = visible_to(person).where(Appeal.decided_at.is_(None))
    query = query.where(Statement.by_id != person.id, ~by_author(person.id or 0))
    return db.session.scalar(query.with_only_columns(func.count(Appeal.id))) or 0


def overdue(person: Any) -> int:
    """Count the appeals this person sees whose last day is over."""
    query = visible_to(person).where(Appeal.decided_at.is_(None), Appeal.due_at <= now())
    return db.session.scalar(query.with_only_columns(func.count(Appeal.id))) or 0


def everywhere() -> tuple[int, int]:
    """Count all open appeals, and those of them whose last day is over."""
    late = func.coalesce(func.sum(case((Appeal.due_at <= now(), 1), else_=0)), 0)
    query = select(func.count(Appeal.id), late).where(Appeal.decided_at.is_(None))
    waiting, overdue_ones = db.session.execute(query).one()
    return waiting, overdue_ones
