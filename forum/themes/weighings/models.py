"""What was found in the weighings of a conversation, kept for its pages until the next analysis."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import UtcDateTime, db, now
from forum.opinions.models import Opinion


class VoteAnalysis(db.Model):
    """The newest look at a conversation's weighings: what was read, and whether there are groups.

    ``state`` is groups, none (no clear groups) or few (too little to tell); ``chance`` that of
    such structure without any; ``seed`` repeats the shuffles.
    """

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    state: Mapped[str] = mapped_column(String(10))
    chance: Mapped[float]
    stability: Mapped[float]
    people: Mapped[int]
    on_map: Mapped[int]
    opinions: Mapped[int]
    votes: Mapped[int]
    seed: Mapped[int]


class OpinionGroup(db.Model):
    """People who answer alike; the letter stays theirs from analysis to analysis."""

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    letter: Mapped[str] = mapped_column(String(1))
    size: Mapped[int]
    __table_args__ = (UniqueConstraint("conversation_id", "letter"),)


class GroupMember(db.Model):
    """Somebody in a group: asked for when letters are given, shown to nobody, erased with them."""

    group_id: Mapped[int] = mapped_column(
        ForeignKey("opinion_group.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class GroupStatement(db.Model):
    """An opinion that sets a group apart: it takes a side (1 agrees, -1 not) more than others do."""

    group_id: Mapped[int] = mapped_column(
        ForeignKey("opinion_group.id", ondelete="CASCADE"), primary_key=True
    )
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    side: Mapped[int]
    #: Its place in the list of the group, the strongest first.
    place: Mapped[int]
    taken: Mapped[int]
    seen: Mapped[int]
    others_taken: Mapped[int]
    others_seen: Mapped[int]

    opinion: Mapped[Opinion] = relationship()


class VoteStanding(db.Model):
    """What the weighings of an opinion bear out, with the counts it was said of."""

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    standing: Mapped[str] = mapped_column(String(10))
    agrees: Mapped[int]
    disagrees: Mapped[int]
    passes: Mapped[int]
    #: Group-informed consensus (0..1), and the chance that its two sides differ elsewhere by luck.
    consensus: Mapped[float]
    apart: Mapped[float]
    #: [letter, agrees, disagrees, seen] per group; empty where a group is too small to show.
    parts: Mapped[list[Any]] = mapped_column(JSON, default=list)

    opinion: Mapped[Opinion] = relationship()
    __table_args__ = (Index("ix_vote_standing_list", "conversation_id", "standing"),)
