"""Versions of a season's plan: beginning, copying and renaming them."""

from typing import Any

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db
from forum.core.holding import ensure_seen, hold
from forum.core.once import once
from forum.planning.seasons import acts
from forum.planning.seasons.candidates import follow
from forum.planning.seasons.deciding import ensure_open
from forum.planning.seasons.models import Plan, PlanItem, PlanItemTheme
from forum.programs.models import Season

#: What a copy takes over of each decision.
KEPT = (
    *("candidate_id", "choice", "cost", "expected", "uncited_because"),
    *("reason_hu", "reason_en", "change_hu", "change_en", "decided_by_id", "decided_at"),
)


def new_plan(
    season: Season, by: Person, key: str, budget: int, name: str = "", note: str = ""
) -> Plan:
    """Begin a version in which nobody has decided on any candidate; once for each key."""
    hold(season)
    values = {"budget": budget, "name": name, "note": note}
    plan, new = once(lambda: sent_with(key), lambda: _make(season, by, key, values))
    if new:
        follow(plan)
        record(acts.PLAN_BEGUN, by, plan)
    return plan


def copy(plan: Plan, by: Person, key: str, name: str = "") -> Plan:
    """Copy a version with all its decisions into a new one; candidates it lacks are undecided."""
    hold(plan.season)
    hold(plan)
    values = {"budget": plan.budget, "name": name, "note": plan.note, "based_on_id": plan.id}
    made, new = once(lambda: sent_with(key), lambda: _make(plan.season, by, key, values))
    if new:
        made.items = [_copied(item) for item in plan.items]
        db.session.flush()
        follow(made)
        record(acts.PLAN_COPIED, by, made)
    return made


def change(plan: Plan, by: Person, values: dict[str, Any], seen: int | None = None) -> bool:
    """Change the budget, name or note of an open version; return whether anything changed."""
    hold(plan)
    ensure_open(plan)
    ensure_seen(plan, seen)
    changed = [name for name, value in values.items() if getattr(plan, name) != value]
    for name in changed:
        setattr(plan, name, values[name])
    if changed:
        plan.version += 1
        record(acts.PLAN_CHANGED, by, plan, what=sorted(changed))
    return bool(changed)


def sent_with(key: str) -> Plan | None:
    """Return the version that a form with this key made."""
    return db.session.scalars(select(Plan).filter_by(submit_key=key)).first()


def _make(season: Season, by: Person, key: str, values: dict[str, Any]) -> Plan:
    last = db.session.scalar(select(func.max(Plan.number)).filter_by(season_id=season.id)) or 0
    plan = Plan(season=season, number=last + 1, submit_key=key, created_by_id=by.id, **values)
    db.session.add(plan)
    db.session.flush()
    return plan


def _copied(item: PlanItem) -> PlanItem:
    themes = [
        PlanItemTheme(conversation_id=one.conversation_id, theme_id=one.theme_id)
        for one in item.themes
    ]
    kept = {name: getattr(item, name) for name in KEPT}
    return PlanItem(**kept, themes=themes, needs=list(item.needs), ideas=list(item.ideas))
