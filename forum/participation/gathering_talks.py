"""What conversations tell: who spoke in them, who weighed what others said."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.opinions.models import Opinion, Reaction
from forum.participation.kinds import ACTIVITIES, Fact, Gathered, Kind, add_kind


def spoken() -> Gathered:
    """Gather who spoke; hidden words were spoken too, hiding is about the words."""
    rows = db.session.execute(
        select(
            Opinion.id,
            Opinion.conversation_id,
            Opinion.author_id,
            Opinion.contact_key,
            Opinion.channel,
            Opinion.created_at,
            Opinion.neighbourhood_id,
            Opinion.age_band_id,
            Opinion.entered_by_id,
        ).order_by(Opinion.id)
    ).all()
    return Gathered(list(_speakers(rows)), [_both(row) for row in rows if row.contact_key])


def _both(row: Any) -> tuple[str, str]:
    return f"person:{row.author_id}", f"contact:{row.contact_key}"


def _speakers(rows: Iterable[Any]) -> Iterator[Fact]:
    for row in rows:
        yield Fact(
            "spoken",
            "conversation",
            row.conversation_id,
            _both(row)[1] if row.contact_key else _both(row)[0],
            row.created_at,
            row.channel,
            "contribution",
            "opinion",
            row.id,
            neighbourhood_id=row.neighbourhood_id,
            age_band_id=row.age_band_id,
            entered_by_id=row.entered_by_id,
            entered_at=row.created_at,
        )


def weighed() -> Gathered:
    """Gather who weighed, once for each conversation, however many opinions they weighed."""
    rows = db.session.execute(
        select(
            Reaction.person_id,
            Opinion.conversation_id,
            func.min(Reaction.at).label("at"),
            func.min(Reaction.id).label("id"),
        )
        .join(Opinion, Opinion.id == Reaction.opinion_id)
        .group_by(Reaction.person_id, Opinion.conversation_id)
        .order_by(func.min(Reaction.id))
    )
    facts = [
        Fact(
            "weighed",
            "conversation",
            row.conversation_id,
            f"person:{row.person_id}",
            row.at,
            "web",
            "contribution",
            "reaction",
            row.id,
            entered_at=row.at,
        )
        for row in rows
    ]
    return Gathered(facts)


def conversations() -> dict[int, tuple[int | None, int | None]]:
    """Return the project of every conversation; a conversation is of no kind of program."""
    rows = db.session.execute(select(Conversation.id, Conversation.project_id))
    return {number: (project, None) for number, project in rows}


add_kind(Kind("spoken", _l("A conversation spoken in"), spoken))
add_kind(Kind("weighed", _l("A conversation weighed in"), weighed))
ACTIVITIES["conversation"] = conversations
