"""What happened to an event: it was announced, changed, called off."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import UtcDateTime, db, now

if TYPE_CHECKING:
    from forum.events.models import Event


class Announcement(db.Model):
    """The event was made public."""

    __tablename__ = "event_announcement"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    event: Mapped["Event"] = relationship(back_populates="announcement")


class Cancellation(db.Model):
    """The event was called off."""

    __tablename__ = "event_cancellation"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    because: Mapped[str] = mapped_column(String(500))
    event: Mapped["Event"] = relationship(back_populates="cancellation")


class EventChange(db.Model):
    """An announced event was changed: what it was and what it is, field by field."""

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    sequence: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: {"starts_at": [old, new], "place_hu": [old, new]}; moments as ISO 8601 in UTC.
    fields: Mapped[dict[str, list[Any]]] = mapped_column(JSON)

    event: Mapped["Event"] = relationship(back_populates="changes")
