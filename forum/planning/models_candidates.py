"""Candidates: programs that could be part of a season; and which needs and ideas programs answer.

Needs, ballots and plans all speak of them, so they stand above these rooms.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.city.models import AgeBand, Category, Neighbourhood
from forum.communities.models import Community
from forum.core.db import UtcDateTime, db, link_table, now
from forum.core.i18n import in_language
from forum.ideas.models import Idea
from forum.planning.needs.models import Need
from forum.programs.models import Program, Season

candidate_neighbourhood = link_table(
    "candidate_neighbourhood", candidate_id="candidate", neighbourhood_id="neighbourhood"
)
candidate_age_band = link_table(
    "candidate_age_band", candidate_id="candidate", age_band_id="age_band"
)
#: The needs and the ideas a candidate would answer.
candidate_need = link_table("candidate_need", candidate_id="candidate", need_id="need")
candidate_idea = link_table("candidate_idea", candidate_id="candidate", idea_id="idea")


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
    def is_dropped(self) -> bool:
        """Whether it is out of the running."""
        return self.dropped_at is not None

    @property
    def title(self) -> str:
        """What it is called."""
        return in_language(self, "title")

    @property
    def description(self) -> str:
        """What it would be."""
        return in_language(self, "description")


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
