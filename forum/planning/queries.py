"""What pages read about decisions."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from forum.conversations.models import Conversation, Opening
from forum.conversations.queries import visible_conversation
from forum.core.access import can
from forum.core.db import db
from forum.core.pages import paginate
from forum.opinions.models import Opinion
from forum.planning.models import Decision
from forum.themes.fetching import conversation_theme
from forum.themes.models import Membership, Theme

#: Decisions and themes on the page of a conversation.
MOST_SHOWN = 12
#: Former decisions told below the one in force.
MOST_FORMER = 50


class Subject(NamedTuple):
    """A theme of a conversation and the decision in force, if there is one."""

    conversation: Conversation
    theme: Theme
    decision: Decision | None


def subject(person: Any, conversation_id: int, theme_id: int) -> Subject | None:
    """Return a theme of a conversation, for those who may decide on it."""
    placed = conversation_theme(person, conversation_id, theme_id)
    if placed is None:
        return None
    return Subject(*placed, in_force_of(placed.conversation, [placed.thing.id]).get(theme_id))


def public_subject(person: Any, conversation_id: int, theme_id: int) -> Subject | None:
    """Return a theme with its decision; without a decision only for those who decide."""
    conversation = visible_conversation(person, conversation_id)
    decision = in_force_of(conversation, [theme_id]).get(theme_id) if conversation else None
    if decision is not None:
        return Subject(decision.conversation, decision.theme, decision)
    return subject(person, conversation_id, theme_id) if can(person, "planning:decide") else None


def in_force_of(
    conversation: Conversation, theme_ids: Iterable[int] | None = None
) -> dict[int, Decision]:
    """Return the decisions in force in a conversation by theme."""
    query = select(Decision).where(
        Decision.conversation_id == conversation.id, Decision.replaced_at.is_(None)
    )
    if theme_ids is not None:
        query = query.where(Decision.theme_id.in_(list(theme_ids)))
    query = query.options(joinedload(Decision.theme), joinedload(Decision.by))
    return {each.theme_id: each for each in db.session.scalars(query.order_by(Decision.id))}


def former(conversation: Conversation, theme: Theme) -> list[Decision]:
    """Return the decisions that were replaced, the newest first."""
    query = select(Decision).where(
        Decision.conversation_id == conversation.id,
        Decision.theme_id == theme.id,
        Decision.replaced_at.is_not(None),
    )
    query = query.options(joinedload(Decision.by)).order_by(Decision.id.desc())
    return list(db.session.scalars(query.limit(MOST_FORMER)))


def latest() -> Pagination:
    """Return a page of the decisions in force of open conversations, the newest first."""
    conversation = joinedload(Decision.conversation).options(joinedload(Conversation.opening))
    return paginate(_public().options(joinedload(Decision.theme), conversation))


def lately_decided(limit: int) -> list[tuple[Decision, Theme]]:
    """Return the newest of these decisions with their themes."""
    query = _public().join(Theme, Theme.id == Decision.theme_id).add_columns(Theme).limit(limit)
    return [(decision, theme) for decision, theme in db.session.execute(query)]


def _public() -> Select[Any]:
    """Select the decisions in force of open conversations, the newest first."""
    return (
        select(Decision)
        .join(Opening, Opening.conversation_id == Decision.conversation_id)
        .where(Decision.replaced_at.is_(None))
        .order_by(Decision.at.desc(), Decision.id.desc())
    )


def of_opinions(opinions: Sequence[Opinion]) -> dict[int, list[Decision]]:
    """Return the decisions in force on the themes of each opinion, the newest first."""
    query = (
        select(Membership.opinion_id, Decision)
        .join(
            Decision,
            (Decision.theme_id == Membership.theme_id)
            & (Decision.conversation_id == Membership.conversation_id),
        )
        .where(
            Membership.opinion_id.in_([opinion.id for opinion in opinions]),
            Decision.replaced_at.is_(None),
        )
        .options(joinedload(Decision.theme))
        .order_by(Decision.id.desc())
    )
    found: dict[int, list[Decision]] = {}
    for opinion_id, decision in db.session.execute(query):
        found.setdefault(opinion_id, []).append(decision)
    return found


def sizes(conversation: Conversation, theme_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return (opinions, people) of themes, counting only what is shown."""
    people = func.count(func.distinct(Opinion.author_id))
    query = (
        select(Membership.theme_id, func.count(Opinion.id), people)
        .join(Opinion, Opinion.id == Membership.opinion_id)
        .where(
            Membership.conversation_id == conversation.id,
            Opinion.visible,
            Membership.theme_id.in_(list(theme_ids)),
        )
        .group_by(Membership.theme_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
