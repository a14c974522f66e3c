"""Needs (igény): what residents need, in a planner's words, with the evidence they rest on."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.city.models import AgeBand, Category, Neighbourhood, Project
from forum.conversations.models import Conversation
from forum.core.db import UtcDateTime, db, link_table, now
from forum.core.i18n import in_language
from forum.ideas.models import Idea
from forum.opinions.models import Opinion
from forum.themes.models import Theme

#: How important planners hold a need to be.
IMPORTANCE = {3: _l("Very important"), 2: _l("Important"), 1: _l("Good to have")}

need_neighbourhood = link_table(
    "need_neighbourhood", need_id="need", neighbourhood_id="neighbourhood"
)
need_age_band = link_table("need_age_band", need_id="need", age_band_id="age_band")


class Need(db.Model):
    """What residents need; public once ``published_at`` is set, and only then."""

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    title_hu: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    text_hu: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    #: Whom it concerns, in words; the ages and parts of the city stand beside it.
    concerns_hu: Mapped[str] = mapped_column(String(300), default="")
    concerns_en: Mapped[str] = mapped_column(String(300), default="")
    importance: Mapped[int] = mapped_column(default=2)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Set when it is met, or no need any more.
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submit_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    version: Mapped[int] = mapped_column(default=0)
    tick: Mapped[int] = mapped_column(default=0)

    project: Mapped[Project | None] = relationship()
    category: Mapped[Category | None] = relationship()
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id])
    neighbourhoods: Mapped[list[Neighbourhood]] = relationship(
        secondary=need_neighbourhood, order_by=Neighbourhood.id, lazy="selectin"
    )
    age_bands: Mapped[list[AgeBand]] = relationship(
        secondary=need_age_band, order_by=AgeBand.youngest, lazy="selectin"
    )

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return f"N-{self.id}"

    @property
    def title(self) -> str:
        """What it is called."""
        return in_language(self, "title")

    @property
    def text(self) -> str:
        """What is behind it."""
        return in_language(self, "text")

    @property
    def concerns(self) -> str:
        """Whom it concerns, in words."""
        return in_language(self, "concerns")

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.published_at is not None

    def touch(self) -> None:
        """Note that pages showing this need are out of date."""
        self.tick = Need.tick + 1 if self.id else 0


class NeedTheme(db.Model):
    """A need rests on a theme of a conversation."""

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    need: Mapped[Need] = relationship()
    conversation: Mapped[Conversation] = relationship()
    theme: Mapped[Theme] = relationship()
    __table_args__ = (UniqueConstraint("need_id", "conversation_id", "theme_id"),)


class NeedIdea(db.Model):
    """A need rests on a program idea."""

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    need: Mapped[Need] = relationship()
    idea: Mapped[Idea] = relationship()
    __table_args__ = (UniqueConstraint("need_id", "idea_id"),)


class NeedOpinion(db.Model):
    """A need rests on one opinion, beside those of its themes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    need: Mapped[Need] = relationship()
    opinion: Mapped[Opinion] = relationship()
    __table_args__ = (UniqueConstraint("need_id", "opinion_id"),)
