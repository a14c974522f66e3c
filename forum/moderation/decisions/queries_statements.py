"""Statements of reasons as pages read them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from forum.core.codes import token_hash
from forum.core.db import db
from forum.moderation.decisions.statements import TOKEN_LENGTH, Statement
from forum.moderation.subjects import subjects


def by_token(_person: Any, token: str) -> Statement | None:
    """Return the statement a link leads to."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    return db.session.scalars(
        select(Statement).where(Statement.token_hash == token_hash(token))
    ).first()


def about(kind: str, ids: Sequence[int]) -> dict[int, list[Statement]]:
    """Return the statements of texts of one kind, the newest first, by the text's number."""
    found: dict[int, list[Statement]] = {}
    if ids:
        query = select(Statement).where(
            Statement.subject_kind == kind, Statement.subject_id.in_(list(ids))
        )
        for row in db.session.scalars(query.order_by(Statement.id.desc())):
            found.setdefault(row.subject_id, []).append(row)
    return found


def of_author(person_id: int) -> Any:
    """Select the statements about whatever a person wrote, the newest first."""
    return select(Statement).where(by_author(person_id)).order_by(Statement.id.desc())


def by_author(person_id: int) -> ColumnElement[bool]:
    """Return the condition that a statement is about something a person wrote."""
    wrote = [
        (Statement.subject_kind == kind)
        & Statement.subject_id.in_(select(one.model.id).where(one.model.author_id == person_id))
        for kind, one in subjects().items()
    ]
    return or_(*wrote)
