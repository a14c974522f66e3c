"""The city's own words: itself, its neighbourhoods, age bands, kinds of program, its grant."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import Named, in_language


class City(Named, db.Model):
    """The one city this installation serves, and how to reach its office."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    office_hu: Mapped[str] = mapped_column(String(200), default="")
    office_en: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_address: Mapped[str] = mapped_column(String(200), default="")
    tick: Mapped[int] = mapped_column(default=0)

    @property
    def office(self) -> str:
        """Name of the office residents can turn to."""
        return in_language(self, "office")


class Neighbourhood(Named, db.Model):
    """A part of the city that people who live there call by name."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(80), unique=True)
    name_en: Mapped[str] = mapped_column(String(80), default="")
    #: Other names people write on paper and in lists, such as Martinkertváros.
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AgeBand(Named, db.Model):
    """A range of ages; the code is how files and forms write it, such as 14-17."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_hu: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    youngest: Mapped[int] = mapped_column(default=0)
    oldest: Mapped[int | None]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Category(Named, db.Model):
    """A kind of program: local history, board games, traffic safety and so on."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(80), unique=True)
    name_en: Mapped[str] = mapped_column(String(80), default="")
    description_hu: Mapped[str] = mapped_column(String(300), default="")
    description_en: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def description(self) -> str:
        """One sentence on this kind of program."""
        return in_language(self, "description")


class Project(Named, db.Model):
    """The grant project: what the fund wants to see on every page."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    identifier: Mapped[str] = mapped_column(String(60), unique=True)
    beneficiary: Mapped[str] = mapped_column(String(200), default="")
    fund_hu: Mapped[str] = mapped_column(String(120), default="")
    fund_en: Mapped[str] = mapped_column(String(120), default="")
    programme_hu: Mapped[str] = mapped_column(String(200), default="")
    programme_en: Mapped[str] = mapped_column(String(200), default="")
    total_cost: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3), default="HUF")
    rate_of_support: Mapped[float] = mapped_column(Numeric(5, 2, asdecimal=False), default=100)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    maintenance_until: Mapped[date | None] = mapped_column(Date)
    description_hu: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @property
    def reference(self) -> str:
        """What the log calls this project."""
        return self.identifier

    @property
    def fund(self) -> str:
        """The European fund that pays."""
        return in_language(self, "fund")

    @property
    def programme(self) -> str:
        """The operational programme."""
        return in_language(self, "programme")

    @property
    def description(self) -> str:
        """What the project is for."""
        return in_language(self, "description")
