"""Which needs a published plan speaks of: these stay public."""

from sqlalchemy import or_, select

from forum.core.db import db
from forum.planning.models_candidates import candidate_need
from forum.planning.needs.life import add_citing
from forum.planning.needs.models import Need
from forum.planning.seasons.links import plan_item_need
from forum.planning.seasons.models import PlanItem, PlanPublication


@add_citing
def is_in_a_plan(need: Need) -> bool:
    """Whether a published plan speaks of a need: in a reason, or as what a candidate answers."""
    answering = select(candidate_need.c.candidate_id).where(candidate_need.c.need_id == need.id)
    reasons = select(plan_item_need.c.item_id).where(plan_item_need.c.need_id == need.id)
    query = (
        select(PlanPublication.id)
        .join(PlanItem, PlanItem.plan_id == PlanPublication.plan_id)
        .where(or_(PlanItem.candidate_id.in_(answering), PlanItem.id.in_(reasons)))
    )
    return db.session.scalar(query.limit(1)) is not None
