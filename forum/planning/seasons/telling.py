"""What the part of seasons adds elsewhere: "make it a candidate" on the page of an idea."""

from typing import Any

from flask import url_for
from sqlalchemy import select

from forum.core.access import can
from forum.core.db import db
from forum.ideas.models import Idea
from forum.planning.models_candidates import Candidate, candidate_idea

#: Ideas the city has said yes to can become candidates.
READY = ("accepted", "planned")


def idea_section(person: Any, idea: Idea) -> dict[str, Any] | None:
    """Return, for planners, the candidates that answer an idea and the way to make one."""
    if not can(person, "planning:plan") or idea.lead_id is not None:
        return None
    query = select(Candidate).join(candidate_idea).where(candidate_idea.c.idea_id == idea.id)
    candidates = list(db.session.scalars(query.order_by(Candidate.id)))
    if not candidates and idea.state not in READY:
        return None
    new = url_for("planning.seasons_desk", idea=idea.id)
    return {"template": "planning/_candidate_of_idea.html", "candidates": candidates, "new": new}
