"""Statements of reasons: what was decided on a text, why, and whether a person or a rule did it.

One is written with every decision, in its transaction, and the author is told of it once. Its page
opens by a link nobody can guess, so that it needs no account; a link is made from the statement's
own secret and the key of this installation, and the database keeps only its hash.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, exists, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.codes import keyed_hash
from forum.core.db import UtcDateTime, db, now
from forum.moderation.decisions.words import GOOD, act_name, rule_name
from forum.moderation.reasons import reason_name
from forum.moderation.subjects import Place, author_of, subjects

#: Acts that say whether a text is shown: of these only the last one is true.
SHOWING = ("hidden", "restored", "approved", "removed", "held")
#: Letters of the link: 160 bits.
TOKEN_LENGTH = 40
LONGEST_WORDS = 2000


def _taken_back() -> ColumnElement[bool]:
    """Return the condition that a statement tells of a removal that was taken back."""
    back = aliased(Statement)
    same = back.row_kind == Statement.row_kind, back.row_id == Statement.row_id
    return exists().where(back.act == "put_back", Statement.act == "removed", *same)


class Statement(db.Model):
    """What was decided on one text, by whom and why; the author is told of it once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    #: The text's public number at that time.
    reference: Mapped[str] = mapped_column(String(80), default="")
    act: Mapped[str] = mapped_column(String(20))
    #: The row that was written of the decision; one statement for each.
    row_kind: Mapped[str] = mapped_column(String(20))
    row_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(30), default="")
    because: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The rules that decided, the strongest first, with spaces between; empty when a person did.
    rule: Mapped[str] = mapped_column(String(60), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    place_kind: Mapped[str | None] = mapped_column(String(40))
    place_id: Mapped[int | None]
    secret: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)

    by: Mapped[Person | None] = relationship()

    __table_args__ = (
        UniqueConstraint("act", "row_kind", "row_id"),
        Index("ix_statement_subject", "subject_kind", "subject_id"),
    )

    @property
    def number(self) -> str:
        """What the office calls it."""
        return f"I-{self.id}"

    @property
    def place(self) -> Place | None:
        """Where the text stands, if it stands in a conversation or a forum."""
        return Place(self.place_kind, self.place_id or 0) if self.place_kind else None

    @property
    def by_rule(self) -> bool:
        """Whether a rule decided and no person."""
        return bool(self.rule)

    @property
    def rule_name(self) -> str:
        """What the rules found, in the language of the page."""
        return rule_name(self.rule)

    @property
    def is_held(self) -> bool:
        """Whether a rule holds the text until a person has looked."""
        return self.act == "held"

    @property
    def act_name(self) -> str:
        """What was done, in the language of the page."""
        return act_name(self.act, self.subject_kind)

    @property
    def reason_name(self) -> str:
        """The kind of reason, in the language of the page."""
        return str(GOOD[self.reason]) if self.reason in GOOD else reason_name(self.reason)

    @property
    def kind_name(self) -> str:
        """What a text of this sort is called."""
        subject = subjects().get(self.subject_kind)
        return str(subject.name) if subject else self.subject_kind

    @property
    def text(self) -> Any:
        """The text it is about; None when it is gone."""
        subject = subjects().get(self.subject_kind)
        return db.session.get(subject.model, self.subject_id) if subject else None

    @property
    def author_id(self) -> int | None:
        """The number of whoever wrote the text; None when it is gone."""
        text = self.text
        return author_of(text) if text is not None else None

    @property
    def is_unseen(self) -> bool:
        """Whether its text is there and nobody is shown it."""
        text = self.text
        return text is not None and not text.visible

    @property
    def is_true(self) -> bool:
        """Whether it still holds: nothing later says otherwise of the same text."""
        later = select(Statement.id).where(
            Statement.subject_kind == self.subject_kind,
            Statement.subject_id == self.subject_id,
            Statement.id > self.id,
        )
        if self.act == "removed":
            later = later.where(Statement.act.in_([*SHOWING, "put_back"]))
        elif self.act == "put_back":
            later = later.where(Statement.act.in_([*SHOWING, "removed"]))
        elif self.act in SHOWING:  # what was removed and put back is as it was before
            later = later.where(Statement.act.in_(SHOWING), ~_taken_back())
        else:
            same = Statement.row_kind == self.row_kind, Statement.row_id == self.row_id
            later = later.where(*same)
        return not db.session.scalar(select(exists(later)))

    @property
    def token(self) -> str:
        """The unguessable part of its address; the same whenever it is asked for."""
        return keyed_hash("statement", f"{self.id}:{self.secret}")[:TOKEN_LENGTH]

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/statements/{self.token}"

    @property
    def is_adverse(self) -> bool:
        """Whether it takes something away, so that its author may not agree."""
        return self.act in {"hidden", "redacted", "removed"}

    @property
    def appeal_until(self) -> datetime:
        """Until when its author may ask for another look."""
        return self.at + timedelta(days=current_app.config["APPEAL_WINDOW_DAYS"])

    @property
    def may_be_appealed(self) -> bool:
        """Whether another look can still be asked for."""
        return self.is_adverse and now() < self.appeal_until
