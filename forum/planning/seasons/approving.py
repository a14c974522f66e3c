"""Approving a version of the plan: it is frozen, and the former one is replaced."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import ensure_seen, hold
from forum.core.once import unless_done
from forum.planning.seasons import acts
from forum.planning.seasons.models import Plan
from forum.planning.seasons.totals import totals
from forum.programs.models import Season

#: Given as ``instead_of`` by whoever replaces the version in force, whichever it is.
ANY = -1


def plan_in_force(season: Season) -> Plan | None:
    """Return the approved version of a season."""
    query = select(Plan).where(
        Plan.season_id == season.id, Plan.approved_at.is_not(None), Plan.replaced_at.is_(None)
    )
    return db.session.scalars(query).first()


def approve(
    plan: Plan,
    by: Person,
    because_hu: str = "",
    because_en: str = "",
    seen: int | None = None,
    instead_of: int | None = ANY,
) -> None:
    """Approve a version in which everything is decided; it replaces the one in force.

    ``because_hu`` is the reason for spending more than the budget. ``seen`` is the version of the
    plan that the page showed, ``instead_of`` the number of the plan in force that it named.
    """
    hold(plan.season)
    hold(plan)
    if plan.is_in_force:
        return
    ensure_seen(plan, seen)
    _check(plan, because_hu)
    former = plan_in_force(plan.season)
    if instead_of != ANY and instead_of != (former.id if former else None):
        raise Refused(_late())
    with unless_done(_late()):
        if former is not None:
            former.replaced_at = now()
            db.session.flush()
        plan.approved_at, plan.approved_by_id = now(), by.id
        db.session.flush()
    over = bool(totals(plan).over)
    plan.over_because_hu = because_hu if over else ""
    plan.over_because_en = because_en if over else ""
    for item in [item for item in plan.items if item.candidate.is_dropped]:
        plan.items.remove(item)
        db.session.delete(item)
    plan.version += 1
    plan.season.touch()
    record(acts.PLAN_APPROVED, by, plan)


def _late() -> object:
    return _l("Another version was approved at this moment. Please look at it first.")


def _check(plan: Plan, because: str) -> None:
    sums = totals(plan)
    if not plan.is_open:
        raise Refused(_l("This version was replaced by a later one. Copy it to approve it again."))
    if sums.undecided:
        raise Refused(
            ngettext(
                "%(num)s candidate is not decided yet.",
                "%(num)s candidates are not decided yet.",
                sums.undecided,
            )
        )
    if not plan.shown_items:
        raise Refused(_l("There is nothing to approve: the season has no candidates yet."))
    if sums.over and not because:
        raise Refused(
            _l("The plan costs more than the budget. Please say why it is approved all the same."),
            422,
        )
