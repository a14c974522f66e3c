"""Local communities (közösség): groups that exist, and groups residents would like to found."""

from datetime import datetime, timedelta
from typing import Any

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import Category, Neighbourhood, Project
from forum.core import search
from forum.core.db import UtcDateTime, db, link_table, now
from forum.core.i18n import in_language
from forum.events.models import Event
from forum.moderation.moderated import Moderated

#: Sent with a community when enough people have joined its interest list.
community_founded = signal("community-founded")
#: Sent with a community when somebody has joined it or left it.
community_members_changed = signal("community-members-changed")

community_neighbourhood = link_table(
    "community_neighbourhood", community_id="community", neighbourhood_id="neighbourhood"
)
#: Whom to ask; shown to everybody only with a yes.
CONTACT = ("contact_name", "contact_email", "contact_phone")
#: Every column with words of residents; campaigns are compared by the first.
WORDS = (
    *("description_hu", "name_hu", "description_en", "name_en", "place", "meets_hu", "meets_en"),
    *("website", "seeks_hu", "seeks_en", *CONTACT, "closed_because"),
)
#: How long the page of a community celebrates that it was founded.
CELEBRATED = timedelta(days=60)
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
    #: The year since which it has been there, of one that is older than this site.
    since: Mapped[int | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Why it was closed, for everybody to read.
    closed_because: Mapped[str] = mapped_column(String(500), default="", server_default="")
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

    @property
    def description(self) -> str:
        """What it does."""
        return in_language(self, "description")

    @property
    def meets(self) -> str:
        """When it meets, in words."""
        return in_language(self, "meets")

    @property
    def seeks(self) -> str:
        """Whom it is looking for."""
        return in_language(self, "seeks")

    @property
    def is_closed(self) -> bool:
        """Whether it is no more."""
        return self.closed_at is not None

    @property
    def takes_people(self) -> bool:
        """Whether one can join: its list, or a community that is looking for members."""
        return self.visible and not self.is_closed and (not self.is_founded or self.seeks_members)

    @property
    def was_founded_here(self) -> bool:
        """Whether people found each other for it on an interest list of the city."""
        return self.is_founded and self.needed > 0

    @property
    def is_new(self) -> bool:
        """Whether it was founded here lately, so that its page celebrates."""
        return self.was_founded_here and now() - self.founded_at < CELEBRATED  # type: ignore[operator]

    @property
    def contact_shown(self) -> bool:
        """Whether everybody may read whom to ask."""
        told = self.contact_name or self.contact_email or self.contact_phone
        return self.contact_public_at is not None and bool(told)

    def touch(self) -> None:
        """Note that pages showing this community are out of date."""
        self.tick = Community.tick + 1 if self.id else 0

    def visibility_changed(self) -> None:
        """Keep the index and the kept pages true."""
        self.touch()
        self.index()

    def index(self) -> None:
        """Make it findable while everybody may read it, and not otherwise."""
        db.session.flush()
        if not self.visible or self.is_closed:
            search.remove("community", self.id)
            return
        words = ("name_hu", "name_en", "description_hu", "description_en", "place", "meets_hu")
        search.add(
            search.Findable(
                "community",
                self.id,
                title=self.name_hu,
                text="\n".join(getattr(self, name) or "" for name in words),
                path=f"/communities/{self.id}",
                at=self.created_at,
            )
        )


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
    #: What the community answered; only whoever asked reads it.
    answer: Mapped[str] = mapped_column(String(600), default="", server_default="")
    channel: Mapped[str] = mapped_column(String(10), default="web")
    state: Mapped[str] = mapped_column(String(10), default="asked")
    home_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    claim_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
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

    def forget(self) -> None:
        """Keep no name, contact or words; the fingerprint stays, so that one person counts once."""
        self.name = self.contact = self.message = ""

    @property
    def stands(self) -> bool:
        """Whether it is a wish that waits, or somebody who belongs to it."""
        return self.state in {"asked", "member"}

    @property
    def shown_name(self) -> str:
        """Who it is, for those who may see it."""
        return self.name or self.contact or f"#{self.id}"


class Hosting(db.Model):
    """A community hosts an event: a session of a program, or a forum."""

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    community: Mapped[Community] = relationship()
    event: Mapped[Event] = relationship()
