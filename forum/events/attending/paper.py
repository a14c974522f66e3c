"""The signed sheet of paper: its scan as evidence, and what was said about a difference."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.events.models import Event


class AttendanceSheet(db.Model):
    """A signed sheet, keyed afterwards, with its scan as evidence; only staff may open it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: How many signatures stand on the paper, counted by whoever keys it.
    signatures: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    #: The name of the file as it was sent, only to be shown.
    filename: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(40), default="")
    scan: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    #: SHA-256 of the scan as kept.
    digest: Mapped[str] = mapped_column(String(64), default="")

    event: Mapped[Event] = relationship()
    by: Mapped[Person | None] = relationship()


class SheetExplanation(db.Model):
    """Why signatures and entries of a sheet differ; it holds as long as they differ by as many."""

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("attendance_sheet.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: Signatures without an entry (negative: entries without a signature).
    difference: Mapped[int]
    because: Mapped[str] = mapped_column(String(300))

    by: Mapped[Person | None] = relationship()
