"""What was covered or removed is erased once its time is over and nobody's appeal waits."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import exists, select

from forum.core.db import db, now
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.removals import Removal
from forum.moderation.decisions.appeals import Appeal
from forum.moderation.decisions.statements import Statement


def erase_covered() -> int:
    """Erase what lay under covers, once nobody can appeal any more; the number of rows.

    The caller commits.
    """
    last = now() - timedelta(days=current_app.config["APPEAL_WINDOW_DAYS"])
    due = select(Redaction).where(
        Redaction.erased_at.is_(None), Redaction.at < last, ~_appealed(Redaction)
    )
    rows = db.session.scalars(due).all()
    for row in rows:
        row.erase()
    return len(rows)


def erase_removed() -> int:
    """Erase what removals have sealed long enough; the number of rows. The caller commits."""
    due = select(Removal).where(
        Removal.erased_at.is_(None), Removal.sealed_until < now(), ~_appealed(Removal)
    )
    rows = db.session.scalars(due).all()
    for row in rows:
        row.erase()
    return len(rows)


def _appealed(model: Any) -> Any:
    """Return the condition that an appeal against what a row says waits for an answer."""
    query = select(Appeal.id).join(Statement, Statement.id == Appeal.statement_id)
    query = query.where(Statement.row_kind == model.__tablename__, Statement.row_id == model.id)
    return exists(query.where(Appeal.decided_at.is_(None)).correlate(model))
