"""The city's own words: itself, its neighbourhoods, age bands and kinds of program."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.audit import record
from forum.city import places
from forum.city.acts import MOVED
from forum.city.changing import Kept, Retirable, renew_pages
from forum.city.project import Project
from forum.core.db import UtcDateTime, db
from forum.core.errors import Refused
from forum.core.i18n import Named, in_language

__all__ = ["AgeBand", "Category", "City", "Neighbourhood", "Project", "in_order"]


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
    #: How a sentence says where: az Avason, in Avas; and from where: az Avasról. Empty if unknown.
    place_hu: Mapped[str] = mapped_column(String(120), default="", server_default="")
    source_hu: Mapped[str] = mapped_column(String(120), default="", server_default="")
    place_en: Mapped[str] = mapped_column(String(120), default="", server_default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return self.name_hu

    @property
    def place(self) -> dict[str, str]:
        """Where something is, in each language: az Avason, in Avas."""
        return {
            "hu": places.place_hu(self.name_hu, self.place_hu),
            "en": places.place_en(self.name_en or self.name_hu, self.place_en),
        }

    @property
    def source(self) -> dict[str, str]:
        """Where somebody is from, in each language: az Avasról, from Avas."""
        return {
            "hu": places.source_hu(self.name_hu, self.source_hu),
            "en": places.source_en(self.name_en or self.name_hu, self.place_en),
        }


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
    #: Whether crime, danger or traffic may be told here: names of people are looked at first.
    safety: Mapped[bool] = mapped_column(default=False, server_default="0")
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
