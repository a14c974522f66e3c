"""Where what is in the queue stands, and whose it is."""

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_

from forum.core.db import db
from forum.moderation.assigning.charge import elsewhere
from forum.moderation.assigning.places import place_kinds
from forum.moderation.review.models import ReviewItem
from forum.moderation.subjects import Place, subjects

#: Places offered to choose from.
MOST_PLACES = 60


def in_charge_of(person: Any) -> list[ColumnElement[bool]]:
    """Return the condition that an item does not stand where others are in charge."""
    known = ReviewItem.subject_kind.in_(list(subjects()))
    others = elsewhere(person)
    if not others:
        return [known]
    return [known, tuple_(ReviewItem.place_kind, ReviewItem.place_id).not_in(sorted(others))]


def places(person: Any) -> list[tuple[str, str]]:
    """Return (value, name) of the places where something is in the queue."""
    query = select(ReviewItem.place_kind, ReviewItem.place_id).where(
        ReviewItem.decided_at.is_(None), ReviewItem.place_kind != "", *in_charge_of(person)
    )
    found: dict[str, list[int]] = defaultdict(list)
    for kind, number in db.session.execute(query.distinct().limit(MOST_PLACES)):
        found[kind].append(number)
    named = []
    for kind, numbers in sorted(found.items()):
        known = place_kinds().get(kind)
        if known is None:
            continue
        rows = db.session.scalars(select(known.model).where(known.model.id.in_(numbers))).unique()
        named += [(f"{kind}-{row.id}", _called(row)) for row in rows]
    return sorted(named, key=lambda pair: pair[1])


def _called(row: Any) -> str:
    name = str(getattr(row, "question", "") or getattr(row, "title", "") or row.reference)
    return name if len(name) < 70 else f"{name[:68]}…"


def place_named(value: str) -> Place | None:
    """Read a place as the page writes it: conversation-5."""
    kind, _dash, number = value.rpartition("-")
    known = kind in place_kinds() and number.isascii() and number.isdecimal() and len(number) < 10
    return Place(kind, int(number)) if known else None
