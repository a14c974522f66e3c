"""What program ideas tell: who proposed one, who supports one."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.core.db import db
from forum.ideas.models import Idea, Support
from forum.participation.kinds import ACTIVITIES, Fact, Gathered, Kind, add_kind


def proposed() -> Gathered:
    """Gather who proposed an idea; a part that the office made of one was proposed only once.

    Hidden ideas were proposed too: hiding is about the words.
    """
    rows = db.session.execute(
        select(
            Idea.id,
            Idea.id.label("idea_id"),
            Idea.author_id.label("person_id"),
            Idea.contact_key,
            Idea.channel,
            Idea.created_at.label("at"),
            Idea.home_id,
            Idea.age_band_id,
            Idea.entered_by_id,
        )
        .where(Idea.split_from_id.is_(None))
        .order_by(Idea.id)
    ).all()
    return _gathered("idea", rows)


def supported() -> Gathered:
    """Gather who supports an idea; support that was taken back counts no more."""
    rows = db.session.execute(
        select(
            Support.id,
            Support.idea_id,
            Support.person_id,
            Support.contact_key,
            Support.channel,
            Support.at,
            Support.home_id,
            Support.age_band_id,
            Support.entered_by_id,
        )
        .where(Support.withdrawn_at.is_(None))
        .order_by(Support.id)
    ).all()
    return _gathered("supported", rows)


def _gathered(kind: str, rows: Iterable[Any]) -> Gathered:
    rows = list(rows)
    return Gathered([_fact(kind, row) for row in rows], list(_links(rows)))


def _links(rows: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield the person and the contact that were told together."""
    for row in rows:
        if row.contact_key:
            yield f"person:{row.person_id}", f"contact:{row.contact_key}"


def _fact(kind: str, row: Any) -> Fact:
    return Fact(
        kind,
        "idea",
        row.idea_id,
        f"contact:{row.contact_key}" if row.contact_key else f"person:{row.person_id}",
        row.at,
        row.channel,
        "contribution",
        "idea" if kind == "idea" else "idea_support",
        row.id,
        neighbourhood_id=row.home_id,
        age_band_id=row.age_band_id,
        entered_by_id=row.entered_by_id,
        entered_at=row.at,
    )


def ideas() -> dict[int, tuple[int | None, int | None]]:
    """Return the project and the kind of program of every idea."""
    rows = db.session.execute(select(Idea.id, Idea.project_id, Idea.category_id))
    return {number: (project, category) for number, project, category in rows}


add_kind(Kind("idea", _l("An idea proposed"), proposed))
add_kind(Kind("supported", _l("An idea supported"), supported))
ACTIVITIES["idea"] = ideas
