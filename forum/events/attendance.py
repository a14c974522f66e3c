"""Attendance: who came, entry by entry; a correction is another entry, never a change of one."""

from datetime import datetime

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import AgeBand, Neighbourhood
from forum.core.db import UtcDateTime, db, now
from forum.events.models import Event
from forum.events.registrations import LONGEST_NAME, Registration

#: Where an entry comes from: a registration checked in at the door, a walk-in who gave a name or
#: contact, walk-ins counted without names, a line of the signed sheet keyed afterwards.
SOURCES = {
    "check-in": _l("checked in at the door"),
    "walk-in": _l("came without registering"),
    "tally": _l("counted at the door"),
    "sheet": _l("keyed from the signed sheet"),
}

#: Sent with an entry after it was added.
attendance_entered = signal("attendance-entered")


class Attendance(db.Model):
    """An entry: so many people came (or, corrected, fewer did); append-only."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    #: Made where it was tapped, so that a tap sent again after bad reception counts once.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(10))
    #: How many people; negative in a correction. Names stand for one person each.
    count: Mapped[int] = mapped_column(default=1)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    #: How often this registration had been checked in and taken back before: with the constraint
    #: below, two phones that scan one code at the same moment make one entry.
    round: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    contact_key: Mapped[str | None] = mapped_column(String(64), index=True)
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    sex: Mapped[str] = mapped_column(String(1), default="")
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_sheet.id"), index=True)
    line: Mapped[int | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"), index=True)
    because: Mapped[str] = mapped_column(String(300), default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: When it happened, by the clock of the door, and when it reached us.
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    age_band: Mapped[AgeBand | None] = relationship()
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])

    __table_args__ = (
        Index(
            "uq_attendance_check_in",
            "registration_id",
            "round",
            unique=True,
            sqlite_where=db.text("source = 'check-in' AND corrects_id IS NULL"),
            postgresql_where=db.text("source = 'check-in' AND corrects_id IS NULL"),
        ),
        Index(
            "uq_attendance_corrected_once",
            "corrects_id",
            unique=True,
            sqlite_where=db.text("corrects_id IS NOT NULL"),
            postgresql_where=db.text("corrects_id IS NOT NULL"),
        ),
    )


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
    filename: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(40), default="")
    scan: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    #: SHA-256 of the scan as kept.
    digest: Mapped[str] = mapped_column(String(64), default="")

    event: Mapped[Event] = relationship()
    by: Mapped[Person | None] = relationship()
