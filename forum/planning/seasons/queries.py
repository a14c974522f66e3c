"""What pages read about seasons, candidates and plans."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from forum.core.access import can
from forum.core.db import db, now
from forum.ideas.models import Idea
from forum.planning.ballots.models import Voting
from forum.planning.models_candidates import Candidate
from forum.planning.needs.models import Need
from forum.planning.seasons.models import Plan, PlanItem, PlanPublication
from forum.planning.seasons.withdrawing import not_withdrawn, takedown_of
from forum.programs.models import Program, Season


def any_season(_person: Any, season_id: int) -> Season | None:
    """Return a season for those who plan it."""
    return db.session.get(Season, season_id)


def seasons_for(person: Any) -> Select[tuple[Season]]:
    """Select the seasons ``person`` may read of, the last one first.

    Residents read of a season once its voting has opened, its plan was published, or a program of
    it was announced.
    """
    query = select(Season).order_by(Season.starts_on.desc(), Season.id.desc())
    if can(person, "planning:plan"):
        return query
    voted = select(Voting.season_id).where(Voting.opens_at <= now())
    announced = select(Program.season_id).where(Program.announced_at.is_not(None))
    published = select(Plan.season_id).join(PlanPublication)
    return query.where(
        or_(Season.id.in_(voted), Season.id.in_(published), Season.id.in_(announced))
    )


def visible_season(person: Any, season_id: int) -> Season | None:
    """Return a season if ``person`` may read of it."""
    return db.session.scalars(seasons_for(person).where(Season.id == season_id)).first()


def season_stamp(season_id: int | None = None) -> object:
    """Return what changes whenever a page about a season (or the list of all) does."""
    seasons = select(func.count(Season.id), func.sum(Season.tick))
    votings = select(func.count(Voting.id), func.sum(Voting.tick))
    programs = select(func.count(Program.id), func.sum(Program.tick))
    plans = select(func.count(PlanPublication.id)).join(Plan)
    if season_id is not None:
        seasons = seasons.where(Season.id == season_id)
        votings = votings.where(Voting.season_id == season_id)
        programs = programs.where(Program.season_id == season_id)
        plans = plans.where(Plan.season_id == season_id)
    parts = (seasons, votings, programs, plans)
    return tuple(tuple(db.session.execute(part).one()) for part in parts)


def candidate_stamp(candidate_id: int) -> object:
    """Return what changes whenever the page of a candidate does."""
    query = select(Candidate.season_id).where(Candidate.id == candidate_id)
    season_id = db.session.scalar(query)
    return season_stamp(season_id) if season_id is not None else None


def visible_candidate(person: Any, candidate_id: int) -> Candidate | None:
    """Return a candidate: for everybody once its voting was opened or the plan published."""
    query = _candidates().where(Candidate.id == candidate_id)
    candidate = db.session.scalars(query).unique().first()
    if candidate is None or can(person, "planning:plan"):
        return candidate
    return candidate if are_public(candidate.season) else None


def are_public(season: Season) -> bool:
    """Whether everybody may read of the candidates of a season."""
    voted = select(Voting.id).where(Voting.season_id == season.id, Voting.opens_at <= now())
    return db.session.scalar(voted) is not None or public_plan(season) is not None


def any_candidate(_person: Any, candidate_id: int) -> Candidate | None:
    """Return a candidate for those who plan."""
    return db.session.scalars(_candidates().where(Candidate.id == candidate_id)).unique().first()


def _candidates() -> Select[tuple[Candidate]]:
    return select(Candidate).options(
        joinedload(Candidate.season),
        joinedload(Candidate.category),
        joinedload(Candidate.community),
        joinedload(Candidate.program),
    )


def candidates_of(season: Season, dropped: bool = True) -> list[Candidate]:
    """Return the candidates of a season, the first added first; those dropped at the end."""
    query = _candidates().where(Candidate.season_id == season.id)
    if not dropped:
        query = query.where(Candidate.dropped_at.is_(None))
    found = list(db.session.scalars(query.order_by(Candidate.id)).unique())
    return sorted(found, key=lambda one: one.is_dropped)


def _plans() -> Select[tuple[Plan]]:
    candidate = selectinload(Plan.items).joinedload(PlanItem.candidate)
    return select(Plan).options(
        joinedload(Plan.season),
        joinedload(Plan.approved_by),
        candidate.joinedload(Candidate.category),
        candidate.joinedload(Candidate.community),
    )


def plans_of(season: Season) -> list[Plan]:
    """Return the versions of a season's plan with their decisions, the newest first."""
    query = _plans().where(Plan.season_id == season.id).order_by(Plan.number.desc())
    return list(db.session.scalars(query).unique())


