"""Pictures of a conversation as plain data: what differs from place to place, age and time.

Templates draw them. The office sees every theme and number; the public only themes that were
decided on, and no number of so few people that somebody could be recognised.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import select

from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.core.access import can
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.themes import extensions
from forum.themes.differences import Part, Tally
from forum.themes.models import FACETS, Theme

#: Differences told in words above a table; the table marks them all.
MOST_TOLD = 6


class Scope(NamedTuple):
    """What one may see of a conversation: its themes by id, and the page of each."""

    conversation: Conversation
    themes: dict[int, Theme]
    urls: dict[int, str]
    internal: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A part of the conversation: its name and how many people spoke there, if that is told."""

    part: Part
    name: str
    people: int | None = None
    thing: Any = None


def seen_by(person: Any, conversation_id: int) -> Scope | None:
    """Return what ``person`` may see of the pictures; None while nothing is public."""
    conversation = visible_conversation(person, conversation_id)
    if conversation is None:
        return None
    internal = can(person, "themes:sort")
    public = extensions.public(conversation) if not internal else {}
    if not internal and not public:
        return None
    query = select(Theme).where(Theme.merged_into_id.is_(None))
    if not internal:
        query = query.where(Theme.id.in_(list(public)))
    found = sorted(
        db.session.scalars(query), key=lambda t: (FACETS.index(t.facet), collation_key(t.name))
    )
    here = {"conversation_id": conversation.id}
    urls = public or {t.id: url_for("themes.theme_on_board", theme_id=t.id, **here) for t in found}
    return Scope(conversation, {theme.id: theme for theme in found}, urls, internal)


def section(_person: Any, conversation: Conversation) -> dict[str, Any] | None:
    """Return the part of a conversation's page that leads to its pictures, once one is public."""
    found = extensions.public(conversation)
    return {"template": "themes/pictures_section.html"} if found else None


def themes_of(scope: Scope, cells: Mapping[tuple[int, Part], Tally]) -> list[int]:
    """Return the themes somebody spoke of, by facet, the most spoken of first."""
    people: dict[int, int] = {}
    for (theme, _part), tally in cells.items():
        people[theme] = people.get(theme, 0) + tally.people
    order = {number: at for at, number in enumerate(scope.themes)}
    return sorted(
        (number for number in order if people.get(number)),
        key=lambda n: (FACETS.index(scope.themes[n].facet), -people[n], order[n]),
    )
