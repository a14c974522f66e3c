"""What pages read about conversations."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select

from forum.conversations import extensions
from forum.conversations.models import Closing, Conversation, Opening, Phase
from forum.core.db import db, now
from forum.core.pages import paginate
from forum.moderation.assigning.charge import mine


def visible_to(person: Any) -> Select[tuple[Conversation]]:
    """Select the conversations ``person`` may read: open ones, and drafts one is in charge of."""
    query = select(Conversation)
    if not person.at_least("facilitator"):
        return query.join(Opening)
    if person.at_least("planner"):
        return query
    return query.where(_has(Opening) | mine(person, Conversation))


def visible_conversation(person: Any, conversation_id: int) -> Conversation | None:
    """Return the conversation if ``person`` may read it."""
    query = visible_to(person).where(Conversation.id == conversation_id)
    return db.session.scalars(query).unique().first()


def questions_to(person: Any) -> Select[tuple[Conversation]]:
    """Select the questions put to the city; what programs ask those who came is found there."""
    return visible_to(person).where(Conversation.purpose == "question")


def listed(person: Any) -> Pagination:
    """Return a page of conversations: drafts, what is on, what is coming, the rest."""
    return paginate(questions_to(person).order_by(_rank(), Conversation.id.desc()))


def going_on(person: Any, limit: int = 3) -> list[Conversation]:
    """Return the newest conversations in which something can be done today."""
    query = questions_to(person).where(_on_now()).order_by(Conversation.id.desc()).limit(limit)
    return list(db.session.scalars(query).unique())


def _has(model: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the conversation has such a row."""
    here = exists().where(model.conversation_id == Conversation.id, *conditions)
    return here.correlate(Conversation)


def _phase(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    closed = _has(Closing, Closing.reopened_at.is_(None))
    return and_(_has(Opening), _has(Phase, *conditions), ~closed)


def _on_now() -> ColumnElement[bool]:
    moment = now()
    return _phase(Phase.starts_at <= moment, Phase.ends_at > moment)


def _rank() -> ColumnElement[int]:
    coming = _phase(Phase.starts_at > now())
    return case((~_has(Opening), 0), (_on_now(), 1), (coming, 2), else_=3)


def sent_with(submit_key: str) -> Conversation | None:
    """Return the conversation drafted with ``submit_key``, if any."""
    query = select(Conversation).where(Conversation.submit_key == submit_key)
    return db.session.scalars(query).unique().first()


def stamp(conversation_id: int | None = None) -> object:
    """Return what changes whenever a page about conversations must be made anew."""
    if conversation_id is None:
        query = select(func.count(Conversation.id), func.sum(Conversation.tick))
        return tuple(db.session.execute(query).one())
    tick = db.session.scalar(select(Conversation.tick).where(Conversation.id == conversation_id))
    return tick, extensions.stamps(conversation_id)