def any_plan(_person: Any, plan_id: int) -> Plan | None:
    """Return a version of a plan for those who plan."""
    return db.session.scalars(_plans().where(Plan.id == plan_id)).unique().first()


def any_item(_person: Any, item_id: int) -> PlanItem | None:
    """Return a decision of a version with the version, for those who plan."""
    item = db.session.get(PlanItem, item_id)
    if item is None:
        return None
    any_plan(None, item.plan_id)
    return item


def public_plan(season: Season) -> PlanPublication | None:
    """Return the plan of a season as it was published last; None once that was withdrawn."""
    last = published_plan(season)
    return last if last is not None and takedown_of(last) is None else None


def published_plan(season: Season) -> PlanPublication | None:
    """Return the plan of a season as it was published last, withdrawn or not."""
    query = select(PlanPublication).join(Plan).where(Plan.season_id == season.id)
    return db.session.scalars(query.order_by(PlanPublication.id.desc()).limit(1)).first()


def public_season(person: Any, season_id: int) -> Season | None:
    """Return a season whose plan was published."""
    season = visible_season(person, season_id)
    return season if season is not None and public_plan(season) is not None else None


def published_seasons(season_ids: Iterable[int]) -> set[int]:
    """Return which of the seasons have a published plan."""
    query = select(Plan.season_id).join(PlanPublication).where(Plan.season_id.in_(list(season_ids)))
    return set(db.session.scalars(query.where(not_withdrawn())))


def stage_of(voting: Voting | None) -> str:
    """Return how far the voting of a season has got: none, planned, open or closed."""
    return voting.stage if voting is not None else "none"


def votings(season_ids: Iterable[int]) -> dict[int, Voting]:
    """Return the votings of seasons by season."""
    query = select(Voting).where(Voting.season_id.in_(list(season_ids)))
    return {voting.season_id: voting for voting in db.session.scalars(query)}


def program_counts(season_ids: Iterable[int]) -> dict[int, int]:
    """Return how many announced programs each season has."""
    query = select(Program.season_id, func.count(Program.id)).where(
        Program.season_id.in_(list(season_ids)), Program.announced_at.is_not(None)
    )
    return dict(db.session.execute(query.group_by(Program.season_id)).tuples().all())


def programs_made(candidate_ids: Iterable[int]) -> dict[int, Program]:
    """Return the announced programs that were made of candidates, by candidate."""
    query = select(Candidate.id, Program).join(Program, Program.id == Candidate.program_id)
    query = query.where(Candidate.id.in_(list(candidate_ids)), Program.announced_at.is_not(None))
    query = query.options(selectinload(Program.sessions))
    return dict(db.session.execute(query).tuples().all())


def prefilled(idea: int | None = None, need: int | None = None) -> dict[str, Any]:
    """Return what the form of a candidate made of an idea or a need shows first."""
    source: Any = db.session.get(Idea, idea) if idea is not None else None
    if source is not None and source.visible:
        return {
            "title_hu": source.title,
            "description_hu": source.text,
            "cost": source.cost,
            "ideas": [source.id],
            **_shared(source),
        }
    source = db.session.get(Need, need) if need is not None else None
    if source is None:
        return {}
    return {"title_hu": source.title_hu, "title_en": source.title_en, "needs": [source.id]} | (
        _shared(source)
    )


def _shared(source: Any) -> dict[str, Any]:
    return {
        "category": source.category_id,
        "neighbourhoods": [row.id for row in source.neighbourhoods],
        "age_bands": [row.id for row in source.age_bands],
    }
