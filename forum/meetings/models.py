"""Participatory forums (részvételi fórum): a moderated meeting with its agenda and its life."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import Neighbourhood
from forum.conversations.models import Conversation
from forum.core.codes import token_hash
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import in_language
from forum.events.models import Event

#: Facilitators open a forum a little before its hour without being asked whether they mean it.
EARLY = timedelta(minutes=30)
#: Types of forum; each has a template of its agenda and a guide for the facilitator.
TYPES = {
    "opening": _l("Opening forum"),
    "walk": _l("Neighbourhood walk"),
    "table": _l("Planning table"),
    "closing": _l("Closing forum"),
}


class Meeting(db.Model):
    """A forum: an event that is moderated, feeds a conversation and ends in minutes.

    When and where it is, who registered and who came is told by its event.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    #: The conversation that what is said here belongs to.
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"), index=True)
    type: Mapped[str] = mapped_column(String(10), default="opening")
    facilitator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Whether those who have not spoken yet come first in the list of speakers.
    newcomers_first: Mapped[bool] = mapped_column(default=True)
    #: Whether those who follow on a screen may put questions, and without a name.
    takes_questions: Mapped[bool] = mapped_column(default=True)
    anonymous_questions: Mapped[bool] = mapped_column(default=True)
    #: Whether the hall screen names those who speak, as the facilitator typed their names.
    shows_speakers: Mapped[bool] = mapped_column(default=True)
    #: How many days the minutes are open for comment.
    comment_days: Mapped[int] = mapped_column(default=8)
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Raised by everything that changes the hall screen or the console.
    tick: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship(lazy="joined")
    conversation: Mapped[Conversation | None] = relationship()
    facilitator: Mapped[Person | None] = relationship(foreign_keys=[facilitator_id])
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position, AgendaItem.id"
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        order_by="Invitation.id", cascade="all, delete-orphan"
    )
    sitting: Mapped["Sitting | None"] = relationship(lazy="joined", back_populates="meeting")
    tables: Mapped[list["MeetingTable"]] = relationship(
        back_populates="meeting", order_by="MeetingTable.number"
    )

    @property
    def reference(self) -> str:
        """What the log calls it: the title of its event."""
        return self.event.title_hu

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return self.event.title

    @property
    def purpose(self) -> str:
        """What the forum is for, as its event tells it."""
        return self.event.description

    @property
    def type_name(self) -> str:
        """The type in the language of the page."""
        return str(TYPES.get(self.type, self.type))

    @property
    def current_item(self) -> "AgendaItem | None":
        """The item being discussed now."""
        return next((item for item in self.items if item.is_current), None)

    @property
    def is_live(self) -> bool:
        """Whether it is being held now."""
        return self.sitting is not None and self.sitting.ended_at is None

    def announce(self, by: Person) -> None:
        """Let residents see it, and register for its event."""
        self.event.announce(by)
        self.changed()

    def show_speakers(self, shown: bool) -> None:
        """Show the names of those who speak on the screens, or leave them out."""
        self.shows_speakers = shown
        self.changed()

    @property
    def is_due(self) -> bool:
        """Whether it is time to open it: it begins within half an hour, and is not over."""
        return self.event.starts_at - EARLY <= now() < self.event.ends_at

    @property
    def was_held(self) -> bool:
        """Whether it has been held and ended."""
        return self.sitting is not None and self.sitting.ended_at is not None

    @property
    def planned_minutes(self) -> int:
        """How long the agenda is planned to take."""
        return sum(item.minutes for item in self.items)

    @property
    def next_item(self) -> "AgendaItem | None":
        """The item after the current one, the first one when there is none."""
        return self._beside(1)

    @property
    def previous_item(self) -> "AgendaItem | None":
        """The item before the current one."""
        return self._beside(-1)

    def _beside(self, step: int) -> "AgendaItem | None":
        current = self.current_item
        place = self.items.index(current) + step if current else 0
        return self.items[place] if 0 <= place < len(self.items) else None

    def hold(self) -> None:
        """Read it and its agenda again, and keep others from changing them until the commit."""
        db.session.refresh(self, with_for_update={"of": Meeting})
        for model in (AgendaItem, Sitting):  # read only now: while one waits, others change these
            query = select(model).where(model.meeting_id == self.id)
            db.session.scalars(query.execution_options(populate_existing=True)).all()
        db.session.expire(self, ["items", "sitting"])

    def changed(self) -> None:
        """Note that its screens are out of date."""
        self.tick = Meeting.tick + 1 if self.id else 0


