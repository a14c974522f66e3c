"""Conversations as JSON."""

from typing import Any

from flask import url_for

from forum.conversations.models import Conversation
from forum.conversations.phases import Phase
from forum.core.mail import site_url


def conversation_json(conversation: Conversation) -> dict[str, Any]:
    """Return what everybody may know of an open conversation."""
    return {
        "id": conversation.id,
        "url": site_url(url_for("conversations.show", conversation_id=conversation.id)),
        "question": {"hu": conversation.question_hu, "en": conversation.question_en},
        "introduction": {"hu": conversation.introduction_hu, "en": conversation.introduction_en},
        "state": conversation.state,
        "who_speaks": conversation.who_speaks,
        "who_weighs": conversation.who_weighs,
        "moderation": conversation.moderation,
        "phases": {phase.kind: _phase(phase) for phase in conversation.phases},
        "neighbourhoods": [place.name_hu for place in conversation.neighbourhoods],
        "counts": {
            "opinions": conversation.opinions_count,
            "people": conversation.people_count,
            "weighings": conversation.weighings_count,
        },
    }


def _phase(phase: Phase) -> dict[str, str]:
    return {
        "first_day": phase.first_day.isoformat(),
        "last_day": phase.last_day.isoformat(),
        "starts_at": phase.starts_at.isoformat(timespec="seconds"),
        "ends_at": phase.ends_at.isoformat(timespec="seconds"),
    }
