"""City conversations (városbeszélgetés): a question, drafted, put to residents and closed."""

import secrets
from datetime import date, datetime
from typing import Any

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import record
from forum.city.models import Neighbourhood, Project
from forum.conversations import acts, extensions
from forum.conversations.phases import PHASE_NAMES, PHASES, Closing, Opening, Phase
from forum.conversations.timing import Timed
from forum.core import search
from forum.core.days import begin_of, end_of, last_day
from forum.core.db import UtcDateTime, db, link_table, now
from forum.core.errors import Refused
from forum.core.i18n import in_language
from forum.core.once import unless_done

__all__ = ["PHASES", "PHASE_NAMES", "Closing", "Conversation", "Opening", "Phase"]

AUDIENCES = {"anyone": _l("Anyone"), "registered": _l("People with an account")}
MODERATION = {
    "after": _l("Opinions appear at once and are looked at afterwards"),
    "before": _l("Opinions appear once a facilitator has looked at them"),
}
NO_SPEAKING = _l("Please give the phase of speaking its days first.")
#: Days of a phase that is being planned: the first and the last one, or None for no such phase.
Days = tuple[date, date] | None

conversation_opened = signal("conversation-opened")

conversation_neighbourhood = link_table(
    "conversation_neighbourhood", conversation_id="conversation", neighbourhood_id="neighbourhood"
)


class Conversation(Timed, db.Model):
    """A question put to residents; what may be done when is told by its phases."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "question" is put to the whole city; "feedback" belongs to a program and is found there.
    purpose: Mapped[str] = mapped_column(
        String(10), default="question", server_default="question", index=True
    )
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    question_hu: Mapped[str] = mapped_column(String(300))
    question_en: Mapped[str] = mapped_column(String(300), default="")
    introduction_hu: Mapped[str] = mapped_column(Text, default="")
    introduction_en: Mapped[str] = mapped_column(Text, default="")
    who_speaks: Mapped[str] = mapped_column(String(12), default="anyone")
    who_weighs: Mapped[str] = mapped_column(String(12), default="anyone")
    moderation: Mapped[str] = mapped_column(String(8), default="after")
    #: Whether crime, danger or traffic may be told here: names of people are looked at first.
    safety: Mapped[bool] = mapped_column(default=False, server_default="0")
    draw_seed: Mapped[int] = mapped_column(default=lambda: secrets.randbelow(2**31))
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opinions_count: Mapped[int] = mapped_column(default=0)
    people_count: Mapped[int] = mapped_column(default=0)
    weighings_count: Mapped[int] = mapped_column(default=0)
    tick: Mapped[int] = mapped_column(default=0)

    project: Mapped[Project | None] = relationship()
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(
        secondary=conversation_neighbourhood, order_by=Neighbourhood.id
    )
    phases: Mapped[list[Phase]] = relationship(
        back_populates="conversation",
        cascade="all, delete-orphan",
        lazy="selectin",
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
    def question_is_held(self) -> bool:
        """Whether the question has to stay as it is, because somebody has answered it."""
        return self.is_open and extensions.is_held(self)

    def draft(self, by: Person, values: dict[str, Any], days: dict[str, Days]) -> None:
        """Write it down for the first time; only the office can see it."""
        self.created_by_id = by.id
        self._reword(values)
        self._replan(days)
        db.session.add(self)
        db.session.flush()
        record(acts.CREATED, by, self)

    def edit(self, by: Person, values: dict[str, Any], days: dict[str, Days] | None = None) -> None:
        """Change words, settings and the days of phases that have not begun."""
        what = self._reword(values) + self._replan(days or {})
        if not what:
            return
        self.changed()
        record(acts.CHANGED if self.is_open else acts.REVISED, by, self, what=what)
        if self.is_open:
            self.index()

    def _reword(self, values: dict[str, Any]) -> list[str]:
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        asked = [name for name in changed if name.startswith("question_") and getattr(self, name)]
        if asked and self.question_is_held:
            raise Refused(
                _l("Somebody has answered this question, so its words have to stay as they are.")
            )
        for name in changed:
            setattr(self, name, values[name])
        return changed

    def _replan(self, days: dict[str, Days]) -> list[str]:
        changed = []
        for kind, wanted in days.items():
            phase = self.phase(kind)
            if wanted == (phase and (phase.first_day, phase.last_day)):
                continue
            if self.is_open and phase is not None and phase.has_begun:
                raise Refused(_l("This phase has begun; only its last day can be moved."))
            if self.is_open and kind == "speak" and wanted is None:
                raise Refused(NO_SPEAKING)
            self._plan(kind, phase, wanted)
            changed.append(kind)
        return changed

    def _plan(self, kind: str, phase: Phase | None, wanted: Days) -> None:
        if wanted is not None:
            self.set_phase(kind, begin_of(wanted[0]), end_of(wanted[1]))
        elif phase is not None:
            self.phases.remove(phase)

    def open(self, by: Person) -> None:
        """Put the question before the residents."""
        already = _l("This conversation is open already.")
        if self.opening is not None:
            raise Refused(already)
        if self.phase("speak") is None:
            raise Refused(NO_SPEAKING)
        with unless_done(already):
            self.opening = Opening(by_id=by.id)
        self.changed()
        record(acts.OPENED, by, self)
        self.index()
        conversation_opened.send(self)

    def close(self, by: Person, because: str) -> None:
        """End speaking and weighing before their dates, and say why."""
        not_open = _l("Only an open conversation can be closed.")
        if self.opening is None or self.closing is not None:
            raise Refused(not_open)
        with unless_done(not_open):
            self.closings.append(Closing(by_id=by.id, because=because))
        self.changed()
        record(acts.CLOSED, by, self, because=because)

    def reopen(self, by: Person, because: str) -> None:
        """Undo a closing, and say why."""
        closing = self.closing
        if closing is None:
            raise Refused(_l("This conversation is not closed."))
        closing.reopened_at, closing.reopened_by_id = now(), by.id
        self.changed()
        record(acts.REOPENED, by, self, because=because)

    def prolong(self, kind: str, until: datetime, by: Person) -> None:
        """Set a later (or earlier) end of a phase; what is over by then is over."""
        phase = self.phase(kind)
        if phase is None or not self.is_open:
            raise Refused(_l("Only a phase of an open conversation can be prolonged."))
        if until <= phase.starts_at:
            raise Refused(_l("A phase cannot end before it begins."))
        if until <= now():
            raise Refused(_l("The new last day is in the past. Close the conversation instead."))
        if until == phase.ends_at:
            return
        phase.ends_at = until
        self.changed()
        record(acts.PROLONGED, by, self, phase=kind, last_day=last_day(until).isoformat())

    def set_phase(self, kind: str, starts_at: datetime, ends_at: datetime) -> None:
        """Give a phase its first moment and the first moment after it."""
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
        texts = (self.question_hu, self.introduction_hu, self.question_en, self.introduction_en)
        search.add(
            search.Findable(
                "conversation",
                self.id,
                title=self.question_hu,
                text="\n".join(texts),
                path=f"/conversations/{self.id}",
                at=self.created_at,
            )
        )