class Sitting(db.Model):
    """The forum was opened by its facilitator, and later ended."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    meeting: Mapped[Meeting] = relationship(back_populates="sitting")


class AgendaItem(db.Model):
    """One item of the agenda: what for, how long, who presents it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title_hu: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    aim_hu: Mapped[str] = mapped_column(String(500), default="")
    aim_en: Mapped[str] = mapped_column(String(500), default="")
    minutes: Mapped[int] = mapped_column(default=10)
    presenter: Mapped[str] = mapped_column(String(120), default="")
    #: Whether people at the tables write down what is said there while it is the current item.
    at_tables: Mapped[bool] = mapped_column(default=False)
    #: Whether it is being discussed now; the constraint below allows one in a forum.
    is_current: Mapped[bool] = mapped_column(default=False)
    #: Since when it is the current item, and the seconds it took before (one may come back to it).
    current_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seconds_before: Mapped[int] = mapped_column(default=0)
    #: When the forum last went on from it: what a table said before that may still be on its way.
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Which guide for the facilitator belongs to it (``guides.GUIDES``); empty for none.
    guide: Mapped[str] = mapped_column(String(20), default="")
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: What goes into the minutes, written during the item or afterwards.
    notes: Mapped[str] = mapped_column(Text, default="")

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    documents: Mapped[list["AgendaDocument"]] = relationship(
        back_populates="item", order_by="AgendaDocument.id", cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index(
            "uq_agenda_item_current",
            "meeting_id",
            unique=True,
            sqlite_where=db.text("is_current"),
            postgresql_where=db.text("is_current"),
        ),
    )

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return in_language(self, "title")

    @property
    def fingerprint(self) -> str:
        """What changes whenever somebody changes the words or settings of the item."""
        told = (self.title_hu, self.title_en, self.aim_hu, self.aim_en)
        return token_hash(repr((*told, self.minutes, self.presenter, self.at_tables)))

    @property
    def aim(self) -> str:
        """What the item is to reach."""
        return in_language(self, "aim")

    @property
    def has_begun(self) -> bool:
        """Whether it is or has been the current item; from then on it stays on the agenda."""
        return self.is_current or self.left_at is not None or self.seconds_before > 0

    @property
    def seconds(self) -> int:
        """How long it has taken so far."""
        running = now() - self.current_since if self.is_current and self.current_since else None
        return self.seconds_before + (max(0, int(running.total_seconds())) if running else 0)


class AgendaDocument(db.Model):
    """A file (PDF or picture) or an address that belongs to an item."""

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    #: An http(s) address; empty when there is a file.
    url: Mapped[str] = mapped_column(String(500), default="")
    filename: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(40), default="")
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    item: Mapped[AgendaItem] = relationship(back_populates="documents")

    @property
    def is_picture(self) -> bool:
        """Whether a browser may show it instead of saving it."""
        return self.media_type.startswith("image/")


class Invitation(db.Model):
    """Somebody who was asked to come in their office, such as a police officer or a head teacher."""

    __tablename__ = "meeting_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(160), default="")
    #: Whether they were there, as the minutes tell it.
    came: Mapped[bool] = mapped_column(default=False)


class MeetingTable(db.Model):
    """A small group at a table, with a capture page of its own reached by its QR code."""

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80), default="")
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    #: Random; with the installation's key it makes the code of the table's page.
    seed: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    meeting: Mapped[Meeting] = relationship(back_populates="tables")
    neighbourhood: Mapped[Neighbourhood | None] = relationship(lazy="joined")
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    @property
    def label(self) -> str:
        """Its name, or its number when it has none."""
        return self.name or _("Table %(number)s", number=self.number)
