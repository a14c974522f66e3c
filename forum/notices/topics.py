"""What can be followed: the names and addresses of topics, as everybody may see them."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from forum.accounts.guests import Guest
from forum.city.models import Category, Neighbourhood
from forum.communities.models import Community
from forum.conversations.models import Conversation
from forum.conversations.queries import visible_to
from forum.core.db import db
from forum.core.news import Topic
from forum.ideas.models import Idea
from forum.programs.models import Program


class Named(NamedTuple):
    """A topic by its name in the language of the page; ``path`` is empty when it has no page."""

    name: str
    path: str


class Sort(NamedTuple):
    """A sort of topics: what it is called, which are public, how one is named, and its page."""

    label: Any
    rows: Callable[[], Any]
    name: Callable[[Any], str]
    path: str = ""


def _question(conversation: Conversation) -> str:
    return conversation.question


SORTS = {
    "idea": Sort(
        _l("Idea"),
        lambda: select(Idea).where(Idea.visible),
        lambda row: row.title,
        "/ideas/%s",
    ),
    "program": Sort(
        _l("Program"),
        lambda: select(Program).where(Program.announced_at.is_not(None)),
        lambda row: row.title,
        "/programs/%s",
    ),
    "community": Sort(
        _l("Community"),
        lambda: select(Community).where(Community.visible),
        lambda row: row.name,
        "/communities/%s",
    ),
    "conversation": Sort(
        _l("Conversation"), lambda: visible_to(Guest()), _question, "/conversations/%s"
    ),
    "neighbourhood": Sort(
        _l("Part of the city"), lambda: select(Neighbourhood), lambda row: row.name
    ),
    "category": Sort(_l("Kind of program"), lambda: select(Category), lambda row: row.name),
}


def named(topics: Iterable[Topic]) -> dict[Topic, Named]:
    """Return the names of topics that are public; one statement for each sort of them."""
    numbers: dict[str, set[int]] = {}
    for kind, number in topics:
        numbers.setdefault(kind, set()).add(number)
    found: dict[Topic, Named] = {}
    for kind in numbers.keys() & SORTS.keys():
        sort = SORTS[kind]
        query = sort.rows()
        model = query.column_descriptions[0]["entity"]
        rows = query.where(model.id.in_(numbers[kind])).options(lazyload("*"))
        for row in db.session.scalars(rows).unique():
            found[kind, row.id] = Named(sort.name(row), sort.path and sort.path % row.id)
    return found


def is_public(topic: Topic) -> bool:
    """Whether everybody may see what the topic is about."""
    kind, number = topic
    if kind not in SORTS:
        return False
    query = SORTS[kind].rows()
    model = query.column_descriptions[0]["entity"]
    return (
        db.session.scalar(query.with_only_columns(model.id).where(model.id == number)) is not None
    )
