"""Deciding on a candidate in a version of the plan: adopt, adapt, later or decline, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import ensure_seen, hold
from forum.planning.models import CHOICES
from forum.planning.models_candidates import Candidate
from forum.planning.needs.models import NeedTheme
from forum.planning.seasons import acts
from forum.planning.seasons.models import Plan, PlanItem, PlanItemTheme

#: The words of a decision.
WORDS = ("reason_hu", "reason_en", "change_hu", "change_en", "uncited_because")
#: A theme as a reason cites it: the numbers of its conversation and of itself.
ThemeKey = tuple[int, int]


@dataclass(frozen=True)
class Cited:
    """What the reason for a decision cites."""

    themes: frozenset[ThemeKey] = field(default_factory=frozenset)
    needs: frozenset[int] = field(default_factory=frozenset)
    ideas: frozenset[int] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.themes or self.needs or self.ideas)


def cited_by(item: PlanItem) -> Cited:
    """Return what the reason cites now."""
    return Cited(
        frozenset((one.conversation_id, one.theme_id) for one in item.themes),
        frozenset(need.id for need in item.needs),
        frozenset(idea.id for idea in item.ideas),
    )


def citable_themes(candidate: Candidate) -> list[NeedTheme]:
    """Return the themes behind the needs of a candidate, each once."""
    query = select(NeedTheme).where(NeedTheme.need_id.in_([need.id for need in candidate.needs]))
    query = query.options(joinedload(NeedTheme.theme), joinedload(NeedTheme.conversation))
    found = db.session.scalars(query.order_by(NeedTheme.id))
    return list({(one.conversation_id, one.theme_id): one for one in found}.values())


def decide(
    item: PlanItem,
    by: Person,
    choice: str,
    words: Mapping[str, str],
    themes: Iterable[ThemeKey] = (),
    cost: int | None = None,
    expected: int | None = None,
    needs: Iterable[int] = (),
    ideas: Iterable[int] = (),
    seen: int | None = None,
) -> bool:
    """Decide on a candidate in an open version; return whether anything changed.

    ``words`` are those of WORDS; ``cost`` is that of the estimate when None. The reason cites a
    theme behind the candidate's needs, one of its needs or of its ideas, or says why it does not.
    """
    hold(item.plan)
    hold(item)
    ensure_open(item.plan)
    ensure_seen(item, seen)
    cited = Cited(frozenset(themes), frozenset(needs), frozenset(ideas))
    told = {name: words.get(name, "") for name in WORDS}
    _check(item, choice, told, cited)
    if choice != "adapt":
        told |= {"change_hu": "", "change_en": ""}
    if cited:
        told["uncited_because"] = ""
    cost = item.candidate.cost if cost is None else cost
    numbers = {"choice": choice, "cost": cost, "expected": expected}
    return _write(item, by, {**told, **numbers}, cited)


def _write(item: PlanItem, by: Person, values: dict[str, object], cited: Cited) -> bool:
    same = all(getattr(item, name) == value for name, value in values.items())
    if same and cited_by(item) == cited:
        return False
    for name, value in values.items():
        setattr(item, name, value)
    if cited_by(item) != cited:
        _cite(item, cited)
    item.decided_by_id, item.decided_at = by.id, now()
    item.version += 1
    item.plan.version += 1
    record(
        acts.ITEM_DECIDED,
        by,
        item.plan,
        candidate=item.candidate.title_hu,
        decision=item.choice,
    )
    return True


def _cite(item: PlanItem, cited: Cited) -> None:
    kept = {(one.conversation_id, one.theme_id): one for one in item.themes}
    item.themes = [
        kept.get(key) or PlanItemTheme(conversation_id=key[0], theme_id=key[1])
        for key in sorted(cited.themes)
    ]
    item.needs = _chosen([*item.candidate.needs, *item.needs], cited.needs)
    item.ideas = _chosen([*item.candidate.ideas, *item.ideas], cited.ideas)


def _chosen(rows: list[Any], numbers: frozenset[int]) -> list[Any]:
    """Return the rows with these numbers, each once."""
    return list({row.id: row for row in rows if row.id in numbers}.values())


def _check(item: PlanItem, choice: str, words: Mapping[str, str], cited: Cited) -> None:
    candidate = item.candidate
    if candidate.is_dropped:
        raise Refused(_l("This candidate was dropped; bring it back first."))
    if choice not in CHOICES:
        raise Refused(_l("Please choose one."), 422)
    if not words["reason_hu"]:
        raise Refused(_l("Please write the reason in Hungarian."), 422)
    if choice == "adapt" and not words["change_hu"]:
        raise Refused(_l("Please write how it would be done instead."), 422)
    if not cited and not words["uncited_because"]:
        raise Refused(
            _l("Please cite at least one theme, need or idea, or say why there is none."), 422
        )
    known = {(one.conversation_id, one.theme_id) for one in citable_themes(candidate)}
    known |= {(one.conversation_id, one.theme_id) for one in item.themes}
    strange = (
        cited.themes - known
        or cited.needs - {need.id for need in [*candidate.needs, *item.needs]}
        or cited.ideas - {idea.id for idea in [*candidate.ideas, *item.ideas]}
    )
    if strange:
        raise Refused(_l("Please choose from the list."), 422)


def ensure_open(plan: Plan) -> None:
    """Refuse to change an approved version."""
    if not plan.is_open:
        raise Refused(_l("This version is approved and stays as it is. Copy it to change it."))
