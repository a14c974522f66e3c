"""Notices: what a person is told in the application, each thing once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import UtcDateTime, db, now


class Notice(db.Model):
    """One thing told to one person; the key keeps it from being told twice.

    The words are made when it is read, in the reader's language (``presenters``).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    path: Mapped[str] = mapped_column(String(200), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "key"),
        Index("ix_notice_unread", "person_id", "read_at"),
    )

    def mark_read(self) -> None:
        """Note that the person has seen it; the first time counts."""
        self.read_at = self.read_at or now()
