"""What pages show of an idea: its facts, where it stands in its life, who would help."""

from collections.abc import Sequence
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from forum.core.db import db
from forum.ideas.models import HELPS, STATES, HelpOffer, Idea, IdeaPicture

#: The way of an idea that comes true.
WAY = ("new", "considered", "accepted", "planned", "delivered")
ICONS = {
    "new": "idea",
    "considered": "speak",
    "accepted": "check",
    "planned": "calendar",
    "delivered": "heart",
    "declined": "close",
    "elsewhere": "forward",
}


def life_of(idea: Idea) -> list[dict[str, Any]]:
    """Return the life line: done, current and next steps; one that ended elsewhere ends so."""
    if idea.state in WAY:
        at = WAY.index(idea.state)
        return [_step(state, number, at) for number, state in enumerate(WAY)]
    return [_step("new", 0, 1), _step(idea.state, 1, 1)]


def _step(state: str, number: int, at: int) -> dict[str, Any]:
    ended = state == "delivered" and number == at
    how = "done" if number < at or ended else ("current" if number == at else "next")
    return {"label": str(STATES[state]), "icon": ICONS[state], "state": how}


def first_pictures(ideas: Sequence[Idea]) -> dict[int, IdeaPicture]:
    """Return the first picture shown of each idea, with one question and without its bytes."""
    ids = [idea.id for idea in ideas]
    if not ids:
        return {}
    first = select(func.min(IdeaPicture.id)).where(
        IdeaPicture.idea_id.in_(ids), IdeaPicture.visible
    )
    query = select(IdeaPicture).where(IdeaPicture.id.in_(first.group_by(IdeaPicture.idea_id)))
    light = load_only(IdeaPicture.idea_id, IdeaPicture.alternative)
    return {row.idea_id: row for row in db.session.scalars(query.options(light))}


def offers_of(idea: Idea) -> list[tuple[str, int]]:
    """Return how many people offered which kind of help."""
    query = select(HelpOffer.kind, func.count()).where(HelpOffer.idea_id == idea.id)
    counted = dict(db.session.execute(query.group_by(HelpOffer.kind)).tuples().all())
    return [(str(name), counted[kind]) for kind, name in HELPS.items() if kind in counted]


def facts_of(idea: Idea) -> list[tuple[str, str, str]]:
    """Return what is known of an idea: picture, name and words of each fact."""
    where = [part.name for part in idea.neighbourhoods] or [_("anywhere in the city")]
    ages = [band.name for band in idea.age_bands] or [_("for everybody")]
    facts = [
        ("theme", _("Kind of program"), idea.category.name if idea.category else ""),
        ("people", _("For whom"), ", ".join(ages)),
        ("place", _("Where"), ", ".join(where) + (f" – {idea.place}" if idea.place else "")),
        ("clock", _("When"), idea.timing),
        ("list", _("What it needs"), idea.needs),
        ("decision", _("Rough cost"), _cost(idea)),
    ]
    return [fact for fact in facts if fact[2]]


def _cost(idea: Idea) -> str:
    if idea.cost is None:
        return ""
    return (
        _("about %(sum)s Ft", sum=format_decimal(idea.cost)) if idea.cost else _("it costs nothing")
    )
