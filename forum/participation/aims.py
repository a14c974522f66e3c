"""What the ledger is held against: the targets of the grant and the figures of the census."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import AgeBand, Neighbourhood, Project
from forum.core.db import UtcDateTime, db, now

#: What a target counts.
INDICATORS = {"participants": _l("Participants"), "participations": _l("Participations")}
LONGEST_SOURCE = 200


class Target(db.Model):
    """What the grant asks for: so many people or participations, of which kinds, by when."""

    __tablename__ = "ledger_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(20))
    #: Names of the kinds of activity that count.
    kinds: Mapped[list[str]] = mapped_column(JSON)
    amount: Mapped[int]
    by_day: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    project: Mapped[Project] = relationship()

    @property
    def reference(self) -> str:
        """What the log calls it: the project it belongs to."""
        return self.project.identifier

    @property
    def indicator_name(self) -> str:
        """What it counts, in the language of the page."""
        return str(INDICATORS[self.indicator])


class Census(db.Model):
    """How many people live where, from one source and year; the newest is in force."""

    id: Mapped[int] = mapped_column(primary_key=True)
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(LONGEST_SOURCE))
    year: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person | None] = relationship()
    cells: Mapped[list["CensusCell"]] = relationship(order_by="CensusCell.id", lazy="selectin")

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return f"{self.source}, {self.year}"


class CensusCell(db.Model):
    """How many people of one age band live in one neighbourhood."""

    id: Mapped[int] = mapped_column(primary_key=True)
    census_id: Mapped[int] = mapped_column(ForeignKey("census.id"))
    neighbourhood_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int] = mapped_column(ForeignKey("age_band.id"))
    residents: Mapped[int]

    neighbourhood: Mapped[Neighbourhood] = relationship()
    age_band: Mapped[AgeBand] = relationship()

    __table_args__ = (
        Index("uq_census_cell_place", "census_id", "neighbourhood_id", "age_band_id", unique=True),
    )
