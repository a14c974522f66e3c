"""When one may do what in a conversation: its phases, its opening and its closings."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.audit import describe
from forum.core.days import day_of, last_day, show_days
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import show_date

if TYPE_CHECKING:
    from forum.conversations.models import Conversation

#: Phases in their usual order; speaking and weighing may overlap, reading is whatever follows.
PHASES = ("speak", "weigh", "read")
PHASE_NAMES = {"speak": _l("Speak"), "weigh": _l("Weigh"), "read": _l("Read")}

describe("phase", lambda kind: PHASE_NAMES.get(kind, kind))
describe("last_day", lambda day: show_date(date.fromisoformat(day)))


class Phase(db.Model):
    """When one thing may be done in a conversation; from ``starts_at`` until before ``ends_at``."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    kind: Mapped[str] = mapped_column(String(8))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    conversation: Mapped["Conversation"] = relationship(back_populates="phases")
    __table_args__ = (UniqueConstraint("conversation_id", "kind"),)

    @property
    def name(self) -> str:
        """The phase's name in the language of the page."""
        return str(PHASE_NAMES[self.kind])

    @property
    def has_begun(self) -> bool:
        """Whether its first moment is behind us."""
        return self.starts_at <= now()

    @property
    def is_over(self) -> bool:
        """Whether its last moment is behind us."""
        return self.ends_at <= now()

    @property
    def first_day(self) -> date:
        """Its first day in the city."""
        return day_of(self.starts_at)

    @property
    def last_day(self) -> date:
        """Its last day in the city, which still belongs to it."""
        return last_day(self.ends_at)

    @property
    def days(self) -> str:
        """Its days in the language of the page, such as June 1-14, 2026."""
        return show_days(self.first_day, self.last_day)


class Opening(db.Model):
    """The question was put before the residents."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    conversation: Mapped["Conversation"] = relationship(back_populates="opening")


class Closing(db.Model):
    """The conversation was ended before its dates; perhaps it was opened again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    because: Mapped[str] = mapped_column(String(500))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    conversation: Mapped["Conversation"] = relationship(back_populates="closings")
    __table_args__ = (
        # One closing in force: two facilitators cannot end the same conversation twice.
        Index(
            "uq_closing_in_force",
            "conversation_id",
            unique=True,
            sqlite_where=db.text("reopened_at IS NULL"),
            postgresql_where=db.text("reopened_at IS NULL"),
        ),
    )
