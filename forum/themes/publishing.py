"""The public tables of who stands behind a theme: states, made after an analysis and once an hour."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import func, literal, select

from forum.conversations.models import Conversation
from forum.core.cells import State
from forum.core.db import db
from forum.core.published import publish_all, published
from forum.opinions.models import Opinion
from forum.themes.models import Membership

#: Traits by which people are counted, as the names of tables call them.
TRAITS = {"neighbourhood": Opinion.neighbourhood_id, "age_band": Opinion.age_band_id}
Counted = Iterator[tuple[str, Mapping[str, int]]]


def theme_table(conversation_id: int, theme_id: int, trait: str) -> str:
    """Return the name of the table of a theme in a conversation."""
    return f"talk:{conversation_id}:theme:{theme_id}:{trait}"


def talk_table(conversation_id: int, trait: str) -> str:
    """Return the name of the table of a conversation as a whole."""
    return f"talk:{conversation_id}:{trait}"


def states_of(conversation: Conversation, theme_ids: Iterable[int]) -> dict[str, State]:
    """Return the published states of a conversation and of its themes, in one query."""
    names = [talk_table(conversation.id, trait) for trait in TRAITS]
    names += [theme_table(conversation.id, theme, trait) for theme in theme_ids for trait in TRAITS]
    return published(names)


def tables(conversation_id: int | None = None) -> Counted:
    """Count the people behind conversations and themes, by trait; of one conversation or of all."""
    people, talk = func.count(Opinion.author_id.distinct()), Opinion.conversation_id
    for trait, column in TRAITS.items():
        shown = select(talk, literal(0), column, people).where(Opinion.visible)
        themed = (
            select(talk, Membership.theme_id, column, people)
            .join(Opinion, Opinion.id == Membership.opinion_id)
            .where(Opinion.visible)
        )
        if conversation_id is not None:
            shown = shown.where(talk == conversation_id)
            themed = themed.where(talk == conversation_id)
        found: dict[tuple[int, int], dict[str, int]] = {}
        whole = shown.group_by(talk, column)
        by_theme = themed.group_by(talk, Membership.theme_id, column)
        for query in (whole, by_theme):
            for number, theme, key, count in db.session.execute(query):
                found.setdefault((number, theme), {})[str(key)] = count
        for (number, theme), counts in sorted(found.items()):
            name = theme_table(number, theme, trait) if theme else talk_table(number, trait)
            yield name, counts


def bring_up_to_date(conversation_id: int) -> None:
    """Bring the tables of a conversation up to date; the caller commits."""
    publish_all(dict(tables(conversation_id)))


def publish_conversation(conversation_id: int) -> None:
    """Bring the tables of a conversation up to date after an analysis; commits."""
    bring_up_to_date(conversation_id)
    db.session.commit()
