"""Local communities (közösség): groups that exist, and groups residents would like to found."""

from datetime import datetime
from typing import Any

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import Category, Neighbourhood, Project
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import in_language
from forum.events.models import Event
from forum.moderation.models import Moderated

#: Sent with a community when enough people have joined its interest list.
community_founded = signal("community-founded")

community_neighbourhood = Table(
    "community_neighbourhood",
    db.metadata,
    Column("community_id", Integer, ForeignKey("community.id"), primary_key=True),
    Column("neighbourhood_id", Integer, ForeignKey("neighbourhood.id"), primary_key=True),
)
#: What became of somebody's wish to join.
JOINING = {
    "asked": _l("Waiting for an answer"),
    "member": _l("Member"),
    "declined": _l("Not this time"),
    "left": _l("Left"),
}


class Community(Moderated, db.Model):
    """A local group: what it does, where and when it meets, whom to ask.

    One that residents would like to found is an interest list until ``founded_at``: it becomes a
    community when ``needed`` people (the founder among them) are on it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    name_hu: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    description_hu: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    place: Mapped[str] = mapped_column(String(200), default="")
    meets_hu: Mapped[str] = mapped_column(String(200), default="")
    meets_en: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    #: When the contact person agreed to be shown to everybody; None: only the office sees them.
    contact_public_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seeks_members: Mapped[bool] = mapped_column(default=True)
    seeks_hu: Mapped[str] = mapped_column(String(300), default="")
    seeks_en: Mapped[str] = mapped_column(String(300), default="")
    #: People an interest list needs before it becomes a community.
    needed: Mapped[int] = mapped_column(default=0)
    #: When it became (or was entered as) a community; None while it is an interest list.
    founded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Whoever proposed it, and answers those who would like to join.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    claim_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(default=0)
    tick: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    project: Mapped[Project | None] = relationship()
    category: Mapped[Category | None] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(
        secondary=community_neighbourhood, order_by=Neighbourhood.id, lazy="selectin"
    )

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return f"K-{self.id}"

    @property
    def name(self) -> str:
        """What it is called."""
        return in_language(self, "name")

    @property
    def is_founded(self) -> bool:
        """Whether it is a community, and not (yet) an interest list."""
        return self.founded_at is not None

    def touch(self) -> None:
        """Note that pages showing this community are out of date."""
        self.tick = Community.tick + 1 if self.id else 0


class CommunityMember(db.Model):
    """Somebody would like to join a community or to found it, and what came of it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: Seen by the community's author and the office only.
    name: Mapped[str] = mapped_column(String(80), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    contact_key: Mapped[str | None] = mapped_column(String(64))
    message: Mapped[str] = mapped_column(String(600), default="")
    channel: Mapped[str] = mapped_column(String(10), default="web")
    state: Mapped[str] = mapped_column(String(10), default="asked")
    home_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    community: Mapped[Community] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __table_args__ = (
        UniqueConstraint("community_id", "person_id"),
        Index(
            "uq_community_member_contact",
            "community_id",
            "contact_key",
            unique=True,
            sqlite_where=db.text("contact_key IS NOT NULL"),
            postgresql_where=db.text("contact_key IS NOT NULL"),
        ),
    )

    @property
    def state_name(self) -> Any:
        """What came of it, in the language of the page."""
        return JOINING[self.state]


class Hosting(db.Model):
    """A community hosts an event: a session of a program, or a forum."""

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    community: Mapped[Community] = relationship()
    event: Mapped[Event] = relationship()
