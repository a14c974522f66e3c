"""Notices: what a person is told, each thing once; how they want to be told, what they follow."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now

#: How often letters come.
PACES = {
    "usual": _l("What concerns my own words at once, the rest once a day"),
    "once": _l("At once, each by itself"),
    "daily": _l("Once a day, all together"),
    "weekly": _l("Once a week, all together"),
    "never": _l("No letters; I look here"),
}


#: Letters of news in a day at most, unless the person says otherwise.
MOST_A_DAY = 3
#: Hours of the day in the city between which no letter is sent, unless the person says otherwise.
QUIET_FROM, QUIET_UNTIL = 21, 7


class Notice(db.Model):
    """One thing told to one person; the key keeps it from being told twice.

    The words are made when it is read, in the reader's language (``core.news.WORDS``).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    #: What it is about, so that a digest can group by it; empty of the oldest notices.
    topic_kind: Mapped[str] = mapped_column(String(20), default="", server_default="")
    topic_id: Mapped[int] = mapped_column(default=0, server_default="0")
    path: Mapped[str] = mapped_column(String(200), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When its letter is due; None once it was written, or when there is none to write.
    letter_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    #: The letter it was told in.
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_message.id"))
    #: Of somebody who can only be called: when that was done, and by whom.
    call_due: Mapped[bool] = mapped_column(default=False, server_default=false())
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __table_args__ = (
        UniqueConstraint("person_id", "kind", "key"),
        Index("ix_notice_unread", "person_id", "read_at"),
    )

    def mark_read(self) -> None:
        """Note that the person has seen it; the first time counts."""
        self.read_at = self.read_at or now()


class Preference(db.Model):
    """How one person wants to be told by letter; whoever has none is told as is usual."""

    __tablename__ = "notice_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    pace: Mapped[str] = mapped_column(String(10), default="usual")
    #: Hours of the day in the city between which no letter is sent; equal for none.
    quiet_from: Mapped[int] = mapped_column(default=QUIET_FROM)
    quiet_until: Mapped[int] = mapped_column(default=QUIET_UNTIL)
    #: Letters in a day at most; what is over it comes together the next day.
    most_a_day: Mapped[int] = mapped_column(default=MOST_A_DAY)
    #: Sorts of news (``sorts.SORTS``) the person wants no letters of.
    muted: Mapped[list[str]] = mapped_column(JSON, default=list)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Following(db.Model):
    """Somebody wants to hear what happens to something, such as ("idea", 5)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic_kind: Mapped[str] = mapped_column(String(20))
    topic_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    __table_args__ = (
        UniqueConstraint("person_id", "topic_kind", "topic_id"),
        Index("ix_following_topic", "topic_kind", "topic_id"),
    )
