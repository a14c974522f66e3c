"""Programs (program): what a season offers in the neighbourhoods, session by session."""

from datetime import date, datetime, time
from typing import Any

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    Time,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import AgeBand, Category, Neighbourhood, Project
from forum.communities.models import Community
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, link_table, now
from forum.core.i18n import Named, in_language
from forum.events.models import Event

#: What pages call each state of a program.
STATES = {
    "draft": _l("Draft"),
    "announced": _l("Announced"),
    "running": _l("Running"),
    "done": _l("Took place"),
    "cancelled": _l("Called off"),
}
program_announced = signal("program-announced")
program_cancelled = signal("program-cancelled")
#: Sent with a program when the office has written down how it was.
program_done = signal("program-done")
#: Sent with a program residents see, and ``sessions=``, when some were added to it.
sessions_added = signal("program-sessions-added")

program_neighbourhood = link_table(
    "program_neighbourhood", program_id="program", neighbourhood_id="neighbourhood"
)
program_age_band = link_table("program_age_band", program_id="program", age_band_id="age_band")


class Season(Named, db.Model):
    """A stretch of time for which programs are planned, such as spring 2027."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    name_hu: Mapped[str] = mapped_column(String(80), unique=True)
    name_en: Mapped[str] = mapped_column(String(80), default="")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    tick: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    project: Mapped[Project | None] = relationship()

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return self.name_hu

    def touch(self) -> None:
        """Note that pages showing this season are out of date."""
        self.tick = Season.tick + 1 if self.id else 0


class Program(db.Model):
    """Something the season offers: for whom, where, at what cost; its sessions are events."""

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    title_hu: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    description_hu: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    organiser_hu: Mapped[str] = mapped_column(String(200), default="")
    organiser_en: Mapped[str] = mapped_column(String(200), default="")
    is_free: Mapped[bool] = mapped_column(default=True)
    #: What one pays to take part, where it is not free.
    price_hu: Mapped[str] = mapped_column(String(200), default="", server_default="")
    price_en: Mapped[str] = mapped_column(String(200), default="", server_default="")
    #: What it costs the organisers, in forints; None while nobody knows.
    cost: Mapped[int | None]
    funding_hu: Mapped[str] = mapped_column(String(200), default="")
    funding_en: Mapped[str] = mapped_column(String(200), default="")
    #: Its own conversation, in which those who came say how it was.
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"), unique=True)
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    announced_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_because: Mapped[str] = mapped_column(String(500), default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: How it was, in the words of the office.
    outcome_hu: Mapped[str] = mapped_column(String(2000), default="")
    outcome_en: Mapped[str] = mapped_column(String(2000), default="")
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=0)
    tick: Mapped[int] = mapped_column(default=0)

    season: Mapped[Season] = relationship()
    project: Mapped[Project | None] = relationship()
    community: Mapped[Community | None] = relationship()
    category: Mapped[Category | None] = relationship()
    conversation: Mapped[Conversation | None] = relationship()
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(
        secondary=program_neighbourhood, order_by=Neighbourhood.id, lazy="selectin"
    )
    age_bands: Mapped[list[AgeBand]] = relationship(
        secondary=program_age_band, order_by=AgeBand.youngest, lazy="selectin"
    )
    sessions: Mapped[list["ProgramSession"]] = relationship(
        back_populates="program", order_by="ProgramSession.id"
    )

    @property
    def reference(self) -> str:
        """What the log calls it: its title."""
        return self.title_hu

    @property
    def title(self) -> str:
        """What it is called."""
        return in_language(self, "title")

    @property
    def description(self) -> str:
        """What one can expect."""
        return in_language(self, "description")

    @property
    def organiser(self) -> str:
        """Who organises it."""
        return in_language(self, "organiser")

    @property
    def price(self) -> str:
        """What one pays to take part, where it is not free."""
        return in_language(self, "price")

    @property
    def funding(self) -> str:
        """Where the money comes from."""
        return in_language(self, "funding")

    @property
    def outcome(self) -> str:
        """How it was, in the words of the office."""
        return in_language(self, "outcome")

    @property
    def is_public(self) -> bool:
        """Whether residents can see it."""
        return self.announced_at is not None

    @property
    def in_order(self) -> list["ProgramSession"]:
        """All its sessions, the first one first."""
        return sorted(self.sessions, key=lambda each: (each.event.starts_at, each.id or 0))

    @property
    def held_sessions(self) -> list["ProgramSession"]:
        """Its sessions that took or take place: all but those called off."""
        return [each for each in self.in_order if not each.event.is_cancelled]

    @property
    def to_come(self) -> list["ProgramSession"]:
        """Its sessions that have not begun and were not called off."""
        return [each for each in self.held_sessions if each.event.starts_at > now()]

    @property
    def state(self) -> str:
        """One of draft, announced, running, done and cancelled."""
        return self.state_if(any(each.event.starts_at <= now() for each in self.held_sessions))

    def state_if(self, begun: bool) -> str:
        """Return the state, for lists that know already whether a session has begun."""
        if self.announced_at is None:
            return "draft"
        if self.cancelled_at is not None:
            return "cancelled"
        if self.done_at is not None:
            return "done"
        return "running" if begun else "announced"

    @property
    def state_name(self) -> str:
        """Where it stands, in the language of the page."""
        return str(STATES[self.state])

    def touch(self) -> None:
        """Note that pages showing this program are out of date."""
        self.tick = Program.tick + 1 if self.id else 0

    def hold(self) -> None:
        """Keep others from changing it until the commit, and see what they have committed."""
        db.session.execute(select(Program.id).where(Program.id == self.id).with_for_update())
        db.session.refresh(self)
        db.session.expire(self, ["sessions"])


class Series(db.Model):
    """Sessions that come back by a rule, except on some days."""

    __tablename__ = "program_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    #: "week", "fortnight" or "month" (the same weekday of the month: the second Tuesday).
    rhythm: Mapped[str] = mapped_column(String(10))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    begins: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    #: {"2027-03-15": "holiday"}: days on which there is none, and why.
    exceptions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    program: Mapped[Program] = relationship()


class ProgramSession(db.Model):
    """An event that is a session of a program."""

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("program_series.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    #: When whoever registered was thanked and asked how it was; None before.
    thanked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    program: Mapped[Program] = relationship(back_populates="sessions")
    series: Mapped[Series | None] = relationship()
    event: Mapped[Event] = relationship(lazy="joined")


class Feedback(db.Model):
    """How a session was to somebody: a rating, and words that are opinions of the program's own
    conversation (known by their numbers).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: 1 (bad) to 5 (very good).
    rating: Mapped[int | None]
    good_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"))
    better_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"))
    channel: Mapped[str] = mapped_column(String(10), default="web")
    #: Fingerprint of a contact told on paper, by which the same person counts once.
    contact_key: Mapped[str | None] = mapped_column(String(64))
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    program: Mapped[Program] = relationship()
    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        Index(
            "uq_feedback_contact",
            "event_id",
            "contact_key",
            unique=True,
            sqlite_where=db.text("contact_key IS NOT NULL"),
            postgresql_where=db.text("contact_key IS NOT NULL"),
        ),
    )
