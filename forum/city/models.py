"""The city's own words: itself, its neighbourhoods, age bands, kinds of program, its grant."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, BigInteger, Date, Numeric, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.audit import record
from forum.city.keeping import MOVED, Kept, Retirable, renew_pages
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.i18n import Named, in_language


class City(Kept, Named, db.Model):
    """The one city this installation serves, and how to reach its office."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    office_hu: Mapped[str] = mapped_column(String(200), default="")
    office_en: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    contact_address: Mapped[str] = mapped_column(String(200), default="")
    #: Raised by every change of the city's words.
    tick: Mapped[int] = mapped_column(default=0)

    @property
    def reference(self) -> str:
        """What the log calls the city."""
        return self.name_hu

    @property
    def office(self) -> str:
        """Name of the office residents can turn to."""
        return in_language(self, "office")


class Neighbourhood(Retirable, Named, db.Model):
    """A part of the city that people who live there call by name."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(80), unique=True)
    name_en: Mapped[str] = mapped_column(String(80), default="")
    #: Other names people write on paper and in lists, such as a short or an older one.
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return self.name_hu


class AgeBand(Retirable, Named, db.Model):
    """A range of ages; the code is how files and forms write it, such as 14-17."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_hu: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    youngest: Mapped[int] = mapped_column(default=0)
    oldest: Mapped[int | None]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return self.code

    def meets(self, youngest: int, oldest: int | None) -> bool:
        """Whether the band shares an age with the range from ``youngest`` to ``oldest``."""
        ends = float("inf")
        mine = ends if self.oldest is None else self.oldest
        theirs = ends if oldest is None else oldest
        return self.youngest <= theirs and youngest <= mine

    def bring_back(self, by: Any) -> bool:
        """Bring it back into use, unless its ages have been given to another band."""
        others = select(AgeBand).where(AgeBand.retired_at.is_(None), AgeBand.id != self.id)
        for band in db.session.scalars(others):
            if band.meets(self.youngest, self.oldest):
                raise Refused(_("These ages overlap with “%(name)s”.", name=band.name))
        return super().bring_back(by)


class Category(Retirable, Named, db.Model):
    """A kind of program: local history, board games, traffic safety and so on."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(80), unique=True)
    name_en: Mapped[str] = mapped_column(String(80), default="")
    description_hu: Mapped[str] = mapped_column(String(300), default="")
    description_en: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return self.name_hu

    @property
    def description(self) -> str:
        """One sentence on this kind of program."""
        return in_language(self, "description")

    def add(self, by: Any) -> None:
        """Take it into the city's words, after the last one."""
        self.position = 1 + max((row.position for row in in_order()), default=-1)
        super().add(by)

    def move(self, by: Any, step: int) -> bool:
        """Move it ``step`` places down (or up, when negative); False at the end of the list."""
        rows = [row for row in in_order() if row.retired_at is None]
        if self not in rows or not 0 <= rows.index(self) + step < len(rows):
            return False
        place = rows.index(self) + step
        rows.remove(self)
        rows.insert(place, self)
        for position, row in enumerate(rows):
            row.position = position
        renew_pages()
        record(MOVED, by, self)
        return True


def in_order() -> list[Category]:
    """Return all kinds of program, also those out of use, in the city's order."""
    return list(db.session.scalars(select(Category).order_by(Category.position, Category.id)))


class Project(Kept, Named, db.Model):
    """The grant project: what the fund wants to see on every page."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    identifier: Mapped[str] = mapped_column(String(60), unique=True)
    beneficiary_hu: Mapped[str] = mapped_column(String(200), default="")
    beneficiary_en: Mapped[str] = mapped_column(String(200), default="")
    fund_hu: Mapped[str] = mapped_column(String(120), default="")
    fund_en: Mapped[str] = mapped_column(String(120), default="")
    programme_hu: Mapped[str] = mapped_column(String(200), default="")
    programme_en: Mapped[str] = mapped_column(String(200), default="")
    total_cost: Mapped[int] = mapped_column(BigInteger, default=0)
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
    def beneficiary(self) -> str:
        """Who carries the project out."""
        return in_language(self, "beneficiary")

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

    @property
    def amount(self) -> int:
        """How much of the total cost the fund pays."""
        return round(self.total_cost * self.rate_of_support / 100)
