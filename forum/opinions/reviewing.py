"""Opinions on the review page: what a facilitator sees of each, and where each act is sent."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.moderation.queries import Card, review
from forum.opinions.models import Opinion

#: Where each act of the review page is sent.
ACTS = {
    "hide": "opinions.hiding",
    "restore": "opinions.restoring",
    "approve": "opinions.approval",
    "leave": "opinions.leaving",
}


def cards(ids: Sequence[int]) -> list[Card]:
    """Return the cards of these opinions."""
    query = select(Opinion).where(Opinion.id.in_(ids)).options(joinedload(Opinion.conversation))
    return [_card(opinion) for opinion in db.session.scalars(query).unique()]


def _card(opinion: Opinion) -> Card:
    conversation = opinion.conversation
    return Card(
        id=opinion.id,
        reference=opinion.reference,
        html=opinion.html,
        url=url_for("opinions.show", opinion_id=opinion.id),
        about=conversation.question,
        about_url=url_for("conversations.show", conversation_id=conversation.id),
        at=opinion.created_at,
        signature=opinion.signature,
        acts={act: url_for(view, opinion_id=opinion.id) for act, view in ACTS.items()},
    )


review(Opinion, cards)
