"""Registrations: who wants to come, in the order they asked; places and the waiting list."""

from datetime import datetime

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.accounts.models import Person
from forum.city.models import AgeBand, Neighbourhood
from forum.core.codes import code_from, token_hash
from forum.core.contacts import email_of
from forum.core.db import UtcDateTime, db, now
from forum.core.forms import plain_letters
from forum.events.models import Event

#: A family or a few friends; a school class is registered by the organiser.
LARGEST_PARTY = 10
LONGEST_NAME = 80
LONGEST_NOTE = 300
#: How a registration reached the office.
CHANNELS = {
    "web": _l("online"),
    "phone": _l("by phone"),
    "paper": _l("on paper"),
    "desk": _l("in person"),
}

#: Sent with a registration: it was made, got a place from the waiting list, was cancelled.
registration_made = signal("registration-made")
registration_promoted = signal("registration-promoted")
registration_cancelled = signal("registration-cancelled")


class Registration(db.Model):
    """Somebody will come, perhaps with others; it holds places or waits for them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    #: Hash of the code in the link and on the QR picture (``registration_code``).
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: Both may be empty: "two people from Avas will come".
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    #: The name in small letters without accents, to be found at the door.
    name_key: Mapped[str] = mapped_column(String(4 * LONGEST_NAME), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    contact_key: Mapped[str | None] = mapped_column(String(64), index=True)
    #: How many come, the one who registers among them.
    party: Mapped[int] = mapped_column(default=1)
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    #: What the organisers should know, for their eyes only.
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    channel: Mapped[str] = mapped_column(String(10), default="web")
    language: Mapped[str] = mapped_column(String(2), default="hu")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: True while there is no place; ``promoted_at`` tells when one came free.
    waiting: Mapped[bool] = mapped_column(default=False)
    promoted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Who cancelled it for them; None when they did it themselves.
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    age_band: Mapped[AgeBand | None] = relationship()

    __table_args__ = (
        # One contact registers once for an event, however often the form is sent.
        Index(
            "uq_registration_contact",
            "event_id",
            "contact_key",
            unique=True,
            sqlite_where=db.text("cancelled_at IS NULL AND contact_key IS NOT NULL"),
            postgresql_where=db.text("cancelled_at IS NULL AND contact_key IS NOT NULL"),
        ),
        Index("ix_registration_order", "event_id", "waiting", "id"),
    )

    @validates("name")
    def _note_name(self, _key: str, name: str) -> str:
        self.name_key = plain_letters(name)[: 4 * LONGEST_NAME]
        return name

    @property
    def email(self) -> str | None:
        """The contact, when it is an e-mail address letters can go to."""
        return email_of(self.contact)

    @property
    def standing(self) -> str:
        """One of held (a place is theirs), waiting and cancelled."""
        if self.cancelled_at is not None:
            return "cancelled"
        return "waiting" if self.waiting else "held"

    @property
    def code(self) -> str:
        """The code in the link and on the QR picture."""
        return registration_code(self.submit_key)

    @property
    def has_code(self) -> bool:
        """Whether its code opens its page; not after the installation has got a new key."""
        return self.code_hash == token_hash(self.code)

    @property
    def place_in_line(self) -> int | None:
        """How many waiting registrations stand before this one, plus one; None if it waits not."""
        if self.standing != "waiting":
            return None
        before = select(func.count(Registration.id)).where(
            Registration.event_id == self.event_id,
            Registration.waiting,
            Registration.cancelled_at.is_(None),
            Registration.id <= self.id,
        )
        return db.session.scalar(before)


def registration_code(submit_key: str) -> str:
    """Return the code of the registration that was sent with ``submit_key``."""
    return code_from("registration", submit_key)
