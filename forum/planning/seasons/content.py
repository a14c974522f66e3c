"""What is frozen when a plan is published: everything its page and its files say, in both
languages, as plain data.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.audit.seals import to_print
from forum.city import queries as city
from forum.city.models import AgeBand, Category, Neighbourhood, Project
from forum.core.cells import MINIMUM_CELL
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.core.languages import Both, both, of
from forum.planning.ballots.advising import Verdict
from forum.planning.models import CHOICES, in_force
from forum.planning.models_candidates import Candidate
from forum.planning.needs.asked import AskedFor, asked_for_candidates
from forum.planning.seasons.advised import Advisory, advised
from forum.planning.seasons.models import Plan, PlanItem
from forum.planning.seasons.totals import Sums, totals
from forum.programs.models import Season

Data = dict[str, Any]
#: What stands for no kind, no part of the city, no age.
NO_KIND, WHOLE_CITY, ALL_AGES = _l("Of no kind"), _l("The whole city"), _l("All ages")


def compile_content(plan: Plan, at: datetime) -> Data:
    """Return what the publication of ``plan`` says."""
    items = sorted(plan.shown_items, key=_order)
    asked = asked_for_candidates([item.candidate_id for item in items])
    advisory = advised(plan.season)
    places = {row.id: of(row, "name") for row in db.session.scalars(db.select(Neighbourhood))}
    return {
        **_head(plan, at),
        **_sums(plan, places),
        "items": [_item(item, asked, advisory, places) for item in items],
        "dropped": [_dropped(one) for one in _dropped_of(plan.season)],
        "advice": _advice(advisory),
        "log": to_print(),
    }


def _order(item: PlanItem) -> tuple[Any, ...]:
    """Sort what is done first, each kind of decision in the Hungarian order of its titles."""
    return list(CHOICES).index(item.choice), collation_key(item.candidate.title_hu), item.id


def _head(plan: Plan, at: datetime) -> Data:
    season, office = plan.season, city.the_city()
    assert plan.approved_at is not None
    return {
        "season": {
            "id": season.id,
            "name": of(season, "name"),
            "first": season.starts_on.isoformat(),
            "last": season.ends_on.isoformat(),
        },
        "number": plan.number,
        "at": at.isoformat(),
        "approved_at": plan.approved_at.isoformat(),
        "city": of(office, "name") if office else None,
        "office": of(office, "office") if office else None,
        "project": _project(plan.season.project or city.current_project()),
        "over_because": of(plan, "over_because") if plan.over_because_hu else None,
    }


def _project(project: Project | None) -> Data | None:
    """Return what the fund that pays wants to see."""
    if project is None:
        return None
    words = {name: of(project, name) for name in ("name", "beneficiary", "fund", "programme")}
    return {**words, "identifier": project.identifier}


def _sums(plan: Plan, places: Mapping[int, Both]) -> Data:
    sums = totals(plan)
    kinds = {row.id: of(row, "name") for row in db.session.scalars(db.select(Category))}
    ages = {row.id: of(row, "name") for row in db.session.scalars(db.select(AgeBand))}
    return {
        **{name: getattr(sums, name) for name in ("budget", "used", "left", "over", "count")},
        **{name: getattr(sums, name) for name in ("expected", "expected_unknown", "in_several")},
        "by_choice": {choice: [sums.of(choice).count, sums.of(choice).cost] for choice in CHOICES},
        "by_kind": _named(sums.by_kind, kinds, NO_KIND),
        "by_neighbourhood": _named(sums.by_neighbourhood, places, WHOLE_CITY),
        "by_age": _named(sums.by_age, ages, ALL_AGES),
    }


def _named(sums: Sums, names: Mapping[int, Both], nothing: Any) -> list[Data]:
    rows = [
        {
            "name": names[number] if number is not None else both(lambda: nothing),
            "count": each.count,
            "cost": each.cost,
        }
        for number, each in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row["cost"], collation_key(row["name"]["hu"])))


def _item(
    item: PlanItem,
    asked: Mapping[int, AskedFor],
    advisory: Advisory | None,
    places: Mapping[int, Both],
) -> Data:
    candidate = item.candidate
    row = advisory.rows.get(candidate.id) if advisory else None
    return {
        **_candidate(candidate),
        "choice": item.choice,
        "cost": item.cost,
        "expected": item.expected,
        "reason": of(item, "reason"),
        "change": of(item, "change") if item.change_hu else None,
        "uncited": item.uncited_because,
        **_cited(item),
        "asked": _asked(asked.get(candidate.id), places),
        "advice": _advised(row),
    }


def _candidate(candidate: Candidate) -> Data:
    community = candidate.community
    shown = community is not None and community.visible
    return {
        "id": candidate.id,
        "title": of(candidate, "title"),
        "description": of(candidate, "description"),
        "kind": of(candidate.category, "name") if candidate.category else None,
        "neighbourhoods": [of(row, "name") for row in candidate.neighbourhoods],
        "ages": [of(row, "name") for row in candidate.age_bands],
        "community": {"id": community.id, "name": of(community, "name")}
        if community is not None and shown
        else None,
        "estimate": candidate.cost,
        "needs": [{"id": one.id, "title": of(one, "title")} for one in public_needs(candidate)],
        "ideas": [
            {"id": one.id, "title": one.title, "reference": one.reference}
            for one in visible_ideas(candidate)
        ],
    }


def public_needs(thing: Any) -> list[Any]:
    """Return the needs of a candidate or a decision that everybody may read."""
    return [need for need in thing.needs if need.is_public]


def visible_ideas(thing: Any) -> list[Any]:
    """Return the ideas of a candidate or a decision that everybody may read."""
    return [idea for idea in thing.ideas if idea.visible]


def _cited(item: PlanItem) -> Data:
    """Return what the reason cites, as far as everybody may read it."""
    opened = [one for one in item.themes if one.conversation.is_open]
    return {
        "themes": [
            {
                "conversation": one.conversation_id,
                "id": one.theme_id,
                "name": of(one.theme, "name"),
                # A theme has a page of its own once the city has decided on it.
                "decided": in_force(one.conversation, one.theme) is not None,
            }
            for one in opened
        ],
        "cited_needs": [need.id for need in public_needs(item)],
        "cited_ideas": [idea.id for idea in visible_ideas(item)],
    }


def _asked(asked: AskedFor | None, places: Mapping[int, Both]) -> Data:
    """Return how many people asked for it; of a few only that they were a few."""
    total = asked.total if asked else 0
    if asked is None or total < MINIMUM_CELL:
        return {"people": 0 if total == 0 else None, "by_neighbourhood": []}
    told = sorted(asked.by_neighbourhood.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [{"name": places[number], "people": people} for number, people in told]
    return {"people": total, "by_neighbourhood": rows}


def _advised(row: Verdict | None) -> Data | None:
    if row is None:
        return None
    return {"votes": row.votes, "fair": row.fair, "greedy": row.greedy, "share": row.share}


def _advice(advisory: Advisory | None) -> Data | None:
    if advisory is None:
        return None
    return {"budget": advisory.budget, "ballots": advisory.ballots}


def _dropped(candidate: Candidate) -> Data:
    because = candidate.dropped_because
    return {"id": candidate.id, "title": of(candidate, "title"), "because": because}


def _dropped_of(season: Season) -> list[Candidate]:
    query = db.select(Candidate).where(
        Candidate.season_id == season.id, Candidate.dropped_at.is_not(None)
    )
    return list(db.session.scalars(query.order_by(Candidate.id)))
