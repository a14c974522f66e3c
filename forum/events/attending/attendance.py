"""Attendance: who came, entry by entry; a correction is another entry, never a change of one."""

from datetime import datetime
from typing import Any

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, ForeignKey, Index, String, exists
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import AgeBand, Neighbourhood
from forum.core.db import UtcDateTime, db, now
from forum.events.attending.paper import AttendanceSheet
from forum.events.models import Event
from forum.events.registration.registrations import LONGEST_NAME, Registration

__all__ = [
    "LONGEST_REASON",
    "SEXES",
    "SOURCES",
    "Attendance",
    "AttendanceSheet",
    "attendance_entered",
]

LONGEST_REASON = 300
#: Asked where the grant wants it.
SEXES = {"f": _l("female"), "m": _l("male"), "x": _l("other")}
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


def _known_by_now(context: Any) -> int:
    """Whoever left a name or a contact is one known person among those counted."""
    values = context.get_current_parameters()
    return int(bool(values.get("contact_key") or values.get("name")))


class Attendance(db.Model):
    """An entry: so many people came (or, corrected, fewer did); append-only."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    #: Made where it was tapped, so that a tap sent again after bad reception counts once.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(10))
    #: How many people; negative in a correction, 0 in a line whose person was in already.
    count: Mapped[int] = mapped_column(default=1)
    #: How many of them are known by name or contact: one or none; negative in a correction.
    named: Mapped[int] = mapped_column(default=_known_by_now)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    #: How often this person had been taken back before: with the constraints below,
    #: two phones that scan one code at the same moment make one entry.
    round: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    contact_key: Mapped[str | None] = mapped_column(String(64), index=True)
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    sex: Mapped[str] = mapped_column(String(1), default="")
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("attendance_sheet.id"), index=True)
    line: Mapped[int | None]
    #: How many signatures on the sheet this line stands for.
    signatures: Mapped[int] = mapped_column(default=0)
    #: The entry that had counted the person of this line before the sheet was keyed.
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"), index=True)
    #: Why it was corrected; empty when a slip of the thumb was taken back at the door.
    because: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: When it happened, by the clock of the door, and when it reached us.
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration | None] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    age_band: Mapped[AgeBand | None] = relationship()
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])
    sheet: Mapped[AttendanceSheet | None] = relationship()
    same_as: Mapped["Attendance | None"] = relationship(foreign_keys=[same_as_id], remote_side=[id])
    #: The entry that took this one back, and the one this takes back.
    correction: Mapped["Attendance | None"] = relationship(
        foreign_keys=[corrects_id], back_populates="corrects", uselist=False
    )
    corrects: Mapped["Attendance | None"] = relationship(
        foreign_keys=[corrects_id], back_populates="correction", remote_side=[id]
    )

    __table_args__ = (
        Index(
            "uq_attendance_registration",
            "registration_id",
            "round",
            unique=True,
            sqlite_where=db.text("corrects_id IS NULL"),
            postgresql_where=db.text("corrects_id IS NULL"),
        ),
        Index(
            "uq_attendance_contact",
            "event_id",
            "contact_key",
            "round",
            unique=True,
            sqlite_where=db.text("corrects_id IS NULL"),
            postgresql_where=db.text("corrects_id IS NULL"),
        ),
        Index(
            "uq_attendance_corrected_once",
            "corrects_id",
            unique=True,
            sqlite_where=db.text("corrects_id IS NOT NULL"),
            postgresql_where=db.text("corrects_id IS NOT NULL"),
        ),
    )

    @property
    def source_name(self) -> str:
        """Where it comes from, in the language of the page."""
        return str(SOURCES.get(self.source, self.source))

    @property
    def sex_name(self) -> str:
        """The sex, where it was asked for."""
        return str(SEXES.get(self.sex, ""))

    @property
    def known_as(self) -> str:
        """The name it was entered with; empty for people counted without one."""
        if self.same_as is not None:
            return self.same_as.known_as
        return self.name or (self.registration.name if self.registration else "")


def stands() -> ColumnElement[bool]:
    """Whether an entry says that people came and was not taken back."""
    later = aliased(Attendance)
    taken_back = exists().where(later.corrects_id == Attendance.id).correlate(Attendance)
    return Attendance.corrects_id.is_(None) & ~taken_back
