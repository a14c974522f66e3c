"""The directory of communities: what is shown of it, and in which order."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from forum.communities.models import Community, CommunityMember, community_neighbourhood
from forum.core import search
from forum.core.db import db
from forum.core.pages import paginate

#: Cards on one page; they are taller than rows.
PER_PAGE = 12
#: What the office sorts communities by.
LISTS = ("waiting", "lists", "founded", "closed")


def directory(asked: dict[str, Any]) -> Pagination:
    """Return a page of what everybody may read: interest lists first, then the newest."""
    query = _shown().where(*_conditions(asked)).options(joinedload(Community.category))
    founded = Community.founded_at.is_not(None)
    order = founded, Community.founded_at.desc(), Community.id.desc()
    return paginate(query.order_by(*order), per_page=PER_PAGE)


def _shown() -> Select[tuple[Community]]:
    return select(Community).where(Community.visible, Community.closed_at.is_(None))


def _conditions(asked: dict[str, Any]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    words = search.matching(asked.get("q", ""), "community", None)
    if words is not None:
        found.append(Community.id.in_(words))
    if asked.get("kind"):
        found.append(Community.category_id == asked["kind"])
    if asked.get("neighbourhood"):
        found.append(_is_for(asked["neighbourhood"]))
    if asked.get("seeks"):
        found.append(or_(Community.founded_at.is_(None), Community.seeks_members))
    if asked.get("list"):
        found.append(Community.founded_at.is_(None))
    return found


def _is_for(neighbourhood_id: int) -> ColumnElement[bool]:
    """Whether it is for this part of the city, or for all of them."""
    mine = community_neighbourhood.c.community_id == Community.id
    here = exists().where(mine, community_neighbourhood.c.neighbourhood_id == neighbourhood_id)
    return or_(here.correlate(Community), ~exists().where(mine).correlate(Community))


def office_list(name: str) -> Pagination:
    """Return a page of what waits, of interest lists, of communities, or of closed ones."""
    query = select(Community).where(_standing(name)).options(joinedload(Community.category))
    return paginate(query.order_by(Community.id.desc()))


def office_counts() -> dict[str, int]:
    """Return how many there are of each."""
    columns = (func.count().filter(_standing(name)).label(name) for name in LISTS)
    return dict(db.session.execute(select(*columns).select_from(Community)).mappings().one())


def _standing(name: str) -> ColumnElement[bool]:
    closed = Community.closed_at.is_not(None)
    if name == "waiting":
        asks = exists().where(
            CommunityMember.community_id == Community.id, CommunityMember.state == "asked"
        )
        return ~closed & (Community.waiting | asks.correlate(Community))
    if name == "closed":
        return closed
    founded = Community.founded_at.is_not(None)
    return ~closed & (founded if name == "founded" else ~founded)
