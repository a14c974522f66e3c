"""Opinions as facilitators look at them."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.moderation.subjects import Card, Place, Subject, register
from forum.opinions.models import Opinion
from forum.opinions.queries import visible_opinion


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
    )


register(
    Subject(
        model=Opinion,
        name=_l("opinion"),
        load=cards,
        fetch=visible_opinion,
        permission="opinions:moderate",
        author=lambda opinion: opinion.author_id,
        place=lambda opinion: Place("conversation", opinion.conversation_id),
        words=("text", "signature"),
        safety=lambda opinion: opinion.conversation.safety,
        sent=lambda opinion: opinion.entered_by_id is None and opinion.channel == "web",
    )
)
