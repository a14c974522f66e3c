"""What is caught while a forum is live: opinions, those who ask to speak, parking, straw polls."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import UtcDateTime, db, now
from forum.meetings.models import AgendaItem, Meeting, MeetingTable


class Capture(db.Model):
    """An opinion said under an item; its words are kept by the room of opinions, once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    #: Read it with ``conversations.saying.told``.
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), unique=True)
    table_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_table.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    item: Mapped[AgendaItem] = relationship()
    table: Mapped[MeetingTable | None] = relationship()


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
    meeting: Mapped[Meeting] = relationship()
    __table_args__ = (
        # Whoever asks on a phone stands in the line once; in the hall nobody has a number.
        Index(
            "uq_speaker_request_open",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=db.text("done_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=db.text("done_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    @property
    def standing(self) -> str:
        """One of waiting, called, done and withdrawn."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.done_at is not None:
            return "done"
        return "called" if self.called_at is not None else "waiting"


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
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()


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
    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    options: Mapped[list["PollOption"]] = relationship(
        back_populates="poll", order_by="PollOption.position", lazy="selectin"
    )
    __table_args__ = (
        # A hall answers one question at a time, whoever opens it.
        Index(
            "uq_straw_poll_open",
            "meeting_id",
            unique=True,
            sqlite_where=db.text("closed_at IS NULL"),
            postgresql_where=db.text("closed_at IS NULL"),
        ),
    )

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.closed_at is None


class PollOption(db.Model):
    """One answer of a straw poll, with the hands counted for it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("straw_poll.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(160))
    #: Hands counted in the hall; None until somebody has counted.
    hands: Mapped[int | None]
    poll: Mapped[StrawPoll] = relationship(back_populates="options")


class PollVote(db.Model):
    """How one person answered on a phone; voting again changes the first."""

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("straw_poll.id"))
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_option.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)
