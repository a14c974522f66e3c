"""Plans (évadterv): versions of the plan of a season, what was decided, and what was published."""

from datetime import datetime
from typing import Any

from blinker import signal
from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import in_language
from forum.ideas.models import Idea
from forum.planning.models import CHOICES
from forum.planning.models_candidates import Candidate
from forum.planning.needs.models import Need
from forum.planning.seasons.links import plan_item_idea, plan_item_need
from forum.programs.models import Season
from forum.themes.models import Theme

#: Sent with a publication of a plan.
plan_published = signal("plan-published")


class Plan(db.Model):
    """A version of a season's plan: a budget, and a decision on each candidate.

    An approved version stays as it is; who wants to change it copies it into a new one.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    number: Mapped[int]
    #: What planners call this version, such as "with the cheaper concerts".
    name: Mapped[str] = mapped_column(String(120), default="")
    #: In forints.
    budget: Mapped[int]
    note: Mapped[str] = mapped_column(String(2000), default="")
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Why it was approved although it costs more than the budget; published with it.
    over_because_hu: Mapped[str] = mapped_column(String(1000), default="")
    over_because_en: Mapped[str] = mapped_column(String(1000), default="")
    #: Set when a later version was approved in its place.
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=0)

    season: Mapped[Season] = relationship()
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    items: Mapped[list["PlanItem"]] = relationship(back_populates="plan", order_by="PlanItem.id")

    __table_args__ = (
        UniqueConstraint("season_id", "number"),
        # One approved version of a season is in force.
        Index(
            "uq_plan_in_force",
            "season_id",
            unique=True,
            sqlite_where=db.text("approved_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=db.text("approved_at IS NOT NULL AND replaced_at IS NULL"),
        ),
    )

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return f"{self.season.name_hu}/{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether its decisions may still be changed: nobody has approved it."""
        return self.approved_at is None

    @property
    def is_in_force(self) -> bool:
        """Whether it is the approved version of its season."""
        return self.approved_at is not None and self.replaced_at is None

    @property
    def shown_items(self) -> list["PlanItem"]:
        """What it is about: in an open version, all candidates but those that were dropped."""
        if not self.is_open:
            return list(self.items)
        return [item for item in self.items if not item.candidate.is_dropped]


class PlanItem(db.Model):
    """What a version of the plan says of a candidate: adopt, adapt, later, decline, and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    #: One of planning.models.CHOICES; empty while nobody has decided.
    choice: Mapped[str] = mapped_column(String(10), default="")
    #: What it costs in this version, in forints; of an adapted one it may differ from the estimate.
    cost: Mapped[int]
    expected: Mapped[int | None]
    reason_hu: Mapped[str] = mapped_column(String(1000), default="")
    reason_en: Mapped[str] = mapped_column(String(1000), default="")
    #: How it would be done, of an adapted one.
    change_hu: Mapped[str] = mapped_column(String(1000), default="")
    change_en: Mapped[str] = mapped_column(String(1000), default="")
    #: Why the reason cites no theme, need or idea.
    uncited_because: Mapped[str] = mapped_column(String(500), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=0)

    plan: Mapped[Plan] = relationship(back_populates="items")
    candidate: Mapped[Candidate] = relationship()
    needs: Mapped[list[Need]] = relationship(
        secondary=plan_item_need, order_by=Need.id, lazy="selectin"
    )
    ideas: Mapped[list[Idea]] = relationship(
        secondary=plan_item_idea, order_by=Idea.id, lazy="selectin"
    )
    themes: Mapped[list["PlanItemTheme"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="PlanItemTheme.id"
    )

    __table_args__ = (UniqueConstraint("plan_id", "candidate_id"),)

    @property
    def is_in(self) -> bool:
        """Whether it is part of the plan and uses up its budget."""
        return self.choice in {"adopt", "adapt"}

    @property
    def choice_name(self) -> str:
        """What was decided, in the language of the page; empty while nobody has decided."""
        return str(CHOICES[self.choice]) if self.choice else ""

    @property
    def reason(self) -> str:
        """Why, in the language of the page."""
        return in_language(self, "reason")

    @property
    def change(self) -> str:
        """How it would be done, in the language of the page."""
        return in_language(self, "change")


class PlanItemTheme(db.Model):
    """A theme that the reason for a decision cites."""

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    theme: Mapped[Theme] = relationship(lazy="joined")
    conversation: Mapped[Conversation] = relationship(lazy="joined")
    __table_args__ = (UniqueConstraint("item_id", "conversation_id", "theme_id"),)


class PlanPublication(db.Model):
    """An approved plan as it was published: frozen data, a page and a PDF made of it once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), unique=True)
    #: Everything the page shows, in both languages.
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    pdf_hu: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    pdf_en: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    #: SHA-256 of the content (as canonical JSON) and of the two files.
    checksums: Mapped[dict[str, str]] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    plan: Mapped[Plan] = relationship()
