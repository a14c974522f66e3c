"""What was hidden lately: copies of one text stay together, and come back together."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.moderation.models import Hiding
from forum.moderation.reasons import reason_name
from forum.moderation.review.models import ReviewItem

#: How long a hidden text stays on the review page, so that a mistake is easily undone.
RECENT = timedelta(days=30)


class Why(NamedTuple):
    """Why copies of a text were hidden: so many, for this reason, by whom, and since when."""

    number: int
    reason: str
    by: str
    at: datetime

    @property
    def reason_name(self) -> str:
        """The kind of reason in the language of the page."""
        return reason_name(self.reason)


def lately() -> ColumnElement[bool]:
    """Return the condition that a text was hidden within the last days."""
    return and_(ReviewItem.decided_act == "hidden", ReviewItem.decided_at >= now() - RECENT)


def why(campaigns: Sequence[str]) -> dict[str, list[Why]]:
    """Return why the copies of each campaign are hidden, the most frequent first; one question."""
    found: dict[str, list[Why]] = {}
    if not campaigns:
        return found
    number, at = func.count(Hiding.id), func.max(Hiding.at)
    same = (
        Hiding.subject_kind == ReviewItem.subject_kind,
        Hiding.subject_id == ReviewItem.subject_id,
        Hiding.restored_at.is_(None),
    )
    query = select(ReviewItem.campaign, number, Hiding.reason, Person.name, at)
    query = query.join(Hiding, and_(*same)).outerjoin(Person, Person.id == Hiding.by_id)
    query = query.where(ReviewItem.campaign.in_(campaigns), lately())
    query = query.group_by(ReviewItem.campaign, Hiding.reason, Hiding.by_id, Person.name)
    for campaign, *row in db.session.execute(query.order_by(number.desc(), at.desc())):
        found.setdefault(campaign, []).append(Why(row[0], row[1], row[2] or "", row[3]))
    return found
