"""How long data are kept, what has to be kept longer, and what was erased when."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.holding import hold as hold_still
from forum.core.jobs import Job
from forum.core.keeping import DataClass
from forum.privacy.retention.acts import ERASED_DUE, EVERYTHING, LIFTED

LONGEST_REASON = 500
#: Names of classes of data are short words in English.
LONGEST_CLASS = 40


class RetentionPeriod(db.Model):
    """An administrator chose how many days a class is kept; the latest row of a class counts."""

    id: Mapped[int] = mapped_column(primary_key=True)
    data_class: Mapped[str] = mapped_column(String(LONGEST_CLASS), index=True)
    days: Mapped[int]
    because: Mapped[str] = mapped_column(String(LONGEST_REASON))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    by: Mapped[Person | None] = relationship()


class PeriodsConfirmation(db.Model):
    """An administrator has looked at the periods; from then on the nightly work erases."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Always true: the constraint holds it to one row, however many confirm at once.
    only: Mapped[bool] = mapped_column(unique=True, default=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    by: Mapped[Person | None] = relationship()


class RetentionHold(db.Model):
    """Something has to be kept whatever its period says: a class, or everything (no name)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    data_class: Mapped[str] = mapped_column(String(LONGEST_CLASS), default="")
    #: The last day it holds; None until somebody lifts it.
    until: Mapped[date | None] = mapped_column(Date)
    because: Mapped[str] = mapped_column(String(LONGEST_REASON))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_because: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    lifted_by: Mapped[Person | None] = relationship(foreign_keys=[lifted_by_id])

    def lift(self, by: Person, because: str) -> None:
        """Hold it no longer, with a reason; refused when it is lifted already."""
        hold_still(self)
        if self.lifted_at is not None:
            raise Refused(_l("This was lifted already."))
        self.lifted_at, self.lifted_by_id, self.lifted_because = now(), by.id, because
        record(LIFTED, by, self, data_class=self.data_class or EVERYTHING)


class RetentionRun(db.Model):
    """Once through all the classes; begun again where it was broken off."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: Who asked for it; None in the night.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased: Mapped[int] = mapped_column(default=0)

    by: Mapped[Person | None] = relationship()
    job: Mapped[Job | None] = relationship()
    lines: Mapped[list["RetentionLine"]] = relationship(
        back_populates="run", order_by="RetentionLine.id"
    )

    def note(self, one: DataClass, rows: int, oldest: datetime, limit: datetime) -> None:
        """Add to the line of the class how many rows went; nothing about whose they were."""
        line = next((line for line in self.lines if line.data_class == one.name), None)
        if line is None:
            line = RetentionLine(data_class=one.name, rows_count=0, since=oldest, until=limit)
            self.lines.append(line)
        line.rows_count += rows
        line.since = min(line.since or oldest, oldest)
        self.erased += rows

    def finish(self) -> None:
        """End it; the log says how many rows went, when there were any."""
        if self.finished_at is None:
            self.finished_at = now()
            if self.erased:
                record(ERASED_DUE, self.by, self, count=self.erased)


class RetentionLine(db.Model):
    """How many rows of a class a run erased, and from which to which moment they were."""

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("retention_run.id"))
    data_class: Mapped[str] = mapped_column(String(LONGEST_CLASS))
    rows_count: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)

    run: Mapped[RetentionRun] = relationship(back_populates="lines")

    __table_args__ = (Index("uq_retention_line_class", "run_id", "data_class", unique=True),)


class LastSignIn(db.Model):
    """The day somebody last signed in, by which an account is known to be unused."""

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    day: Mapped[date] = mapped_column(Date, index=True)


class UnusedWarning(db.Model):
    """When it was written to somebody that their unused account will be erased."""

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The letter, while the outbox keeps it: one that did not leave warned nobody.
    letter_id: Mapped[int | None] = mapped_column(
        ForeignKey("outbox_message.id", ondelete="SET NULL"), index=True
    )
