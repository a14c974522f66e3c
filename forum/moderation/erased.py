"""Texts of which the author had the words erased: they count on where they were in sight."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists

from forum.moderation.models import Hiding


def erased_in_sight(model: Any) -> ColumnElement[bool]:
    """Return the condition that a text has no words any more, and was not hidden before."""
    hidden = exists().where(
        Hiding.subject_kind == model.__tablename__,
        Hiding.subject_id == model.id,
        Hiding.restored_at.is_(None),
    )
    return and_(model.text == "", ~model.waiting, ~hidden)
