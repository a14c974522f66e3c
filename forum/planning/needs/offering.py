"""What a need could rest on: themes of conversations, ideas, an opinion by its number."""

import re
from typing import Any, NamedTuple

from flask import request
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, or_, select

from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.core.db import db
from forum.core.forms import TOO_LARGE, row_number
from forum.core.pages import paginate
from forum.ideas.models import Idea
from forum.opinions.models import Opinion
from forum.planning import queries as decisions
from forum.planning.models import Decision
from forum.planning.needs.attaching import Source
from forum.planning.needs.models import Need, NeedIdea, NeedTheme
from forum.themes import statistics
from forum.themes.models import Membership, Theme

#: Conversations that are offered, the newest first.
MOST_CONVERSATIONS = 50
_NUMBER = re.compile(r"(?:P-)?(\d{4})-(\d{1,9})", re.IGNORECASE)


class OfferedTheme(NamedTuple):
    """A theme with its counts and the decision in force."""

    theme: Theme
    opinions: int
    people: int
    decision: Decision | None


class Cited(NamedTuple):
    """What the need rests on already: the numbers of ideas, and conversations with themes."""

    ideas: frozenset[int]
    themes: frozenset[tuple[int, int]]


def conversations() -> list[Conversation]:
    """Return the conversations that have themes, the newest first."""
    sorted_ones = select(Membership.conversation_id).distinct()
    query = select(Conversation).where(Conversation.id.in_(sorted_ones))
    query = query.order_by(Conversation.id.desc()).limit(MOST_CONVERSATIONS)
    return list(db.session.scalars(query).unique())


def conversation_asked(person: Any) -> Conversation | None:
    """Return the conversation whose themes are to be shown."""
    number = request.args.get("conversation", type=row_number)
    return visible_conversation(person, number) if number is not None else None


def themes(conversation: Conversation) -> list[OfferedTheme]:
    """Return the themes of a conversation, the most spoken of first."""
    figures = statistics.theme_figures(conversation, internal=True, with_quotes=False)
    decided = decisions.in_force_of(conversation)
    return [
        OfferedTheme(each.theme, each.opinions, each.people, decided.get(each.theme.id))
        for each in figures
        if each.theme.facet == "what"
    ]


def ideas(words: str) -> Pagination:
    """Return a page of shown ideas that match words or a number, the most supported first.

    Ideas put under another are found through the one that leads them.
    """
    query = select(Idea).where(Idea.visible, Idea.lead_id.is_(None))
    if words:
        query = _matching(query, words)
    return paginate(query.order_by(Idea.supports_count.desc(), Idea.id), per_page=8)


def _matching(query: Select[Any], words: str) -> Select[Any]:
    numbered = _numbered(words)
    if numbered:
        year, serial = numbered
        return query.where(Idea.year == year, Idea.serial == serial)
    for word in words.split()[:6]:
        # SQLite folds only English letters, so accents and capitals are left to the database.
        found = or_(
            Idea.title.icontains(word, autoescape=True), Idea.text.icontains(word, autoescape=True)
        )
        query = query.where(found)
    return query


def opinion_named(text: str) -> Source | None:
    """Return the shown opinion with a public number, such as 2026-00042."""
    numbered = _numbered(text)
    if numbered is None:
        return None
    year, serial = numbered
    query = select(Opinion.id).where(Opinion.year == year, Opinion.serial == serial)
    number = db.session.scalar(query.where(Opinion.visible))
    return Source("opinion", number) if number is not None else None


def _numbered(text: str) -> tuple[int, int] | None:
    found = _NUMBER.fullmatch(text.strip())
    if found is None or int(found[2]) >= TOO_LARGE:
        return None
    return int(found[1]), int(found[2])


def cited(need: Need) -> Cited:
    """Return what the need rests on already."""
    ideas = db.session.scalars(select(NeedIdea.idea_id).where(NeedIdea.need_id == need.id))
    pairs = select(NeedTheme.conversation_id, NeedTheme.theme_id)
    rows = db.session.execute(pairs.where(NeedTheme.need_id == need.id))
    return Cited(frozenset(ideas), frozenset((row[0], row[1]) for row in rows))
