"""Candidates: adding, changing, dropping and bringing back; open versions of the plan follow."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import ensure_seen, hold
from forum.core.once import once
from forum.planning.models_candidates import Candidate
from forum.planning.seasons import acts
from forum.planning.seasons.models import Plan, PlanItem
from forum.programs.models import Season


def add_candidate(season: Season, by: Person, key: str, values: dict[str, Any]) -> Candidate:
    """Add a candidate once; open versions of the plan get it, undecided."""
    hold(season)
    candidate, new = once(lambda: sent_with(key), lambda: _make(season, by, key, values))
    if new:
        for plan in _open_plans(season):
            follow(plan)
        season.touch()
        record(acts.CANDIDATE_ADDED, by, candidate)
    return candidate


def sent_with(key: str) -> Candidate | None:
    """Return the candidate that a form with this key made."""
    return db.session.scalars(select(Candidate).filter_by(submit_key=key)).first()


def _make(season: Season, by: Person, key: str, values: dict[str, Any]) -> Candidate:
    candidate = Candidate(season=season, submit_key=key, created_by_id=by.id, **values)
    db.session.add(candidate)
    db.session.flush()
    return candidate


def _open_plans(season: Season) -> list[Plan]:
    return list(db.session.scalars(select(Plan).filter_by(season_id=season.id, approved_at=None)))


def follow(plan: Plan) -> None:
    """Let an open version hold every candidate of its season; new ones are undecided."""
    held = select(PlanItem.candidate_id).where(PlanItem.plan_id == plan.id)
    query = select(Candidate).where(
        Candidate.season_id == plan.season_id, Candidate.id.not_in(held)
    )
    for one in db.session.scalars(query.order_by(Candidate.id)):
        plan.items.append(PlanItem(candidate=one, cost=one.cost, expected=one.expected))
    plan.version = Plan.version + 1
    db.session.flush()


def change(
    candidate: Candidate, by: Person, values: dict[str, Any], seen: int | None = None
) -> bool:
    """Change a candidate; open versions that kept its estimate follow. Return whether it changed.

    Raises Stale when it has another version than ``seen``.
    """
    hold(candidate.season)
    hold(candidate)
    ensure_seen(candidate, seen)
    changed = [name for name, value in values.items() if getattr(candidate, name) != value]
    if not changed:
        return False
    for name in ("cost", "expected"):
        if name in changed:
            _carry(candidate, name, values[name])
    for name in changed:
        setattr(candidate, name, values[name])
    candidate.version += 1
    candidate.season.touch()
    record(acts.CANDIDATE_CHANGED, by, candidate, what=sorted(changed))
    return True


def _carry(candidate: Candidate, name: str, value: int | None) -> None:
    """Take a new estimate over into open versions where nobody has set a number of their own."""
    column = getattr(PlanItem, name)
    former = getattr(candidate, name)
    same = column.is_(None) if former is None else column == former
    opened = select(Plan.id).filter_by(season_id=candidate.season_id, approved_at=None)
    mine = (PlanItem.candidate_id == candidate.id, PlanItem.plan_id.in_(opened))
    step = {name: value, "version": PlanItem.version + 1}
    db.session.execute(update(PlanItem).where(*mine, same).values(step))
    db.session.execute(update(Plan).where(Plan.id.in_(opened)).values(version=Plan.version + 1))
    db.session.expire_all()


def drop(candidate: Candidate, by: Person, because: str) -> None:
    """Take a candidate out of the running; everybody who sees it reads why."""
    hold(candidate.season)
    hold(candidate)
    if candidate.is_dropped:
        return
    if not because:
        raise Refused(_l("Please say why; everybody who sees the candidate reads it."), 422)
    if candidate.program_id is not None or _in_force(candidate):
        raise Refused(
            _l("It is part of the approved plan. Approve a version without it first, please.")
        )
    candidate.dropped_at, candidate.dropped_because = now(), because
    _changed(candidate)
    record(acts.CANDIDATE_DROPPED, by, candidate)


def bring_back(candidate: Candidate, by: Person) -> None:
    """Put a dropped candidate back into the running."""
    hold(candidate.season)
    hold(candidate)
    if not candidate.is_dropped:
        return
    candidate.dropped_at, candidate.dropped_because = None, ""
    _changed(candidate)
    record(acts.CANDIDATE_BACK, by, candidate)


def _changed(candidate: Candidate) -> None:
    candidate.version += 1
    candidate.season.touch()
    for plan in _open_plans(candidate.season):
        plan.version += 1


def _in_force(candidate: Candidate) -> bool:
    """Whether the approved plan has decided to do it."""
    query = (
        select(PlanItem.id)
        .join(Plan)
        .where(
            PlanItem.candidate_id == candidate.id,
            PlanItem.choice.in_(("adopt", "adapt")),
            Plan.approved_at.is_not(None),
            Plan.replaced_at.is_(None),
        )
    )
    return db.session.scalar(query.limit(1)) is not None
