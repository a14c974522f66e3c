"""What the page of weighings shows: lists of opinions by what their votes bear out, and groups.

Only shown opinions are listed; the number of queries does not depend on how many there are.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import joinedload

from forum.conversations.models import Conversation
from forum.core.cells import MINIMUM_CELL
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.themes.agreement import wilson
from forum.themes.weighings.models import GroupStatement, OpinionGroup, VoteAnalysis, VoteStanding

#: Opinions listed per kind, and per group: what people still read.
MOST_LISTED, MOST_PER_GROUP = 10, 5
KINDS = ("agreed", "rejected", "divided", "split")


class Part(NamedTuple):
    """How many of a group agree, disagree and have seen an opinion."""

    letter: str
    agrees: int
    disagrees: int
    seen: int

    @property
    def share(self) -> int:
        """Of a hundred, how many agree."""
        return _of_hundred(self.agrees, self.seen)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An opinion with its counts, the shares they bear out (of a hundred), and its groups."""

    opinion: Opinion
    agrees: int
    disagrees: int
    passes: int
    parts: tuple[Part, ...]

    @property
    def agreeing(self) -> tuple[int, int, int]:
        """The share that agrees, and its bounds by chance (95 %)."""
        return self._share(self.agrees)

    @property
    def disagreeing(self) -> tuple[int, int, int]:
        """The share that disagrees, and its bounds by chance (95 %)."""
        return self._share(self.disagrees)

    def _share(self, taken: int) -> tuple[int, int, int]:
        seen = self.agrees + self.disagrees + self.passes
        low, high = wilson(taken, seen)
        return _of_hundred(taken, seen), round(100 * low), round(100 * high)

    @property
    def everywhere(self) -> bool:
        """Whether more than half of every group agree, as far as groups may be told."""
        return all(2 * part.agrees > part.seen for part in self.parts)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people and the opinions that set it apart."""

    letter: str
    size: int
    statements: list[GroupStatement]


@dataclass(frozen=True, slots=True)
class Findings:
    """The page: the analysis behind it, how many opinions of each kind, the lists, the groups."""

    analysis: VoteAnalysis | None
    counts: dict[str, int]
    listed: dict[str, list[Weighed]]
    groups: list[Group]

    @property
    def anything(self) -> bool:
        """Whether anything can be said of any opinion."""
        return any(self.counts.values())


def findings(conversation: Conversation) -> Findings:
    """Return what the weighings of a conversation bear out."""
    analysis = db.session.get(VoteAnalysis, conversation.id)
    listed = {kind: _listed(conversation, kind) for kind in KINDS}
    return Findings(analysis, counts(conversation), listed, _groups(conversation))


def counts(conversation: Conversation) -> dict[str, int]:
    """Return how many shown opinions there are of each kind."""
    query = _shown(select(VoteStanding.standing, func.count()), conversation)
    rows = {row[0]: row[1] for row in db.session.execute(query.group_by(VoteStanding.standing))}
    return {kind: rows.get(kind, 0) for kind in KINDS}


def section(_person: Any, conversation: Conversation) -> dict[str, Any] | None:
    """Return the part of a conversation's page that leads here, once something is known."""
    analysis = db.session.get(VoteAnalysis, conversation.id)
    if analysis is None:
        return None
    told = counts(conversation)
    if not any(told.values()) and analysis.state == "few":
        return None
    return {"template": "themes/votes_section.html", "counts": told, "analysis": analysis}


def _shown(query: Select[Any], conversation: Conversation) -> Select[Any]:
    return query.join(Opinion, Opinion.id == VoteStanding.opinion_id).where(
        VoteStanding.conversation_id == conversation.id, Opinion.visible
    )


def _listed(conversation: Conversation, kind: str) -> list[Weighed]:
    """Return the opinions of a kind: what unites by consensus, the others by most votes."""
    weighed = VoteStanding.agrees + VoteStanding.disagrees + VoteStanding.passes
    first = VoteStanding.consensus if kind == "agreed" else weighed
    query = _shown(select(VoteStanding, Opinion), conversation).where(VoteStanding.standing == kind)
    rows = db.session.execute(query.order_by(first.desc(), Opinion.id).limit(MOST_LISTED))
    return [_weighed(row) for row in rows]


def _weighed(row: Row[Any]) -> Weighed:
    kept, opinion = row
    parts = tuple(Part(*part) for part in kept.parts)
    return Weighed(opinion, kept.agrees, kept.disagrees, kept.passes, parts)


def _groups(conversation: Conversation) -> list[Group]:
    groups = select(OpinionGroup).where(OpinionGroup.conversation_id == conversation.id)
    query = (
        select(GroupStatement, VoteStanding.parts)
        .join(OpinionGroup, OpinionGroup.id == GroupStatement.group_id)
        .join(Opinion, Opinion.id == GroupStatement.opinion_id)
        .join(VoteStanding, VoteStanding.opinion_id == GroupStatement.opinion_id)
        .where(OpinionGroup.conversation_id == conversation.id, Opinion.visible)
        .where(GroupStatement.seen >= MINIMUM_CELL, GroupStatement.others_seen >= MINIMUM_CELL)
        .options(joinedload(GroupStatement.opinion))
        .order_by(GroupStatement.place)
    )
    said: dict[int, list[GroupStatement]] = defaultdict(list)
    for statement, parts in db.session.execute(query):
        if parts:  # else some group is so small that its votes would follow from the others'
            said[statement.group_id].append(statement)
    return [
        Group(group.letter, group.size, said[group.id][:MOST_PER_GROUP])
        for group in db.session.scalars(groups.order_by(OpinionGroup.letter))
    ]


def _of_hundred(some: int, of: int) -> int:
    return round(100 * some / of) if of else 0
