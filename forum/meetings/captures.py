"""What is caught while a forum is live: opinions under an item, those who ask to speak, parking."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import UtcDateTime, db, now


class Capture(db.Model):
    """An opinion said under an item; its words are kept by the room of opinions, once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    #: Read it with ``conversations.saying.told``.
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), unique=True)
    table_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_table.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SpeakerRequest(db.Model):
    """Somebody asks to speak: waiting, then called, then done; or withdrawn."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    #: How the facilitator calls them: "lady in the second row", "Kovácsné".
    name: Mapped[str] = mapped_column(String(80))
    #: Whether they have not spoken at this forum before.
    first_time: Mapped[bool] = mapped_column(default=True)
    #: Whoever asked on a phone.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ParkedPoint(db.Model):
    """Something worth keeping that does not belong to this item; nothing parked is lost."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: What became of it; empty while it waits.
    outcome: Mapped[str] = mapped_column(String(500), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StrawPoll(db.Model):
    """A quick question to the room: answered by show of hands, by phone, or both."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    question: Mapped[str] = mapped_column(String(300))
    by_phone: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PollOption(db.Model):
    """One answer of a straw poll, with the hands counted for it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("straw_poll.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(160))
    #: Hands counted in the hall; None until somebody has counted.
    hands: Mapped[int | None]


class PollVote(db.Model):
    """How one person answered on a phone; voting again changes the first."""

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("straw_poll.id"))
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_option.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)
