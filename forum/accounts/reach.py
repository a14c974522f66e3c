"""How somebody without an account can be told something: an address or a number they gave for it."""

from datetime import datetime

from blinker import signal
from sqlalchemy import ColumnElement, ForeignKey, String, and_, exists, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.contacts import contact_key
from forum.core.db import UtcDateTime, db, now

#: Sent with a way to be reached that somebody has just given, in the same transaction.
reach_asked = signal("reach-asked")


class Reach(db.Model):
    """Where a visitor asked to be told; an e-mail address only counts once it was confirmed."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2), default="hu")
    #: Fingerprint of the address or number, as other rooms keep it.
    contact_key: Mapped[str | None] = mapped_column(String(64), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Set when the person does not want to hear more; never written to again.
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()


def reach(person: Person, email: str | None, phone: str | None, language: str) -> Reach | None:
    """Note how ``person`` wants to be told; None for an account or when nothing was given.

    ``email`` and ``phone`` are as ``core.contacts`` writes them (``email_of``, ``phone_of``).
    Anybody may type anybody's: what was said no to stays so, and is not asked again.
    """
    if person.role != "visitor" or not (email or phone):
        return None
    key = contact_key(email or phone)
    row = db.session.query(Reach).filter_by(person_id=person.id).one_or_none()
    if row is not None and row.stopped_at is not None:
        if row.contact_key == key:
            return row
        row.person = Person(role="visitor")  # what was said no to stays so, whoever typed it
        db.session.flush()
        row = None
    if row is None:
        row = Reach(person_id=person.id)
        db.session.add(row)
    if row.email != email:
        row.confirmed_at = None
    row.email, row.phone, row.language = email, phone, language
    row.contact_key, row.asked_at = key, now()
    db.session.flush()
    reach_asked.send(row)
    return row


def can_be_told() -> ColumnElement[bool]:
    """Whether a person has an account that is open, or can be reached without one."""
    account = and_(Person.role != "visitor", Person.disabled_at.is_(None))
    reached = exists().where(Reach.person_id == Person.id, Reach.stopped_at.is_(None), _answers())
    return or_(account, and_(Person.role == "visitor", reached.correlate(Person)))


def _answers() -> ColumnElement[bool]:
    """Whether an address was confirmed, or there is only a number to call."""
    phone = and_(Reach.email.is_(None), Reach.phone.is_not(None))
    return or_(and_(Reach.email.is_not(None), Reach.confirmed_at.is_not(None)), phone)
