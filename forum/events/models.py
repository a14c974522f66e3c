"""Events (esemény): something one can attend, such as a forum in a hall or an afternoon of games."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import record
from forum.city.models import AgeBand, Category, Neighbourhood, Project
from forum.core import search
from forum.core.clock import now
from forum.core.days import day_of
from forum.core.db import UtcDateTime, db, link_table
from forum.core.errors import Refused
from forum.core.once import unless_done
from forum.events import acts
from forum.events.life import Announcement, Cancellation, EventChange
from forum.events.worded import Worded

#: What an event may be; rooms that make events of their own add theirs (``add_kind``).
KINDS: dict[str, Any] = {"program": _l("Program"), "other": _l("Other meeting")}

event_announced = signal("event-announced")
#: Sent with ``changes=`` (an EventChange) when an announced event was moved or changed.
event_changed = signal("event-changed")
event_cancelled = signal("event-cancelled")

event_neighbourhood = link_table(
    "event_neighbourhood", event_id="event", neighbourhood_id="neighbourhood"
)
event_age_band = link_table("event_age_band", event_id="event", age_band_id="age_band")


class Event(Worded, db.Model):
    """Something one can attend: what, when, where, for whom; announced, perhaps cancelled."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), default="program")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    title_hu: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    description_hu: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place_hu: Mapped[str] = mapped_column(String(200), default="")
    place_en: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    #: How to get in: steps, lift, toilet, induction loop.
    access_hu: Mapped[str] = mapped_column(String(500), default="")
    access_en: Mapped[str] = mapped_column(String(500), default="")
    step_free: Mapped[bool] = mapped_column(default=False)
    online_link: Mapped[str] = mapped_column(String(500), default="")
    #: How many people there is room for; None when there is no limit.
    capacity: Mapped[int | None]
    #: Whether one is asked to register; without it everybody just comes.
    takes_registrations: Mapped[bool] = mapped_column(default=True)
    registration_opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Who may come, in words; empty for everybody.
    audience_hu: Mapped[str] = mapped_column(String(300), default="")
    audience_en: Mapped[str] = mapped_column(String(300), default="")
    #: Children younger than this come with a grown-up; None when nobody needs one.
    guardian_below: Mapped[int | None]
    children_hu: Mapped[str] = mapped_column(String(300), default="")
    children_en: Mapped[str] = mapped_column(String(300), default="")
    #: Codes of the languages spoken there.
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["hu"])
    is_free: Mapped[bool] = mapped_column(default=True)
    cost_hu: Mapped[str] = mapped_column(String(200), default="")
    cost_en: Mapped[str] = mapped_column(String(200), default="")
    organiser_hu: Mapped[str] = mapped_column(String(200), default="")
    organiser_en: Mapped[str] = mapped_column(String(200), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    #: What a person's calendar knows it by, and how often it has changed since (RFC 5545).
    uid: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: f"{uuid4()}@kalaka")
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: Raised by every edit, so that a form opened before somebody else's edit is noticed.
    version: Mapped[int] = mapped_column(default=0)
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Raised by whatever changes a page that shows it, registrations too.
    tick: Mapped[int] = mapped_column(default=0)
    #: People with a place and people waiting, moved together with the registrations.
    places_taken: Mapped[int] = mapped_column(default=0)
    people_waiting: Mapped[int] = mapped_column(default=0)

    project: Mapped[Project | None] = relationship()
    category: Mapped[Category | None] = relationship()
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(
        secondary=event_neighbourhood, order_by=Neighbourhood.id, lazy="selectin"
    )
    age_bands: Mapped[list[AgeBand]] = relationship(
        secondary=event_age_band, order_by=AgeBand.youngest, lazy="selectin"
    )
    announcement: Mapped[Announcement | None] = relationship(lazy="joined", back_populates="event")
    cancellation: Mapped[Cancellation | None] = relationship(lazy="joined", back_populates="event")
    changes: Mapped[list[EventChange]] = relationship(
        order_by="EventChange.id", back_populates="event"
    )

    __table_args__ = (Index("ix_event_starts_at", "starts_at", "id"),)

    @property
    def reference(self) -> str:
        """What the log calls it: its title."""
        return self.title_hu

    @property
    def kind_name(self) -> str:
        """What kind of event it is, in the language of the page."""
        return str(KINDS.get(self.kind, self.kind))

    @property
    def day(self) -> date:
        """The day in the city on which it begins."""
        return day_of(self.starts_at)

    @property
    def is_announced(self) -> bool:
        """Whether residents can see it."""
        return self.announcement is not None

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.cancellation is not None

    @property
    def is_over(self) -> bool:
        """Whether its end is behind us."""
        return self.ends_at <= now()

    @property
    def state(self) -> str:
        """One of draft, cancelled, past, now and coming."""
        if not self.is_announced:
            return "draft"
        if self.is_cancelled:
            return "cancelled"
        if self.is_over:
            return "past"
        return "now" if self.starts_at <= now() else "coming"

    @property
    def free_places(self) -> int | None:
        """How many places are left; None when there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.places_taken)

    @property
    def is_full(self) -> bool:
        """Whether everybody who registers now has to wait."""
        return self.free_places == 0

    @property
    def registration_is_open(self) -> bool:
        """Whether one can register now."""
        if not self.takes_registrations or self.state not in {"coming", "now"}:
            return False
        opened = self.registration_opens_at is None or self.registration_opens_at <= now()
        closes = self.registration_closes_at or self.ends_at
        return opened and now() < closes

    @property
    def registration_has_yet_to_open(self) -> bool:
        """Whether one can register later."""
        opens = self.registration_opens_at
        return self.takes_registrations and opens is not None and opens > now()

    def draft(self, by: Person, values: dict[str, Any]) -> None:
        """Write it down for the first time; only the office can see it."""
        self.created_by_id = by.id
        for name, value in values.items():
            setattr(self, name, value)
        self.check_times()
        db.session.add(self)
        db.session.flush()
        record(acts.CREATED, by, self)

    def check_times(self) -> None:
        """Refuse an end that is not after the begin."""
        if self.ends_at <= self.starts_at:
            raise Refused(_l("It has to end after it begins."))

    def announce(self, by: Person) -> None:
        """Let residents see it."""
        already = _l("This event has been announced already.")
        if self.is_announced:
            raise Refused(already)
        if self.is_over:
            raise Refused(_l("This event is over; please give it a day that is still to come."))
        self.enter(by)
        event_announced.send(self)

    def enter(self, by: Person) -> None:
        """Announce it without asking whether it is over, as when a past event is written up."""
        with unless_done(_l("This event has been announced already.")):
            self.announcement = Announcement(by_id=by.id)
        self.touch()
        record(acts.ANNOUNCED, by, self)
        self.index()

    def cancel(self, by: Person, because: str) -> None:
        """Call it off, and say why; whoever registered is told."""
        if not because.strip():
            raise Refused(_l("Please say why it is called off."))
        self.hold()
        if not self.is_announced or self.is_over:
            raise Refused(_l("Only an event that is still to come can be called off."))
        with unless_done(_l("This event has been called off already.")):
            self.cancellation = Cancellation(by_id=by.id, because=because)
        self.touch()
        self.sequence += 1
        self.changed_at = now()
        record(acts.CANCELLED, by, self, because=because)
        event_cancelled.send(self)

    def hold(self) -> None:
        """Keep others from changing it, or registering for it, until the commit.

        First the lock, then a look: what was committed while we waited for it is seen.
        """
        db.session.execute(select(Event.id).where(Event.id == self.id).with_for_update())
        db.session.refresh(self)

    def touch(self) -> None:
        """Note that pages showing this event are out of date."""
        self.tick = Event.tick + 1 if self.id else 0

    def index(self) -> None:
        """Make it findable."""
        db.session.flush()
        texts = (self.title_hu, self.description_hu, self.place_hu, self.title_en)
        search.add(
            search.Findable(
                "event",
                self.id,
                title=self.title_hu,
                text="\n".join((*texts, self.description_en)),
                path=f"/events/{self.id}",
                at=self.created_at,
            )
        )


def add_kind(name: str, label: Any) -> None:
    """Let a room that makes events of its own name their kind."""
    KINDS[name] = label
