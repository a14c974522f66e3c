"""Conversations as places that facilitators are in charge of."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from forum.conversations import extensions
from forum.conversations.models import Conversation
from forum.moderation.assigning.places import PlaceKind, add_place_kind


def _page(conversation: Conversation) -> str:
    return url_for("conversations.show", conversation_id=conversation.id)


add_place_kind(PlaceKind(Conversation, _l("conversation"), _page))
extensions.add_tool(
    "moderation.facilitators",
    _l("Who is in charge"),
    "moderation:assign",
    order=80,
    arguments=lambda one: {"kind": "conversation", "place_id": one.id},
)
