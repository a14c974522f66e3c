"""City conversations (városbeszélgetés): a question put to residents, and its phases."""

import secrets
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.models import Neighbourhood, Project
from forum.core import search
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.i18n import in_language

#: Phases in their usual order; speaking and weighing may overlap.
PHASES = ("speak", "weigh", "read")
PHASE_NAMES = {"speak": _l("Speak"), "weigh": _l("Weigh"), "read": _l("Read")}
AUDIENCES = {"anyone": _l("Anyone"), "registered": _l("People with an account")}
MODERATION = {
    "after": _l("Opinions appear at once and are looked at afterwards"),
    "before": _l("Opinions appear once a facilitator has looked at them"),
}

CREATED = declare("conversation.created", _l("%(actor)s drafted conversation %(reference)s."))
CHANGED = declare("conversation.changed", _l("%(actor)s changed conversation %(reference)s."))
OPENED = declare("conversation.opened", _l("%(actor)s opened conversation %(reference)s."))
CLOSED = declare(
    "conversation.closed", _l("%(actor)s closed conversation %(reference)s: %(because)s")
)
REOPENED = declare(
    "conversation.reopened", _l("%(actor)s opened conversation %(reference)s again: %(because)s")
)
PROLONGED = declare(
    "conversation.prolonged",
    _l("%(actor)s set the end of the phase “%(phase)s” of conversation %(reference)s to %(until)s."),
)

conversation_neighbourhood = Table(
    "conversation_neighbourhood",
    db.metadata,
    Column("conversation_id", Integer, ForeignKey("conversation.id"), primary_key=True),
    Column("neighbourhood_id", Integer, ForeignKey("neighbourhood.id"), primary_key=True),
)


class Conversation(db.Model):
    """A question put to residents; what may be done when is told by its phases."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    question_hu: Mapped[str] = mapped_column(String(300))
    question_en: Mapped[str] = mapped_column(String(300), default="")
    introduction_hu: Mapped[str] = mapped_column(Text, default="")
    introduction_en: Mapped[str] = mapped_column(Text, default="")
    who_speaks: Mapped[str] = mapped_column(String(12), default="anyone")
    who_weighs: Mapped[str] = mapped_column(String(12), default="anyone")
    moderation: Mapped[str] = mapped_column(String(8), default="after")
    draw_seed: Mapped[int] = mapped_column(default=lambda: secrets.randbelow(2**31))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opinions_count: Mapped[int] = mapped_column(default=0)
    people_count: Mapped[int] = mapped_column(default=0)
    weighings_count: Mapped[int] = mapped_column(default=0)
    tick: Mapped[int] = mapped_column(default=0)

    project: Mapped[Project | None] = relationship()
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(secondary=conversation_neighbourhood)
    phases: Mapped[list["Phase"]] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", lazy="selectin",
        order_by="Phase.starts_at",
    )
    opening: Mapped["Opening | None"] = relationship(lazy="joined", back_populates="conversation")
    closings: Mapped[list["Closing"]] = relationship(
        lazy="selectin", back_populates="conversation", order_by="Closing.id"
    )

    @property
    def reference(self) -> str:
        """What the log calls this conversation."""
        return str(self.id)

    @property
    def question(self) -> str:
        """The question in the language of the page."""
        return in_language(self, "question")

    @property
    def introduction(self) -> str:
        """The introduction in the language of the page."""
        return in_language(self, "introduction")

    @property
    def closing(self) -> "Closing | None":
        """The closing in force, if the conversation was ended before its dates."""
        return next((row for row in self.closings if row.reopened_at is None), None)

    @property
    def is_open(self) -> bool:
        """Whether residents can see it."""
        return self.opening is not None

    @property
    def state(self) -> str:
        """One of draft, announced, speak, weigh, read; reading never ends once opened."""
        if self.opening is None:
            return "draft"
        if self.closing is not None:
            return "read"
        for kind in ("speak", "weigh"):
            if self.in_phase(kind):
                return kind
        starts = [phase.starts_at for phase in self.phases]
        return "announced" if starts and now() < min(starts) else "read"

    def phase(self, kind: str) -> "Phase | None":
        """Return the phase of ``kind``."""
        return next((phase for phase in self.phases if phase.kind == kind), None)

    def in_phase(self, kind: str) -> bool:
        """Whether ``kind`` may be done now, by the dates and the office."""
        phase = self.phase(kind)
        return (
            self.is_open
            and self.closing is None
            and phase is not None
            and phase.starts_at <= now() < phase.ends_at
        )

    def open(self, by: Person) -> None:
        """Put the question before the residents."""
        if self.opening is not None:
            raise Refused("This conversation is open already.")
        if self.phase("speak") is None:
            raise Refused("Please give the phase of speaking its dates first.")
        self.opening = Opening(by_id=by.id)
        self.changed()
        record(OPENED, by, self)
        self.index()

    def close(self, by: Person, because: str) -> None:
        """End speaking and weighing before their dates, and say why."""
        if self.opening is None or self.closing is not None:
            raise Refused("Only an open conversation can be closed.")
        self.closings.append(Closing(by_id=by.id, because=because))
        self.changed()
        record(CLOSED, by, self, because=because)

    def reopen(self, by: Person, because: str) -> None:
        """Undo a closing, and say why."""
        closing = self.closing
        if closing is None:
            raise Refused("This conversation is not closed.")
        closing.reopened_at, closing.reopened_by_id = now(), by.id
        self.changed()
        record(REOPENED, by, self, because=because)

    def prolong(self, kind: str, until: datetime, by: Person) -> None:
        """Set a later (or earlier) end of a phase."""
        phase = self.phase(kind)
        if phase is None or until <= phase.starts_at:
            raise Refused("A phase must end after it begins.")
        phase.ends_at = until
        self.changed()
        record(PROLONGED, by, self, phase=kind, until=until.isoformat(timespec="minutes"))

    def set_phase(self, kind: str, starts_at: datetime, ends_at: datetime) -> None:
        """Give a phase its dates while drafting."""
        phase = self.phase(kind)
        if phase is None:
            phase = Phase(kind=kind)
            self.phases.append(phase)
        phase.starts_at, phase.ends_at = starts_at, ends_at

    def changed(self) -> None:
        """Note that pages showing this conversation are out of date."""
        self.tick = Conversation.tick + 1 if self.id else 0

    def index(self) -> None:
        """Make the question findable."""
        db.session.flush()
        text = "\n".join(
            (self.question_hu, self.introduction_hu, self.question_en, self.introduction_en)
        )
        search.add(
            "conversation", self.id, title=self.question_hu, text=text,
            path=f"/conversations/{self.id}", at=self.created_at,
        )


class Phase(db.Model):
    """When one thing may be done in a conversation; from ``starts_at`` until before ``ends_at``."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    kind: Mapped[str] = mapped_column(String(8))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    conversation: Mapped[Conversation] = relationship(back_populates="phases")
    __table_args__ = (UniqueConstraint("conversation_id", "kind"),)

    @property
    def name(self) -> str:
        """The phase's name in the language of the page."""
        return str(PHASE_NAMES[self.kind])


class Opening(db.Model):
    """The question was put before the residents."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    conversation: Mapped[Conversation] = relationship(back_populates="opening")


class Closing(db.Model):
    """The conversation was ended before its dates; perhaps it was opened again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    because: Mapped[str] = mapped_column(String(500))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    conversation: Mapped[Conversation] = relationship(back_populates="closings")
