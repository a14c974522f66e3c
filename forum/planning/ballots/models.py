"""Ballots: which candidates of a season somebody would like to see; one ballot a person."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.days import day_of, last_day
from forum.core.db import UtcDateTime, db, now
from forum.planning.models_candidates import Candidate
from forum.programs.models import Season

#: How a ballot reached the city; the words are those of ``opinions.models.CHANNELS``.
CHANNELS = ("web", "table", "paper", "phone", "forum")


class Voting(db.Model):
    """When residents are asked about the candidates of a season."""

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"), unique=True)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The conversation on whose page the ballot is offered too.
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"))
    #: So that candidates stand in an order that favours nobody.
    draw_seed: Mapped[int] = mapped_column(default=0)
    #: Budget the advice is worked out for, in forints.
    budget: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    tick: Mapped[int] = mapped_column(default=0)

    season: Mapped[Season] = relationship()

    @property
    def stage(self) -> str:
        """How far it has got: planned, open or closed."""
        if self.opens_at > now():
            return "planned"
        return "open" if self.closes_at > now() else "closed"

    @property
    def first_day(self) -> date:
        """Its first day in the city."""
        return day_of(self.opens_at)

    @property
    def last_day(self) -> date:
        """Its last day in the city."""
        return last_day(self.closes_at)


class Ballot(db.Model):
    """What one person marked; sent again, it replaces what was marked before."""

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("season.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contact_key: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(10), default="web")
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"))
    age_band_id: Mapped[int | None] = mapped_column(ForeignKey("age_band.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submit_key: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    season: Mapped[Season] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def was_replaced(self) -> bool:
        """Whether these marks took the place of others, given before."""
        return self.changed_at > self.at

    choices: Mapped[list["BallotChoice"]] = relationship(
        back_populates="ballot", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("season_id", "person_id"),
        Index(
            "uq_ballot_contact",
            "season_id",
            "contact_key",
            unique=True,
            sqlite_where=db.text("contact_key IS NOT NULL"),
            postgresql_where=db.text("contact_key IS NOT NULL"),
        ),
    )


class BallotChoice(db.Model):
    """A candidate that somebody would like to see."""

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    ballot: Mapped[Ballot] = relationship(back_populates="choices")
    candidate: Mapped[Candidate] = relationship()
    __table_args__ = (UniqueConstraint("ballot_id", "candidate_id"),)
