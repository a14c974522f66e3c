"""What was covered or removed is erased once its time is over and nobody's appeal waits."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, and_, exists, or_, select

from forum.core.db import db, now
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.removals import Removal
from forum.moderation.decisions.appeals import Appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.subjects import Key, subject_for, subject_of


def erase_covered() -> int:
    """Erase what lies under covers, once nobody can appeal any more; the number of covers.

    Commits after each text, which is held so that nobody covers or uncovers meanwhile.
    """
    about = select(Redaction.subject_kind, Redaction.subject_id).where(_covered_too_long())
    keys = db.session.execute(about.distinct()).tuples().all()
    return sum(_erase_covers_of(key) for key in keys)


def erase_removed() -> int:
    """Erase what removals have sealed long enough; the number of rows. The caller commits."""
    due = select(Removal).where(
        Removal.erased_at.is_(None), Removal.sealed_until < now(), ~_appealed(Removal)
    )
    rows = db.session.scalars(due).all()
    for row in rows:
        row.erase()
    return len(rows)


def _erase_covers_of(key: Key) -> int:
    kind, number = key
    text = db.session.get(subject_of(kind).model, number)
    if text is not None:
        subject_for(text).lock(text)
        text.hold()
    due = select(Redaction).where(
        Redaction.subject_kind == kind, Redaction.subject_id == number, _covered_too_long()
    )
    rows = db.session.scalars(due.order_by(Redaction.id)).all()
    Redaction.erase(rows)
    db.session.commit()
    return len(rows)


def _covered_too_long() -> ColumnElement[bool]:
    """Return the condition that a cover still has an original nobody can ask for any more."""
    last = now() - timedelta(days=current_app.config["APPEAL_WINDOW_DAYS"])
    kept = or_(Redaction.original.is_not(None), Redaction.content.is_not(None))
    return and_(kept, Redaction.at < last, ~_appealed(Redaction))


def _appealed(model: Any) -> Any:
    """Return the condition that an appeal against what a row says waits for an answer."""
    query = select(Appeal.id).join(Statement, Statement.id == Appeal.statement_id)
    query = query.where(Statement.row_kind == model.__tablename__, Statement.row_id == model.id)
    return exists(query.where(Appeal.decided_at.is_(None)).correlate(model))
