"""The statement of a decision is written with it, and its author is told."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.codes import token_hash
from forum.core.db import db
from forum.core.once import once
from forum.moderation.decisions.statements import LONGEST_WORDS, Statement
from forum.moderation.decisions.telling import tell_statement
from forum.moderation.decisions.words import ACTS
from forum.moderation.signals import text_decided, text_waits
from forum.moderation.subjects import Place, author_of, kind_of, subject_for

#: Whether an appeal is being answered: its author is told of that, and not of the act once more.
_answering: ContextVar[bool] = ContextVar("answering", default=False)


@contextmanager
def answering() -> Iterator[None]:
    """While an appeal is answered, write statements without telling them by themselves."""
    mark = _answering.set(True)
    try:
        yield
    finally:
        _answering.reset(mark)


def write(
    text: Any,
    act: str,
    row: Any,
    by: Person | None,
    reason: str = "",
    because: str = "",
    rule: str = "",
) -> Statement:
    """Write the statement of a decision and tell the author, each once; the caller commits.

    ``by`` is None where a ``rule`` decided.
    """
    kind, number = str(row.__tablename__), int(row.id)
    known = select(Statement).where(
        Statement.act == act, Statement.row_kind == kind, Statement.row_id == number
    )
    reason = reason or ("in_order" if act in {"restored", "approved", "uncovered"} else "")
    why = {"reason": reason, "because": because[:LONGEST_WORDS], "rule": rule}

    def make() -> Statement:
        by_id = by.id if by else None
        return _seal(Statement(act=act, row_kind=kind, row_id=number, by_id=by_id, **why), text)

    statement, made = once(lambda: db.session.scalars(known).first(), make)
    if made and not _answering.get():
        _tell(statement, text)
    return statement


def _seal(statement: Statement, text: Any) -> Statement:
    """Note the text it is about, and give it its number and its secret link."""
    statement.subject_kind, statement.subject_id = kind_of(text), text.id
    statement.reference = str(text.reference)[:80]
    statement.place_kind, statement.place_id = _place(text) or (None, None)
    statement.secret = secrets.token_urlsafe(16)
    statement.token_hash = token_hash(statement.secret)  # until its number is known
    db.session.add(statement)
    db.session.flush()
    statement.token_hash = token_hash(statement.token)
    db.session.flush()
    return statement


def _place(text: Any) -> Place | None:
    subject = subject_for(text)
    place: Place | None = subject.place(text) if subject else None
    return place


def _tell(statement: Statement, text: Any) -> None:
    author = author_of(text)
    if author is not None:
        tell_statement(statement, author)


@text_decided.connect
def _on_decision(text: Any, act: str, row: Any, by: Person, **words: str) -> None:
    if act in ACTS and row is not None:
        write(text, act, row, by, **words)


@text_waits.connect
def _on_holding(text: Any, entry: Any = None, rules: Sequence[str] = (), **_more: Any) -> None:
    """Say which rules took a text off the page; the row of that is its entry in the log."""
    if entry is not None:
        db.session.flush()
        write(text, "held", entry, None, rule=" ".join(rules))
