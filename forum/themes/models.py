"""Themes belong to people: codebook, staff verdicts, and what the engine suggests beside them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from blinker import signal
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.models import Project
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.i18n import Named, in_language
from forum.opinions.models import Opinion
from forum.themes.runs.models import Analysis, Move, Proposal

__all__ = [
    "Analysis",
    "BoardStep",
    "Membership",
    "Move",
    "Proposal",
    "Theme",
    "ThemeVersion",
    "Verdict",
]

#: The two facets of a theme: what is asked for, and for whom.
FACETS = ("what", "whom")
FACET_NAMES = {"what": _l("What is asked for"), "whom": _l("For whom")}
#: What people write about a theme; every change of these is kept as a version.
WORDS = (
    "facet",
    "parent_id",
    "name_hu",
    "name_en",
    "description_hu",
    "description_en",
    "seeds",
    "examples",
    "avoid",
)

ADDED = declare("theme.added", _l("%(actor)s added the theme “%(reference)s”."), public=False)
EDITED = declare("theme.edited", _l("%(actor)s changed the theme “%(reference)s”."), public=False)
RETIRED = declare("theme.retired", _l("%(actor)s retired the theme “%(reference)s”."), public=False)
REVIVED = declare(
    "theme.revived", _l("%(actor)s took the theme “%(reference)s” into use again."), public=False
)

#: Asked with ``into=`` before a theme is merged away; a room that cannot lose it raises Refused.
theme_merging = signal("theme-merging")


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
    #: Words that tell nothing about the theme: the engine passes them over and never suggests them.
    avoid: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    project: Mapped[Project | None] = relationship()
    parent: Mapped["Theme | None"] = relationship(remote_side=[id], foreign_keys=[parent_id])

    @property
    def reference(self) -> str:
        """What the log calls this theme."""
        return self.name_hu if len(self.name_hu) <= 60 else f"{self.name_hu[:59]}…"

    @property
    def description(self) -> str:
        """What belongs to the theme, in the language of the page."""
        return in_language(self, "description")

    @property
    def facet_name(self) -> str:
        """Which of the two questions the theme answers."""
        return str(FACET_NAMES[self.facet])

    @property
    def in_use(self) -> bool:
        """Whether opinions may still be sorted into it."""
        return self.retired_at is None and self.merged_into_id is None

    def edit(self, by: Person, words: Mapping[str, Any]) -> "ThemeVersion | None":
        """Change what people write about the theme; what it was is kept and returned."""
        before = {name: getattr(self, name) for name in WORDS}
        if all(before[name] == value for name, value in words.items()):
            return None
        self._check_parent(words.get("parent_id", self.parent_id))
        version = ThemeVersion(theme_id=self.id, by_id=by.id, before=before)
        db.session.add(version)
        for name, value in words.items():
            if name not in WORDS:
                raise ValueError(f"a theme has no words {name}")
            setattr(self, name, value)
        record(EDITED, by, self)
        self.changed()
        return version

    def retire(self, by: Person) -> None:
        """Take the theme out of use; what was sorted into it by people stays."""
        if not self.in_use:
            raise Refused(_l("This theme is out of use already."))
        self.retired_at = now()
        record(RETIRED, by, self)
        self.changed()

    def revive(self, by: Person) -> None:
        """Take a retired theme into use again."""
        if self.retired_at is None or self.merged_into_id is not None:
            raise Refused(_l("Only a retired theme can be taken into use again."))
        self.retired_at = None
        record(REVIVED, by, self)
        self.changed()

    def changed(self) -> None:
        """Note that pages showing this theme are out of date, wherever it is found."""
        found_in = select(Membership.conversation_id).where(Membership.theme_id == self.id)
        db.session.execute(
            update(Conversation)
            .where(Conversation.id.in_(found_in))
            .values(tick=Conversation.tick + 1)
            .execution_options(synchronize_session=False)
        )

    def _check_parent(self, parent_id: int | None) -> None:
        """Hold the codebook to two levels: a parent has no parent, a child no children."""
        if parent_id is None or parent_id == self.parent_id:
            return
        parent = db.session.get(Theme, parent_id)
        mine = select(Theme.id).where(Theme.parent_id == self.id).limit(1)
        if parent is None or parent.parent_id or parent_id == self.id or db.session.scalar(mine):
            raise Refused(_l("A wider theme can hold narrower ones, but only one level deep."))


def add_theme(project_id: int | None, by: Person, words: Mapping[str, Any]) -> Theme:
    """Write a new theme into the codebook of a project."""
    theme = Theme(project_id=project_id, created_by_id=by.id, **words)
    db.session.add(theme)
    db.session.flush()
    record(ADDED, by, theme)
    return theme


class ThemeVersion(db.Model):
    """What a theme was before somebody changed it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)

    by: Mapped[Person | None] = relationship()


class Verdict(db.Model):
    """A person's word on whether an opinion belongs to a theme; no analysis overrules it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    belongs: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: Running number of the decision in its conversation; verdicts of one click share it.
    position: Mapped[int] = mapped_column(default=0)
    #: The opinion was drawn at random to measure the sorting with, so nothing is learnt from this.
    held: Mapped[bool] = mapped_column(default=False)

    by: Mapped[Person | None] = relationship()
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
        Index("ix_membership_theme", "theme_id"),
    )


class BoardStep(db.Model):
    """One click on the board with the rows as they were before and after, so it can be undone."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    kind: Mapped[str] = mapped_column(String(20))
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: List of {table, key, before, after}; None stands for no row.
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, deferred=True)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id])
