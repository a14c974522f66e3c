"""The ledger: who took part in what, line by line; lines are added and never changed."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import AgeBand, Category, Neighbourhood, Project
from forum.core.db import UtcDateTime, db, now

#: As long as a period's name may be.
LONGEST_NAME = 60


class Participant(db.Model):
    """A distinct person as far as the evidence tells; holds nothing about who it is."""

    #: Given out while the open period is locked, so that thousands are added with one statement.
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The participant this one turned out to be.
    joined_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))


class Evidence(db.Model):
    """What tells a participant: an account or the fingerprint of a contact."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "person:17", or "contact:" and a fingerprint (``core.contacts.contact_key``).
    node: Mapped[str] = mapped_column(String(80), unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Period(db.Model):
    """A stretch of bookkeeping; a closed one never changes, database triggers see to it."""

    __tablename__ = "ledger_period"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Given when it is closed.
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    #: True of the one open period; the constraint holds it to one.
    open: Mapped[bool | None] = mapped_column(unique=True, default=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: What was true when it was closed: {"period": figures, "until": figures}.
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    closed_by: Mapped[Person | None] = relationship()

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return self.label

    @property
    def label(self) -> str:
        """Its name, or its number while it has none."""
        return self.name or _("Period %(number)s", number=self.id)


class LedgerLine(db.Model):
    """So many participations of somebody in something; a correction takes a whole line back."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Who took part in what and how, in one text: at most one line of a slot stands.
    slot: Mapped[str] = mapped_column(String(100))
    #: How often this slot had a line before; with the constraint below two at once add one.
    round: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20))
    activity: Mapped[str] = mapped_column(String(20))
    activity_id: Mapped[int]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    #: What holds an unidentified person together: "visitor:5", "registration:7"; empty for counts.
    unit: Mapped[str] = mapped_column(String(40), default="")
    #: How many participations; negative in a correction.
    count: Mapped[int]
    #: The day it happened, in the city.
    day: Mapped[date] = mapped_column(Date)
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    sex: Mapped[str] = mapped_column(String(1), default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    channel: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(20))
    source_table: Mapped[str] = mapped_column(String(30))
    source_id: Mapped[int]
    #: Who entered the source and when; None when people did it themselves.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    period_id: Mapped[int] = mapped_column(ForeignKey("ledger_period.id"), index=True)
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The line this one takes back; None for a participation.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_line.id"))
    #: Of a correction, the period the line it takes back stands in.
    corrects_period_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_period.id"))

    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    age_band: Mapped[AgeBand | None] = relationship()
    category: Mapped[Category | None] = relationship()
    project: Mapped[Project | None] = relationship()
    entered_by: Mapped[Person | None] = relationship()
    period: Mapped[Period] = relationship(foreign_keys=[period_id])

    __table_args__ = (
        Index(
            "uq_ledger_line_round",
            "slot",
            "round",
            unique=True,
            sqlite_where=db.text("corrects_id IS NULL"),
            postgresql_where=db.text("corrects_id IS NULL"),
        ),
        Index(
            "uq_ledger_line_corrected_once",
            "corrects_id",
            unique=True,
            sqlite_where=db.text("corrects_id IS NOT NULL"),
            postgresql_where=db.text("corrects_id IS NOT NULL"),
        ),
        Index("ix_ledger_line_activity", "activity", "activity_id"),
    )


class StoredFigures(db.Model):
    """Figures as pages show them, made by the booking: ``now``, ``public`` or of a target."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The last line counted, and the last day; None for every day.
    last_line: Mapped[int] = mapped_column(default=0)
    through: Mapped[date | None] = mapped_column(Date)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def standing(last_line: int | None = None, period_id: int | None = None) -> Any:
    """Return the condition of lines that stand: added, and not taken back.

    Of an earlier moment when told its last line or its last period.
    """
    taker = aliased(LedgerLine)
    taken = select(taker.id).where(taker.corrects_id == LedgerLine.id)
    known = []
    if last_line is not None:
        taken = taken.where(taker.id <= last_line)
        known.append(LedgerLine.id <= last_line)
    if period_id is not None:
        taken = taken.where(taker.period_id <= period_id)
        known.append(LedgerLine.period_id <= period_id)
    return db.and_(LedgerLine.corrects_id.is_(None), ~taken.exists(), *known)
