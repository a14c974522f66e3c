"""What is noted of a text of whatever room: hidings with reasons, approvals, flags.

Rows hold (kind, id) of their subject, so that every room's texts can be moderated alike.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.moderation.reasons import reason_name


class Hiding(db.Model):
    """A text is not shown: by whom, since when, why; and, once lifted, the same again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    reason: Mapped[str] = mapped_column(String(30))
    because: Mapped[str] = mapped_column(String(1000))
    restored_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    restored_because: Mapped[str] = mapped_column(String(1000), default="")

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    restored_by: Mapped[Person | None] = relationship(foreign_keys=[restored_by_id])

    __table_args__ = (
        # One open hiding per text: two facilitators cannot hide the same text twice.
        Index(
            "uq_hiding_open",
            "subject_kind",
            "subject_id",
            unique=True,
            sqlite_where=db.text("restored_at IS NULL"),
            postgresql_where=db.text("restored_at IS NULL"),
        ),
    )

    @property
    def reason_name(self) -> str:
        """The kind of reason in the language of the page."""
        return reason_name(self.reason)


class Approval(db.Model):
    """A text that waited for a facilitator was let through."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    by: Mapped[Person | None] = relationship()

    # Not unique: a text its author changes afterwards waits, and is let through, once more.
    __table_args__ = (Index("ix_approval_subject", "subject_kind", "subject_id"),)


class Flag(db.Model):
    """Somebody thinks that a text should be looked at."""

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    reason: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(String(500), default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])

    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "by_id"),
        Index("ix_flag_open", "closed_at", "subject_kind", "subject_id"),
    )
