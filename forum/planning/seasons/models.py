"""Plans (évadterv): candidate programs of a season, versions of the plan, and what was decided."""

from datetime import datetime
from typing import Any

from blinker import signal
from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import AgeBand, Category, Neighbourhood
from forum.communities.models import Community
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import in_language
from forum.ideas.models import Idea
from forum.planning.models import CHOICES
from forum.planning.needs.models import Need
from forum.programs.models import Program, Season
from forum.themes.models import Theme

#: Sent with a publication of a plan.
plan_published = signal("plan-published")

candidate_neighbourhood = Table(
    "candidate_neighbourhood",
    db.metadata,
    Column("candidate_id", Integer, ForeignKey("candidate.id"), primary_key=True),
    Column("neighbourhood_id", Integer, ForeignKey("neighbourhood.id"), primary_key=True),
)
candidate_age_band = Table(
    "candidate_age_band",
    db.metadata,
    Column("candidate_id", Integer, ForeignKey("candidate.id"), primary_key=True),
    Column("age_band_id", Integer, ForeignKey("age_band.id"), primary_key=True),
)
#: The needs and the ideas a candidate would answer.
candidate_need = Table(
    "candidate_need",
    db.metadata,
    Column("candidate_id", Integer, ForeignKey("candidate.id"), primary_key=True),
    Column("need_id", Integer, ForeignKey("need.id"), primary_key=True),
)
candidate_idea = Table(
    "candidate_idea",
    db.metadata,
    Column("candidate_id", Integer, ForeignKey("candidate.id"), primary_key=True),
    Column("idea_id", Integer, ForeignKey("idea.id"), primary_key=True),
)


class Candidate(db.Model):
    """A program that could be part of a season; residents approve it, versions of the plan decide."""

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"))
    title_hu: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    description_hu: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    #: Estimated cost in forints.
    cost: Mapped[int]
    #: Expected attendance, in participations over all sessions.
    expected: Mapped[int | None]
    #: The program that was made of it.
    program_id: Mapped[int | None] = mapped_column(ForeignKey("program.id"), unique=True)
    #: Out of the running (found impossible before the decision), and why.
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_because: Mapped[str] = mapped_column(String(500), default="")
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=0)

    season: Mapped[Season] = relationship()
    category: Mapped[Category | None] = relationship()
    community: Mapped[Community | None] = relationship()
    program: Mapped[Program | None] = relationship()
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(
        secondary=candidate_neighbourhood, order_by=Neighbourhood.id, lazy="selectin"
    )
    age_bands: Mapped[list[AgeBand]] = relationship(
        secondary=candidate_age_band, order_by=AgeBand.youngest, lazy="selectin"
    )
    needs: Mapped[list[Need]] = relationship(
        secondary=candidate_need, order_by=Need.id, lazy="selectin"
    )
    ideas: Mapped[list[Idea]] = relationship(
        secondary=candidate_idea, order_by=Idea.id, lazy="selectin"
    )

    @property
    def reference(self) -> str:
        """What the log calls it: its title."""
        return self.title_hu

    @property
    def title(self) -> str:
        """What it is called."""
        return in_language(self, "title")

    @property
    def description(self) -> str:
        """What it would be."""
        return in_language(self, "description")


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
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=0)

    plan: Mapped[Plan] = relationship(back_populates="items")
    candidate: Mapped[Candidate] = relationship()
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


class PlanItemTheme(db.Model):
    """A theme that the reason for a decision cites."""

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    theme: Mapped[Theme] = relationship()
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


class ProgramNeed(db.Model):
    """A program answers a need."""

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    program: Mapped[Program] = relationship()
    need: Mapped[Need] = relationship()
    __table_args__ = (UniqueConstraint("program_id", "need_id"),)


class ProgramIdea(db.Model):
    """A program answers an idea."""

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    program: Mapped[Program] = relationship()
    idea: Mapped[Idea] = relationship()
    __table_args__ = (UniqueConstraint("program_id", "idea_id"),)
