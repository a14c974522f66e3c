"""Themes belong to people: the codebook, staff verdicts, and what the engine suggests beside them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import Project
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import Named, in_language
from forum.core.jobs import Job
from forum.opinions.models import Opinion

#: The two facets of a theme: what is asked for, and for whom.
FACETS = ("what", "whom")


class Theme(Named, db.Model):
    """An entry of a project's codebook, kept by planners and reused in its conversations."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    facet: Mapped[str] = mapped_column(String(4), default="what")
    name_hu: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    description_hu: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    seeds: Mapped[list[str]] = mapped_column(JSON, default=list)
    examples: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    project: Mapped[Project | None] = relationship()
    parent: Mapped["Theme | None"] = relationship(remote_side=[id], foreign_keys=[parent_id])

    @property
    def reference(self) -> str:
        """What the log calls this theme."""
        return self.name_hu

    @property
    def description(self) -> str:
        """What belongs to the theme, in the language of the page."""
        return in_language(self, "description")


class ThemeVersion(db.Model):
    """What a theme was before somebody changed it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)


class Verdict(db.Model):
    """A person's word on whether an opinion belongs to a theme; no analysis overrules it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    belongs: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    __table_args__ = (UniqueConstraint("opinion_id", "theme_id"),)


class Membership(db.Model):
    """An opinion belongs to a theme, as the newest analysis or a person has it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    confidence: Mapped[float] = mapped_column(default=1.0)
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    by_staff: Mapped[bool] = mapped_column(default=False)

    opinion: Mapped[Opinion] = relationship()
    theme: Mapped[Theme] = relationship()
    __table_args__ = (
        UniqueConstraint("opinion_id", "theme_id"),
        Index("ix_membership_board", "conversation_id", "theme_id"),
    )


class Analysis(db.Model):
    """One run of the engine over a conversation: its settings, its input and what it found."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    input_hash: Mapped[str] = mapped_column(String(64), default="")
    opinions_count: Mapped[int] = mapped_column(default=0)
    #: Ids of unsorted opinions, of copies (by representative) and of those to check next.
    unsorted: Mapped[list[int]] = mapped_column(JSON, default=list)
    copies: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    to_check: Mapped[list[int]] = mapped_column(JSON, default=list)
    sorting_agreed: Mapped[int] = mapped_column(default=0)
    sorting_checked: Mapped[int] = mapped_column(default=0)

    conversation: Mapped[Conversation] = relationship()
    job: Mapped[Job | None] = relationship()


class Proposal(db.Model):
    """A new theme the engine proposes from the unsorted rest; a person accepts or rejects it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    analysis_id: Mapped[int | None] = mapped_column(ForeignKey("analysis.id"))
    key: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    opinion_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    example_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(10), default="open")
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (UniqueConstraint("conversation_id", "key"),)


class BoardStep(db.Model):
    """One click on the board with the rows as they were before and after, so it can be undone."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    kind: Mapped[str] = mapped_column(String(20))
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: List of {table, id, before, after}; None stands for no row.
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    by: Mapped[Person] = relationship()
