"""Where programs appear on the pages of other rooms, who is told of them, and the menu."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from forum.accounts.belongings import Kind, add_kind
from forum.accounts.models import Person, visitor_signed_in
from forum.communities import extensions as community_page
from forum.communities.models import Community
from forum.conversations import extensions as conversation_page
from forum.core.db import db
from forum.core.navigation import add_navigation
from forum.events import extensions as event_page
from forum.events.models import Event, event_cancelled
from forum.programs import extensions, queries, telling
from forum.programs.choosing import cards
from forum.programs.feedback import is_open
from forum.programs.models import (
    Feedback,
    Program,
    ProgramSession,
    program_announced,
    program_cancelled,
    program_done,
    sessions_added,
)

#: Programs named on the page of a community; the list of programs has them all.
MOST_NAMED = 6


def connect() -> None:
    """Tell the other rooms."""
    event_page.add_section(event_section, order=10)
    event_page.add_stamp(event_stamp)
    community_page.add_section(community_section, order=30)
    community_page.add_stamp(community_stamp)
    conversation_page.add_section(conversation_section, order=10)
    program_announced.connect(telling.announced)
    program_cancelled.connect(telling.cancelled)
    program_done.connect(telling.done)
    sessions_added.connect(telling.added)
    event_cancelled.connect(telling.session_off)
    visitor_signed_in.connect(absorb_visitor)
    add_kind(Kind("feedback", _l("What you said of a session"), Feedback, "person_id"))
    add_navigation("programs.index", _l("Programs"), "programs:read", "offers", 10)
    add_navigation("programs.office", _l("Programs"), "programs:manage", "program_work", 10)
    add_navigation("programs.seasons", _l("Seasons"), "programs:seasons", "program_work", 40)
    extensions.add_tool("programs.show", _l("Page"), "programs:manage", order=0)
    extensions.add_tool("programs.sessions", _l("Sessions"), "programs:manage", order=10)
    extensions.add_tool("programs.feedback_desk", _l("Feedback on paper"), "programs:desk", 20)
    extensions.add_tool("programs.completing", _l("How it was"), "programs:manage", order=30)
    extensions.add_tool("programs.edit", _l("Edit"), "programs:manage", order=90)


def event_section(person: Any, event: Event) -> dict[str, Any] | None:
    """Lead from the page of a session to its program, and to the three questions."""
    query = (
        queries.visible_to(person).join(ProgramSession).where(ProgramSession.event_id == event.id)
    )
    program = db.session.scalars(query).first()
    if program is None:
        return None
    return {
        "template": "programs/_of_event.html",
        "program": program,
        "event": event,
        "may_rate": is_open(event),
        "first": True,
    }


def event_stamp(event_id: int) -> object:
    """Return what changes when the program of an event does."""
    query = select(Program.tick).join(ProgramSession)
    return db.session.scalar(query.where(ProgramSession.event_id == event_id))


def conversation_section(person: Any, conversation: Any) -> dict[str, Any] | None:
    """Lead from what was said of a program back to it."""
    if conversation.purpose != "feedback":
        return None
    query = queries.visible_to(person).where(Program.conversation_id == conversation.id)
    program = db.session.scalars(query).first()
    return {"template": "programs/_of_conversation.html", "program": program} if program else None


def community_section(_person: Any, community: Community) -> dict[str, Any] | None:
    """Name the announced programs a community hosts, the newest first."""
    query = select(Program).where(
        Program.community_id == community.id, Program.announced_at.is_not(None)
    )
    query = query.options(joinedload(Program.category)).order_by(Program.id.desc())
    programs = list(db.session.scalars(query.limit(MOST_NAMED)))
    if not programs:
        return None
    return {"template": "programs/_of_community.html", "cards": cards(programs)}


def community_stamp(community_id: int) -> object:
    """Return what changes when a program of the community does."""
    query = select(db.func.count(Program.id), db.func.sum(Program.tick))
    return tuple(db.session.execute(query.where(Program.community_id == community_id)).one())


def absorb_visitor(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give ``person`` what they said of sessions as a visitor; the caller commits.

    Where the account has spoken of a session already, the visitor's stays where it is.
    """
    if visitor_id == person.id:
        return
    own = select(Feedback.event_id).where(Feedback.person_id == person.id)
    moved = update(Feedback).where(Feedback.person_id == visitor_id, Feedback.event_id.not_in(own))
    db.session.execute(
        moved.values(person_id=person.id).execution_options(synchronize_session=False)
    )
