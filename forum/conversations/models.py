"""City conversations (városbeszélgetés): a question put to residents, and what may be done when."""

import secrets
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import record
from forum.city.models import Neighbourhood, Project
from forum.conversations import acts, extensions
from forum.conversations.days import begin_of, end_of
from forum.conversations.phases import PHASE_NAMES, PHASES, Closing, Opening, Phase
from forum.conversations.signals import conversation_opened
from forum.core import search
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.i18n import in_language, show_date

__all__ = ["PHASES", "PHASE_NAMES", "Closing", "Conversation", "Opening", "Phase"]

AUDIENCES = {"anyone": _l("Anyone"), "registered": _l("People with an account")}
MODERATION = {
    "after": _l("Opinions appear at once and are looked at afterwards"),
    "before": _l("Opinions appear once a facilitator has looked at them"),
}
#: The words people answer; once somebody has answered them they stay as they are.
QUESTION = ("question_hu", "question_en")
_NOT_YET = {
    "speak": _l("Speaking begins on this day: %(day)s"),
    "weigh": _l("Weighing begins on this day: %(day)s"),
}
_OVER = {
    "speak": _l("Speaking is over; its last day was %(day)s"),
    "weigh": _l("Weighing is over; its last day was %(day)s"),
}

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
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opinions_count: Mapped[int] = mapped_column(default=0)
    people_count: Mapped[int] = mapped_column(default=0)
    weighings_count: Mapped[int] = mapped_column(default=0)
    tick: Mapped[int] = mapped_column(default=0)

    project: Mapped[Project | None] = relationship()
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(secondary=conversation_neighbourhood)
    phases: Mapped[list[Phase]] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", lazy="selectin",
        order_by="Phase.starts_at",
    )
    opening: Mapped[Opening | None] = relationship(lazy="joined", back_populates="conversation")
    closings: Mapped[list[Closing]] = relationship(
        lazy="selectin", back_populates="conversation", order_by="Closing.id"
    )

    @property
    def reference(self) -> str:
        """What the log calls this conversation: its question."""
        return self.question_hu

    @property
    def question(self) -> str:
        """The question in the language of the page."""
        return in_language(self, "question")

    @property
    def introduction(self) -> str:
        """The introduction in the language of the page."""
        return in_language(self, "introduction")

    @property
    def closing(self) -> Closing | None:
        """The closing in force, if the conversation was ended before its dates."""
        return next((row for row in self.closings if row.reopened_at is None), None)

    @property
    def is_open(self) -> bool:
        """Whether residents can see it."""
        return self.opening is not None

    @property
    def state(self) -> str:
        """One of draft, announced, speak, weigh, read; reading never ends once opened.

        Announced means that nothing can be done today, but on a later day it can.
        """
        if self.opening is None:
            return "draft"
        if self.closing is not None:
            return "read"
        for kind in ("speak", "weigh"):
            if self.in_phase(kind):
                return kind
        return "read" if all(phase.has_begun for phase in self.phases) else "announced"

    @property
    def coming(self) -> Phase | None:
        """The next phase that has not begun."""
        return next((phase for phase in self.phases if not phase.has_begun), None)

    @property
    def weighing_has_begun(self) -> bool:
        """Whether there may be something to see of how opinions were weighed."""
        phase = self.phase("weigh")
        return self.is_open and phase is not None and phase.has_begun

    def phase(self, kind: str) -> Phase | None:
        """Return the phase of ``kind``."""
        return next((phase for phase in self.phases if phase.kind == kind), None)

    def in_phase(self, kind: str) -> bool:
        """Whether ``kind`` may be done now, by the dates and the office."""
        phase = self.phase(kind)
        return (
            self.is_open
            and self.closing is None
            and phase is not None
            and phase.has_begun
            and not phase.is_over
        )

    def refusal(self, kind: str) -> Any:
        """Return the kind sentence why nobody can speak (or weigh) now; None when they can."""
        if self.in_phase(kind):
            return None
        if self.closing is not None:
            return _l("This conversation has been closed: %(because)s", because=self.closing.because)
        phase = self.phase(kind)
        if not self.is_open or phase is None:
            return _l("This is not part of this conversation now.")
        if phase.is_over:
            return _l(_OVER[kind]._args[0], day=show_date(phase.last_day))
        return _l(_NOT_YET[kind]._args[0], day=show_date(phase.first_day))
