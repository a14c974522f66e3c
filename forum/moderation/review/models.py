"""The rows of the review queue: one for each text that somebody should look at, and why.

``version`` rises with each decision and with each change of the words: a form that shows an older
one decides nothing. Whoever changes a row holds the text first and the row after it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.moderation.review import scoring
from forum.moderation.review.scoring import Finding
from forum.moderation.subjects import Key


class ReviewItem(db.Model):
    """A text somebody should look at, or has looked at; one row for each text."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    score: Mapped[int] = mapped_column(default=0)
    place_kind: Mapped[str] = mapped_column(String(40), default="")
    place_id: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: What was decided last: hidden, restored, approved, left, removed or redacted.
    decided_act: Mapped[str] = mapped_column(String(12), default="")
    #: Near-copies share the key of the first; a text alone has its own.
    campaign: Mapped[str] = mapped_column(String(60), index=True)
    #: Why it is here, so that lists need no join: it does not appear yet; a rule took it off the
    #: page; somebody reported it; there is nothing but that its author is new.
    waiting: Mapped[bool] = mapped_column(default=False)
    held: Mapped[bool] = mapped_column(default=False)
    reported: Mapped[bool] = mapped_column(default=False)
    light: Mapped[bool] = mapped_column(default=False)

    decided_by: Mapped[Person | None] = relationship()
    causes: Mapped[list["Cause"]] = relationship(
        cascade="all, delete-orphan", order_by="Cause.weight.desc(), Cause.id", lazy="selectin"
    )

    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id"),
        Index("ix_review_item_open", "decided_at", "score"),
    )

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.decided_at is None

    @property
    def about(self) -> Key:
        """The kind and the number of its text."""
        return self.subject_kind, self.subject_id

    def weigh(self, findings: Iterable[Finding]) -> None:
        """Note what was found, and sum up all causes."""
        for finding in findings:
            self._note(finding)
        self.score = sum(cause.weight for cause in self.causes)
        self.reported = any(cause.kind == scoring.FLAG for cause in self.causes)
        self.light = all(cause.kind == scoring.FIRST for cause in self.causes)
        db.session.flush()

    def open_again(self) -> None:
        """Let it wait for a decision once more, for causes of its own."""
        self.opened_at, self.decided_at, self.decided_by_id = now(), None, None
        self.version += 1
        self.causes.clear()
        self.waiting = self.held = self.reported = False
        db.session.flush()

    def rest(self) -> None:
        """Close it when nothing speaks for it any more; the row stays, so that no later one looks
        like it.

        A page that still shows it decides nothing, even when the text is opened again.
        """
        self.decided_at, self.decided_by_id, self.decided_act = now(), None, ""
        self.version += 1
        self.waiting = self.held = self.reported = False
        db.session.flush()

    def close(self, by: Person | None, act: str) -> None:
        """Note what was decided; whoever still shows it as undecided decides nothing more."""
        self.rest()
        self.decided_by_id, self.decided_act = by.id if by else None, act
        db.session.flush()

    def drop(self) -> None:
        """Forget it: its text is gone for good."""
        db.session.delete(self)
        db.session.flush()

    def _note(self, finding: Finding) -> None:
        for cause in self.causes:
            if cause.kind == finding.kind:
                cause.weight, cause.details = finding.weight, finding.details
                return
        details = dict(finding.details)
        self.causes.append(Cause(kind=finding.kind, weight=finding.weight, details=details))


class Cause(db.Model):
    """One part of the score of an item: what it is and how much it weighs; no words of anybody."""

    __tablename__ = "review_cause"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_item.id"))
    kind: Mapped[str] = mapped_column(String(20))
    weight: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (UniqueConstraint("item_id", "kind"),)

    @property
    def sentence(self) -> str:
        """What it is, in the language of the page."""
        return scoring.tell(self.kind, self.details)
