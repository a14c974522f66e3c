"""Where news stand: in a conversation, whose facilitators alone call about them, or in no place."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, cast, literal, or_, select, true, tuple_

from forum.conversations.models import Conversation
from forum.moderation.assigning.charge import elsewhere
from forum.moderation.decisions.statements import Statement
from forum.notices.models import Notice
from forum.opinions.models import Opinion
from forum.planning.models import Decision
from forum.reports.models import Publication

#: Topics that stand in no place: every facilitator calls about them.
NOWHERE = (
    *("idea", "ideas", "idea_comment", "idea_picture", "idea_answer"),
    *("community", "program", "plan", "neighbourhood", "category"),
)


class Standing(NamedTuple):
    """A sort of topic: the column of a notice that tells which one, and (which, kind, place)."""

    kind: str
    which: Any
    rows: Select[Any]


def in_reach_of(person: Any) -> ColumnElement[bool]:
    """Return the condition that a notice does not tell of a place where others are in charge.

    A topic nobody can locate is not given away, once there are places of others.
    """
    others = elsewhere(person)
    if not others:
        return true()
    free = (
        and_(Notice.topic_kind == each.kind, each.which.in_(_outside(each.rows, others)))
        for each in _standing()
    )
    return or_(Notice.topic_kind.in_(NOWHERE), *free)


def _outside(rows: Select[Any], others: Any) -> Select[Any]:
    here = rows.subquery()
    which, kind, place = here.c
    return select(which).where(kind.is_(None) | tuple_(kind, place).not_in(sorted(others)))


def _standing() -> Iterator[Standing]:
    yield Standing(
        "conversation", Notice.topic_id, _of_conversations(Conversation.id, Conversation.id)
    )
    yield Standing(
        "opinion", Notice.topic_id, _of_conversations(Opinion.id, Opinion.conversation_id)
    )
    summaries = _of_conversations(Publication.id, Publication.conversation_id)
    yield Standing("summary", Notice.topic_id, summaries)
    # a theme is one of the project; which conversation it was decided in, the key tells
    decisions = _of_conversations(cast(Decision.id, String), Decision.conversation_id)
    yield Standing("theme", Notice.key, decisions)
    statements = select(Statement.id, Statement.place_kind, Statement.place_id)
    yield Standing("statement", Notice.topic_id, statements)


def _of_conversations(which: Any, conversation: Any) -> Select[Any]:
    kind = literal("conversation", String).label("kind")
    return select(which.label("which"), kind, conversation.label("place"))
