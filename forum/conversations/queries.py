"""What pages read about conversations."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select

from forum.conversations.models import Conversation, Opening
from forum.core.db import db
from forum.core.pages import paginate


def visible_to(person: Any) -> Select[tuple[Conversation]]:
    """Select the conversations ``person`` may read: open ones, and drafts for facilitators."""
    query = select(Conversation)
    if not person.at_least("facilitator"):
        query = query.join(Opening)
    return query


def visible_conversation(person: Any, conversation_id: int) -> Conversation | None:
    """Return the conversation if ``person`` may read it."""
    query = visible_to(person).where(Conversation.id == conversation_id)
    return db.session.scalars(query).unique().first()


def newest(person: Any) -> Pagination:
    """Return a page of conversations, the newest first."""
    return paginate(visible_to(person).order_by(Conversation.id.desc()))


def stamp(conversation_id: int | None = None) -> object:
    """Return what changes whenever a page about conversations must be made anew."""
    query = select(func.count(Conversation.id), func.sum(Conversation.tick))
    if conversation_id is not None:
        query = query.where(Conversation.id == conversation_id)
    return tuple(db.session.execute(query).one())
