"""Minutes (jegyzőkönyv): grown from the agenda, open for comment, approved, frozen."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.meetings.models import AgendaItem, Meeting
from forum.moderation.moderated import Moderated

LONGEST_COMMENT = 2000
LONGEST_REASON = 500


class Minutes(db.Model):
    """The minutes of one forum: drafted once it has ended; each state is told by its moments."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    foreword: Mapped[str] = mapped_column(Text, default="")
    afterword: Mapped[str] = mapped_column(Text, default="")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comments_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meeting: Mapped[Meeting] = relationship()
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id])

    @property
    def stage(self) -> str:
        """One of draft, open (for comment), settling (the days are over) and approved."""
        if self.approved_at is not None:
            return "approved"
        if self.opened_at is None:
            return "draft"
        return "open" if self.takes_comments else "settling"

    @property
    def takes_comments(self) -> bool:
        """Whether anybody may comment now."""
        return (
            self.approved_at is None
            and self.comments_until is not None
            and now() < self.comments_until
        )


class MinutesVersion(db.Model):
    """The minutes as they were sent for comment, or approved: frozen words, page and print.

    Opinions stand in it with the number and the words they had at that moment. If one of them is
    hidden later, this version stays as it is, as a published summary does; a correction tells
    from then on that the opinion is hidden, and a version that must not be read any more for a
    legal reason is withdrawn by a row beside it. Database triggers refuse to change or delete it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    #: "open" when it was sent for comment, "approved" when the facilitator approved it.
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Everything the minutes say, as plain data; page and print are made from it alone, once.
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: SHA-256 of the data as canonical JSON.
    digest: Mapped[str] = mapped_column(String(64))
    #: SHA-256 of what the minutes say without number, date and name: tells the same words again.
    content_digest: Mapped[str] = mapped_column(String(64))
    page_hu: Mapped[str] = mapped_column(Text, deferred=True)
    page_en: Mapped[str] = mapped_column(Text, deferred=True)
    pdf_hu: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf_en: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    by: Mapped[Person | None] = relationship()
    meeting: Mapped[Meeting] = relationship()
    withdrawal: Mapped["MinutesWithdrawal | None"] = relationship(back_populates="version")
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    @property
    def because(self) -> str:
        """Why it was corrected; empty for the first approval."""
        return str(self.data["version"]["because"])


class MinutesWithdrawal(db.Model):
    """A version was withdrawn for a legal reason: it is kept, but not shown any more."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    because: Mapped[str] = mapped_column(String(LONGEST_REASON))
    version: Mapped[MinutesVersion] = relationship(back_populates="withdrawal")


class MinutesLetter(db.Model):
    """Somebody was written to that a version is open for comment; the constraints allow one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("minutes_version.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    __table_args__ = (
        UniqueConstraint("version_id", "registration_id"),
        UniqueConstraint("version_id", "person_id"),
    )


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
    item: Mapped[AgendaItem | None] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])

    @property
    def reference(self) -> str:
        """Its number, as the log and the review page call it."""
        return f"C-{self.id}"

    def visibility_changed(self) -> None:
        """Let the kept page of the minutes be made anew."""
        self.meeting.changed()
