"""What this part adds to the page of a conversation: the ballot, and later its result."""

from typing import Any

from sqlalchemy import select

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.planning.ballots.models import Voting


def section(_person: Any, conversation: Conversation) -> dict[str, Any] | None:
    """Return the part that offers the ballot while the voting is open, then its result."""
    query = select(Voting).filter_by(conversation_id=conversation.id).order_by(Voting.id.desc())
    voting = db.session.scalars(query.limit(1)).first()
    if voting is None or voting.stage == "planned":
        return None
    return {"template": "planning/_ballot_section.html", "voting": voting}
