"""Where forums appear on the pages of other rooms, and what stands in the menu."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.conversations import extensions as conversation_page
from forum.core.db import db
from forum.core.navigation import add_navigation
from forum.events import extensions as event_page
from forum.events.models import Event
from forum.meetings import extensions, queries
from forum.meetings.models import Meeting

#: Forums named on the page of a conversation; the list of forums has them all.
MOST_NAMED = 6


def connect() -> None:
    """Tell the other rooms."""
    event_page.add_section(event_section, order=10)
    event_page.add_stamp(event_stamp)
    conversation_page.add_section(conversation_section, order=60)
    conversation_page.add_stamp(conversation_stamp)
    add_navigation("meetings.index", _l("Forums"), "meetings:read", "offers", 30)
    extensions.add_tool("meetings.show", _l("Page"), "meetings:manage", order=0)
    extensions.add_tool("meetings.agenda", _l("Agenda"), "meetings:manage", order=10)
    extensions.add_tool("meetings.table_cards", _l("Tables"), "meetings:manage", order=20)
    extensions.add_tool("meetings.console", _l("Console"), "meetings:manage", order=30)
    extensions.add_tool("meetings.edit", _l("Edit"), "meetings:manage", order=90)


def event_section(person: Any, event: Event) -> dict[str, Any] | None:
    """Lead from the page of an event to its forum."""
    if event.kind != "forum":
        return None
    query = queries.visible_to(person).where(Meeting.event_id == event.id)
    meeting = db.session.scalars(query).unique().first()
    if meeting is None:
        return None
    return {"template": "meetings/_of_event.html", "meeting": meeting, "first": True}


def event_stamp(event_id: int) -> object:
    """Return what changes when the forum of an event does."""
    return db.session.scalar(select(Meeting.tick).where(Meeting.event_id == event_id))


def conversation_section(person: Any, conversation: Any) -> dict[str, Any] | None:
    """Name the forums that feed a conversation, the last one first."""
    query = queries.visible_to(person).where(Meeting.conversation_id == conversation.id)
    query = query.order_by(Event.starts_at.desc(), Meeting.id.desc()).limit(MOST_NAMED)
    meetings = list(db.session.scalars(query).unique())
    if not meetings:
        return None
    return {"template": "meetings/_of_conversation.html", "meetings": meetings}


def conversation_stamp(conversation_id: int) -> object:
    """Return what changes when a forum that feeds the conversation does."""
    query = select(func.count(Meeting.id), func.sum(Meeting.tick), func.sum(Event.tick))
    query = query.join(Event, Event.id == Meeting.event_id)
    return tuple(db.session.execute(query.where(Meeting.conversation_id == conversation_id)).one())
