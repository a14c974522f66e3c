"""The review queue as the page reads it: filtered, ordered by score, in a fixed number of queries."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Bundle

from forum.core.db import db
from forum.core.pages import paginate
from forum.moderation.review import scoring
from forum.moderation.review.entries import Entry, entries_of
from forum.moderation.review.hidden import lately
from forum.moderation.review.models import ReviewItem
from forum.moderation.review.places import in_charge_of
from forum.moderation.subjects import Place


class Filter(NamedTuple):
    """What of the queue somebody wants to see."""

    show: str = "all"
    kind: str = ""
    place: Place | None = None
    campaign: str = ""


def _open() -> ColumnElement[bool]:
    return ReviewItem.decided_at.is_(None)


def shows() -> dict[str, ColumnElement[bool]]:
    """Return the conditions of the parts of the queue, by name."""
    return {
        "all": _open(),
        "waiting": and_(_open(), ReviewItem.waiting),
        "reported": and_(_open(), ReviewItem.reported),
        "held": and_(_open(), ReviewItem.held),
        "first": and_(_open(), ReviewItem.light),
        "hidden": lately(),
    }


def counts(person: Any) -> dict[str, int]:
    """Count what stands in each part of the queue, campaigns as one; one question."""
    columns = [
        func.count(func.distinct(case((condition, ReviewItem.campaign)))).label(name)
        for name, condition in shows().items()
    ]
    row = db.session.execute(select(*columns).where(*in_charge_of(person))).one()
    return dict(row._mapping)


def pressing(person: Any) -> int:
    """Count what should not wait: everything but what has nothing but a new author."""
    found = counts(person)
    return found["all"] - found["first"]


def page_of(person: Any, wanted: Filter) -> tuple[Pagination, list[Entry]]:
    """Return a page of the queue and the entries on it."""
    where = [shows()[wanted.show], *in_charge_of(person)]
    if wanted.kind:
        where.append(ReviewItem.subject_kind == wanted.kind)
    if wanted.place:
        where += [ReviewItem.place_kind == wanted.place.kind]
        where += [ReviewItem.place_id == wanted.place.id]
    if wanted.campaign:
        where.append(ReviewItem.campaign == wanted.campaign)
    single, hidden = bool(wanted.campaign), wanted.show == "hidden"
    rows = _singly(where) if single else _by_campaign(where, hidden)
    page = paginate(rows, count=_number(where, single))
    return page, entries_of(page.items, hidden)


def _number(where: Sequence[Any], single: bool) -> int:
    what = ReviewItem.id if single else func.distinct(ReviewItem.campaign)
    return db.session.scalar(select(func.count(what)).where(*where)) or 0


def _weighed() -> Any:
    """Return how much an item weighs in a stamp (``campaigns.stamp_of``)."""
    return ReviewItem.id * ReviewItem.version


def _singly(where: Sequence[Any]) -> Select[Any]:
    one = func.coalesce(1, 1)
    columns: Bundle[Any] = Bundle("row", ReviewItem.id, one, ReviewItem.version, _weighed())
    order = ReviewItem.decided_at.desc(), ReviewItem.score.desc(), ReviewItem.id
    return select(columns).where(*where).order_by(*order)


def _by_campaign(where: Sequence[Any], hidden: bool) -> Select[Any]:
    number, first = func.count(ReviewItem.id), func.min(ReviewItem.id)
    columns: Bundle[Any] = Bundle(
        "row", first, number, func.sum(ReviewItem.version), func.sum(_weighed())
    )
    query = select(columns).where(*where).group_by(ReviewItem.campaign)
    if hidden:
        return query.order_by(func.max(ReviewItem.decided_at).desc(), first.desc())
    most = scoring.MOST_COPIES // scoring.EACH_COPY
    copies = case((number > most, most), else_=number - 1) * scoring.EACH_COPY
    score = func.max(ReviewItem.score) + copies
    return query.order_by(score.desc(), func.min(ReviewItem.opened_at), first)
