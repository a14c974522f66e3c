"""A chapter: one page or sheet of the story, by theme, by neighbourhood or by season."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.conversations.models import Conversation, Opening
from forum.core.db import db
from forum.core.i18n import language
from forum.planning.models import Decision
from forum.planning.you_said.deeds import Deed, deeds_of
from forum.planning.you_said.links import programs_of_themes
from forum.planning.you_said.strands import Strand, of_theme
from forum.themes import statistics


@dataclass(frozen=True, slots=True)
class Answered:
    """An idea, what the city answered, and the programs that came of it."""

    title: str
    url: str
    state: str
    state_name: str
    reason: str
    supports: int
    deeds: Sequence[Deed]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page: a title, the strands, and what belongs to none of them."""

    kind: str
    id: int
    title: str
    lead: str
    strands: Sequence[Strand]
    ideas: Sequence[Answered] = ()
    others: Sequence[Deed] = ()
    #: Of a theme: the number of its conversation.
    conversation_id: int = 0

    @property
    def deeds(self) -> dict[int, Deed]:
        """Every program on the page, once."""
        named = [strand.deeds for strand in self.strands] + [idea.deeds for idea in self.ideas]
        return {deed.id: deed for deeds in [*named, self.others] for deed in deeds}

    @property
    def came(self) -> int:
        """How often somebody took part in them; a program that answers two themes counts once."""
        return sum(deed.came for deed in self.deeds.values())

    @property
    def held(self) -> int:
        """How many of the programs have begun or are over."""
        return sum(deed.took_place for deed in self.deeds.values())


def in_english() -> bool:
    """Whether the page is made in English."""
    return language() == "en"


def of_theme_page(decision: Decision) -> Chapter:
    """Tell the story of one theme."""
    conversation, theme = decision.conversation, decision.theme
    (figures,) = statistics.theme_figures(conversation, theme=theme)
    programs = programs_of_themes([(conversation.id, theme.id)]).get(
        (conversation.id, theme.id), []
    )
    deeds = list(deeds_of(programs).values())
    strand = of_theme(decision, (figures.opinions, figures.people), deeds, in_english())
    strand = replace(strand, quotes=figures.quotes)
    asked = conversation.question
    return Chapter(
        "theme", theme.id, strand.title, asked, [strand], conversation_id=conversation.id
    )


def decided(limit: int | None = None) -> list[Decision]:
    """Return the decisions in force of open conversations, the newest first."""
    query = (
        select(Decision)
        .join(Opening, Opening.conversation_id == Decision.conversation_id)
        .where(Decision.replaced_at.is_(None))
        .order_by(Decision.at.desc(), Decision.id.desc())
        .options(joinedload(Decision.theme), joinedload(Decision.conversation))
    )
    return list(db.session.scalars(query.limit(limit) if limit else query).unique())


def named(programs: Sequence[int] | None, deeds: Mapping[int, Deed]) -> list[Deed]:
    """Return the programs of a list that everybody can see."""
    return [deeds[number] for number in programs or () if number in deeds]


def talks_of(decisions: Sequence[Decision]) -> dict[Conversation, list[Decision]]:
    """Group decisions by their conversation, in the order they come."""
    found: dict[Conversation, list[Decision]] = defaultdict(list)
    for decision in decisions:
        found[decision.conversation].append(decision)
    return found
