"""Whom the office has to call: somebody without an e-mail address whom something concerns."""

from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.core.pages import paginate
from forum.events.life import EventChange
from forum.events.models import Event
from forum.events.registration.registrations import Registration


class Call(db.Model):
    """Something to be told by phone; once told, by whom and when."""

    __tablename__ = "registration_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    #: What there is to tell: promoted, changed or called_off.
    kind: Mapped[str] = mapped_column(String(12))
    change_id: Mapped[int | None] = mapped_column(ForeignKey("event_change.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    registration: Mapped[Registration] = relationship()
    change: Mapped[EventChange | None] = relationship()

    __table_args__ = (Index("ix_registration_call_open", "event_id", "told_at"),)

    def tell(self, by: Person) -> bool:
        """Note that it was told; False when somebody has done so already."""
        if self.told_at is not None:
            return False
        self.told_at, self.told_by_id = now(), by.id
        return True


def ask_for(registration: Registration, kind: str, change: EventChange | None = None) -> None:
    """Ask the office to call, if there is a number to call and no address to write to."""
    if registration.contact and registration.email is None:
        db.session.add(
            Call(
                event_id=registration.event_id,
                registration_id=registration.id,
                kind=kind,
                change_id=change.id if change else None,
            )
        )


def _open(event: Event) -> Any:
    """Select what is still to be told; whoever cancelled need not be called any more."""
    return (
        select(Call)
        .join(Call.registration)
        .where(
            Call.event_id == event.id,
            Call.told_at.is_(None),
            Registration.cancelled_at.is_(None),
        )
    )


def open_calls(event: Event) -> Pagination:
    """Return a page of what is still to be told about ``event``, the oldest first."""
    query = _open(event).options(joinedload(Call.registration), joinedload(Call.change))
    return paginate(query.order_by(Call.id))


def count_open(event: Event) -> int:
    """Return how many calls are still to be made about ``event``."""
    return db.session.scalar(select(func.count()).select_from(_open(event).subquery())) or 0


def call_of(_person: Any, event_id: int, call_id: int) -> Call | None:
    """Return a call of this event."""
    call = db.session.get(Call, call_id)
    return call if call is not None and call.event_id == event_id else None
