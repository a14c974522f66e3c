"""Joint decisions as pages read them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select, union
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.accounts.reach import can_be_told
from forum.core.db import db, now
from forum.moderation.review.joint.models import DONE, JointDecision, JointPart
from forum.moderation.review.models import ReviewItem
from forum.moderation.subjects import subjects

#: How long one's own are offered on the review page once they are over.
RECENT = timedelta(hours=12)


def pending(campaigns: Sequence[str]) -> dict[str, JointDecision]:
    """Return, by campaign, the decision that the texts of these campaigns wait for."""
    query = select(ReviewItem.campaign, func.min(JointPart.decision_id)).join(
        JointPart, JointPart.item_id == ReviewItem.id
    )
    query = query.where(ReviewItem.campaign.in_(campaigns), JointPart.outcome == "")
    numbers = dict(db.session.execute(query.group_by(ReviewItem.campaign)).tuples().all())
    rows = select(JointDecision).where(JointDecision.id.in_(set(numbers.values())))
    rows = rows.options(joinedload(JointDecision.by))
    found = {row.id: row for row in db.session.scalars(rows)}
    return {campaign: found[number] for campaign, number in numbers.items()}


def under_way(person: Any) -> list[JointDecision]:
    """Return what somebody asked for that is not over, and their last ones, the newest first."""
    query = select(JointDecision).where(JointDecision.by_id == person.id)
    recent = JointDecision.finished_at.is_(None) | (JointDecision.finished_at > now() - RECENT)
    return list(db.session.scalars(query.where(recent).order_by(JointDecision.id.desc()).limit(3)))


def visible_joint(person: Any, joint_id: int) -> JointDecision | None:
    """Return a joint decision to whoever asked for it, and to planners and administrators."""
    row = db.session.get(JointDecision, joint_id)
    if row is None or not person.at_least("facilitator"):
        return None
    return row if row.by_id == person.id or person.at_least("planner") else None


class Told(NamedTuple):
    """The authors of texts that were decided, and how many of them get a notice or a letter."""

    authors: int
    told: int


def told(joint: JointDecision) -> Told:
    """Count the authors of what was decided, and those who can be told by themselves."""
    done = select(ReviewItem.subject_id).join(JointPart, JointPart.item_id == ReviewItem.id)
    done = done.where(JointPart.decision_id == joint.id, JointPart.outcome == DONE)
    wrote = [
        select(one.model.author_id).where(one.model.id.in_(done.where(_of_kind(kind))))
        for kind, one in subjects().items()
    ]
    people = Person.id.in_(union(*wrote))
    columns = func.count(Person.id), func.count(Person.id).filter(can_be_told())
    return Told(*db.session.execute(select(*columns).where(people)).one())


def _of_kind(kind: str) -> ColumnElement[bool]:
    return ReviewItem.subject_kind == kind
