"""Minutes (emlékeztető): grown from the agenda, open for comment, approved, frozen."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.meetings.models import Meeting
from forum.moderation.models import Moderated

LONGEST_COMMENT = 2000


class Minutes(db.Model):
    """The minutes of one forum: drafted once it has ended; each state is told by its moments."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    #: Raised by each saved change of words; a stale form is shown again, not saved over.
    version: Mapped[int] = mapped_column(default=1)
    foreword: Mapped[str] = mapped_column(Text, default="")
    afterword: Mapped[str] = mapped_column(Text, default="")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comments_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meeting: Mapped[Meeting] = relationship()


class MinutesVersion(db.Model):
    """The minutes as they were sent for comment, or approved: frozen words, page and print."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    #: "open" when it was sent for comment, "approved" when the facilitator approved it.
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Everything the minutes say, as plain data; pages and prints are made from it alone.
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: SHA-256 of the data as canonical JSON.
    digest: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    by: Mapped[Person | None] = relationship()
    meeting: Mapped[Meeting] = relationship()
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)


class MinutesComment(Moderated, db.Model):
    """What somebody remarks on the minutes while they are open, and the facilitator's answer."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    text: Mapped[str] = mapped_column(String(LONGEST_COMMENT))
    signature: Mapped[str] = mapped_column(String(80), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    answer: Mapped[str] = mapped_column(String(LONGEST_COMMENT), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    meeting: Mapped[Meeting] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
