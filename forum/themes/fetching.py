"""Things of a board fetched through the person who asks, together with their conversation."""

from typing import Any, NamedTuple

from sqlalchemy import select

from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.core.db import db
from forum.opinions.models import Opinion
from forum.themes.board.operations import codebook_of
from forum.themes.models import BoardStep, Membership, Move, Proposal, Theme


def theme(person: Any, theme_id: int) -> Theme | None:
    """Return a theme that has not been merged away."""
    found = db.session.get(Theme, theme_id)
    return found if found is not None and found.merged_into_id is None else None


class Placed(NamedTuple):
    """A thing of a conversation together with the conversation."""

    conversation: Conversation
    thing: Any


def conversation_theme(person: Any, conversation_id: int, theme_id: int) -> Placed | None:
    """Return a theme with the conversation on whose board it lies."""
    conversation = visible_conversation(person, conversation_id)
    found = theme(person, theme_id)
    if conversation is None or found is None:
        return None
    used = select(Membership.id).where(
        Membership.conversation_id == conversation.id, Membership.theme_id == found.id
    )
    mine = found.project_id == codebook_of(conversation)
    return Placed(conversation, found) if mine or db.session.scalar(used.limit(1)) else None


def conversation_proposal(person: Any, conversation_id: int, proposal_id: int) -> Placed | None:
    """Return a proposal with its conversation."""
    return _placed(person, conversation_id, Proposal, proposal_id)


def conversation_step(person: Any, conversation_id: int, step_id: int) -> Placed | None:
    """Return a step with its conversation."""
    return _placed(person, conversation_id, BoardStep, step_id)


def conversation_opinion(person: Any, conversation_id: int, opinion_id: int) -> Placed | None:
    """Return a shown opinion with its conversation."""
    placed = _placed(person, conversation_id, Opinion, opinion_id)
    return placed if placed is not None and placed.thing.visible else None


def conversation_move(person: Any, conversation_id: int, move_id: int) -> Placed | None:
    """Return a move of a shown opinion with its conversation."""
    conversation = visible_conversation(person, conversation_id)
    move = db.session.get(Move, move_id)
    if conversation is None or move is None or not move.opinion.visible:
        return None
    return Placed(conversation, move) if move.opinion.conversation_id == conversation.id else None


def _placed(person: Any, conversation_id: int, model: Any, number: int) -> Placed | None:
    conversation = visible_conversation(person, conversation_id)
    thing = db.session.get(model, number)
    if conversation is None or thing is None or thing.conversation_id != conversation_id:
        return None
    return Placed(conversation, thing)
