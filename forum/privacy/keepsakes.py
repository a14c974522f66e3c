"""What this room keeps for a while: archives that wait for their owners, last letters on their way."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from forum.core.db import UtcDateTime, db, now
from forum.core.grounds import CONSENT
from forum.core.jobs import Job
from forum.core.keeping import DataClass, keep_class

#: So long an archive can be fetched.
FETCHED_WITHIN = timedelta(hours=24)


class DataArchive(db.Model):
    """An archive being made or waiting for its owner; a day later it is gone."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    #: 192 random bits: the last part of its address, which only its owner can open besides.
    name: Mapped[str] = mapped_column(String(40), unique=True)
    language: Mapped[str] = mapped_column(String(2), default="hu")
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    @property
    def ends_at(self) -> datetime:
        """Until when it can be fetched."""
        return self.asked_at + FETCHED_WITHIN

    @property
    def over(self) -> bool:
        """Whether its day is over."""
        return self.ends_at <= now()

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return self.made_at is not None and not self.over

    @property
    def work(self) -> Job | None:
        """The work that makes it, while the machine remembers that."""
        return db.session.get(Job, self.job_id) if self.job_id else None

    @property
    def failed(self) -> bool:
        """Whether making it failed."""
        return (work := self.work) is not None and work.state == "failed"


class Farewell(db.Model):
    """The last letter to somebody who was erased: it is deleted as soon as it went out."""

    letter_id: Mapped[int] = mapped_column(
        ForeignKey("outbox_message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


keep_class(
    DataClass(
        "own_archive",
        _l("Archives of one’s own data"),
        _l("The archive you asked for, and the last letter after you had yourself erased"),
        _l("so that you can take your data away, and know that they were erased"),
        CONSENT,
        _l("you alone"),
        {
            "data_archive": "person_id name language job_id asked_at made_at content",
            "farewell": "letter_id at",
        },
        how_long=_l("the archive for 24 hours, the letter until it went out"),
        order=42,
    )
)
