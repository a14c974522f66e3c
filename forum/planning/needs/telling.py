"""What the part of needs adds elsewhere: "make it a need" beside a theme and an idea."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.conversations.models import Conversation
from forum.core.access import can
from forum.core.db import db
from forum.ideas.models import Idea
from forum.planning.needs.models import Need, NeedIdea, NeedTheme

#: Needs named beside an idea.
MOST_NAMED = 5


def board_notes(conversation: Conversation) -> dict[int | None, dict[str, Any]]:
    """Return what the board says beside each theme: the need it is part of, or a way to make one.

    A theme that several needs rest on leads to the first of them.
    """
    query = select(NeedTheme.theme_id, Need).join(Need, Need.id == NeedTheme.need_id)
    query = query.where(NeedTheme.conversation_id == conversation.id).order_by(Need.id.desc())

    def form(theme_id: int) -> str:
        return url_for("planning.need_new", conversation=conversation.id, theme=theme_id)

    notes: dict[int | None, dict[str, Any]] = {
        theme_id: {
            "label": _("See the need"),
            "url": url_for("planning.need", need_id=need.id),
            "badge": _("Part of a need"),
            "tone": "info",
        }
        for theme_id, need in db.session.execute(query)
    }
    return {**notes, None: {"label": _("Make it a need"), "url": form}}


def idea_section(person: Any, idea: Idea) -> dict[str, Any] | None:
    """Return the part of an idea's page with the needs it belongs to; planners can make one."""
    query = select(Need).join(NeedIdea, NeedIdea.need_id == Need.id)
    query = query.where(NeedIdea.idea_id == idea.id)
    planner = can(person, "planning:needs")
    if not planner:
        query = query.where(Need.published_at.is_not(None))
    needs = list(db.session.scalars(query.order_by(Need.id).limit(MOST_NAMED)))
    if not needs and not planner:
        return None
    new = url_for("planning.need_new", idea=idea.id) if planner else None
    return {"template": "planning/_need_of_idea.html", "needs": needs, "new": new}


def idea_stamp(idea_id: int) -> object:
    """Tell how new the needs on an idea's page are."""
    mine = select(NeedIdea.need_id).where(NeedIdea.idea_id == idea_id)
    query = select(func.count(Need.id), func.sum(Need.tick)).where(Need.id.in_(mine))
    return tuple(db.session.execute(query).one())
