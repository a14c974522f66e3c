"""What runs of the engine found: each analysis, what it moved, and the themes it proposes."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, now
from forum.core.jobs import Job
from forum.opinions.models import Opinion

if TYPE_CHECKING:
    from forum.themes.models import Theme


class Analysis(db.Model):
    """One run of the engine over a conversation: its settings, its input and what it found."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    input_hash: Mapped[str] = mapped_column(String(64), default="")
    opinions_count: Mapped[int] = mapped_column(default=0)
    #: Ids of unsorted opinions, of copies (by representative) and of those to check next;
    #: `samples` are those to check that were drawn at random, to measure the sorting with.
    unsorted: Mapped[list[int]] = mapped_column(JSON, default=list)
    copies: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    to_check: Mapped[list[int]] = mapped_column(JSON, default=list)
    samples: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: Ids of opinions that came after the run and were sorted on arrival.
    arrived: Mapped[list[int]] = mapped_column(JSON, default=list)
    sorting_agreed: Mapped[int] = mapped_column(default=0)
    sorting_checked: Mapped[int] = mapped_column(default=0)
    #: By theme: [estimate, low, high] of its opinions; its words (frequent, learnt, doubtful);
    #: [opinion, start, end] of its quotes; what the next run needs to know of the codebook.
    counts: Mapped[dict[str, list[float]]] = mapped_column(JSON, default=dict)
    words: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)
    quotes: Mapped[dict[str, list[list[int]]]] = mapped_column(JSON, default=dict)
    codebook: Mapped[dict[str, list[Any]]] = mapped_column(JSON, default=dict, deferred=True)

    conversation: Mapped[Conversation] = relationship()
    job: Mapped[Job | None] = relationship()
    by: Mapped[Person | None] = relationship()

    __table_args__ = (
        # One analysis at a time per conversation: two clicks cannot start two.
        Index(
            "uq_analysis_running",
            "conversation_id",
            unique=True,
            sqlite_where=db.text("finished_at IS NULL"),
            postgresql_where=db.text("finished_at IS NULL"),
        ),
    )

    @classmethod
    def succeeded(cls) -> Any:
        """Return the condition that a run has finished and did not fail."""
        return cls.finished_at.is_not(None) & ~cls.failed


class Move(db.Model):
    """An opinion an analysis placed elsewhere than it was: ids of the themes, and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id"), index=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    left: Mapped[list[int]] = mapped_column(JSON, default=list)
    joined: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: The words that decided, and how much surer the new place is (0..1).
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    gain: Mapped[float] = mapped_column(default=0.0)

    analysis: Mapped[Analysis] = relationship()
    opinion: Mapped[Opinion] = relationship()


class Proposal(db.Model):
    """A new theme the engine proposes; a person accepts or rejects it.

    It comes from the unsorted rest, or (``splits``) is one of the two centres of a theme.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    analysis_id: Mapped[int | None] = mapped_column(ForeignKey("analysis.id"))
    key: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    opinion_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    example_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: How much it is like an existing theme (0..1), and like which; the theme it would split.
    overlap: Mapped[float] = mapped_column(default=0.0)
    nearest_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    splits_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    nearest: Mapped["Theme | None"] = relationship(foreign_keys=[nearest_id])
    splits: Mapped["Theme | None"] = relationship(foreign_keys=[splits_id])
    __table_args__ = (UniqueConstraint("conversation_id", "key"),)

    @property
    def reference(self) -> str:
        """What the log calls this proposal."""
        return self.label[:60]
