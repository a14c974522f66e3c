"""Where an opinion comes from, told only of places from which enough people spoke.

The words of one person beside a small neighbourhood would tell neighbours who it is. So the
neighbourhood stands beside an opinion once at least MINIMUM_CELL people of that neighbourhood spoke
in the same conversation. The age of a single author is told to nobody but the office.
"""

from flask import g
from sqlalchemy import func, select

from forum.city import queries as city
from forum.city.models import Neighbourhood
from forum.core.cells import MINIMUM_CELL
from forum.core.db import db
from forum.opinions.models import Opinion


def told_places(conversation_id: int) -> frozenset[int]:
    """Return the neighbourhoods that enough people of a conversation gave as theirs.

    Read once for a page; whether a place is told does not change while a page is made.
    """
    known: dict[int, frozenset[int]] = g.setdefault("told_places", {})
    if conversation_id not in known:
        known[conversation_id] = large_places(conversation_id)
    return known[conversation_id]


def large_places(conversation_id: int) -> frozenset[int]:
    """Return the same, read now."""
    people = func.count(Opinion.author_id.distinct())
    query = select(Opinion.neighbourhood_id).where(
        Opinion.conversation_id == conversation_id,
        Opinion.visible,
        Opinion.neighbourhood_id.is_not(None),
    )
    large = query.group_by(Opinion.neighbourhood_id).having(people >= MINIMUM_CELL)
    return frozenset(number for number in db.session.scalars(large) if number is not None)


def tells_place(opinion: Opinion) -> bool:
    """Whether the neighbourhood of an opinion may be told to everybody."""
    return opinion.neighbourhood_id in told_places(opinion.conversation_id)


def told_place(opinion: Opinion) -> str:
    """Return the neighbourhood of an opinion in the language of the page; empty when not told."""
    if opinion.neighbourhood_id is None or not tells_place(opinion):
        return ""
    names: dict[int, str] = g.setdefault("place_names", {})
    if not names:
        names.update(city.names(Neighbourhood))
    return names.get(opinion.neighbourhood_id, "")
