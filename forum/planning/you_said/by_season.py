"""What a season answered: need by need, then the programs that answer none."""

from collections import defaultdict
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.cells import MINIMUM_CELL
from forum.core.db import db
from forum.core.i18n import in_language
from forum.planning.models_candidates import Candidate, ProgramNeed, candidate_need
from forum.planning.needs.asked import asked_of_needs
from forum.planning.needs.models import Need
from forum.planning.seasons.models import Plan, PlanItem, PlanPublication
from forum.planning.you_said.chapters import Chapter, in_english, named
from forum.planning.you_said.deeds import deeds_of
from forum.planning.you_said.strands import Ruling, Strand
from forum.programs.models import Program, Season


def of_season(season: Season) -> Chapter:
    """Tell what a season answered: need by need, then the programs that answer none."""
    mine = select(Program.id).where(
        Program.season_id == season.id, Program.announced_at.is_not(None)
    )
    local = list(db.session.scalars(mine.order_by(Program.announced_at, Program.id)))
    needs, by_need = _needs_of(season, local)
    asked, items = asked_of_needs(needs), _items_of(season)
    deeds = deeds_of(local)
    strands = [
        Strand(
            need.title,
            url_for("planning.need", need_id=number),
            people if people >= MINIMUM_CELL else None,
            about=in_language(need, "text"),
            ruling=items.get(number),
            deeds=named(by_need[number], deeds),
        )
        for number, need in needs.items()
        for people in (asked[number].total,)
    ]
    strands.sort(key=lambda strand: -(strand.people or 0))
    told = {deed.id for strand in strands for deed in strand.deeds}
    others = [deeds[number] for number in local if number in deeds and number not in told]
    lead = _("What residents needed, what the plan decided, and what came of it.")
    return Chapter("season", season.id, season.name, lead, strands, (), others)


def _needs_of(
    season: Season, programs: Sequence[int]
) -> tuple[dict[int, Need], dict[int, list[int]]]:
    """Return the published needs the season answered or decided on, and the programs of each."""
    by_need: dict[int, list[int]] = defaultdict(list)
    links = select(ProgramNeed.need_id, ProgramNeed.program_id)
    for need, program in db.session.execute(links.where(ProgramNeed.program_id.in_(programs))):
        by_need[need].append(program)
    planned = (
        select(candidate_need.c.need_id)
        .join(Candidate, Candidate.id == candidate_need.c.candidate_id)
        .join(PlanItem, PlanItem.candidate_id == Candidate.id)
        .join(PlanPublication, PlanPublication.plan_id == PlanItem.plan_id)
        .where(Candidate.season_id == season.id)
    )
    wanted = Need.id.in_(planned) | Need.id.in_(list(by_need))
    rows = db.session.scalars(select(Need).where(Need.published_at.is_not(None), wanted)).unique()
    return {need.id: need for need in rows}, by_need


def _items_of(season: Season) -> dict[int, Ruling]:
    """Return what the published plan says of each need: of its largest candidate, with the reason."""
    query = (
        select(candidate_need.c.need_id, PlanItem)
        .join(Candidate, Candidate.id == candidate_need.c.candidate_id)
        .join(PlanItem, PlanItem.candidate_id == Candidate.id)
        .join(Plan, Plan.id == PlanItem.plan_id)
        .join(PlanPublication, PlanPublication.plan_id == Plan.id)
        .where(Candidate.season_id == season.id, Plan.replaced_at.is_(None), PlanItem.choice != "")
        .order_by(PlanItem.choice.not_in(["adopt", "adapt"]), PlanItem.cost.desc(), PlanItem.id)
        .options(joinedload(PlanItem.candidate))
    )
    found: dict[int, Ruling] = {}
    for need, item in db.session.execute(query):
        will = in_language(item, "change") or item.candidate.title
        foreign = in_english() and not item.reason_en
        found.setdefault(
            need,
            Ruling(item.choice, item.choice_name, will, in_language(item, "reason"), "", foreign),
        )
    return found


def seasons() -> list[Season]:
    """Return the seasons with something public in them, the newest first."""
    announced = select(Program.season_id).where(Program.announced_at.is_not(None))
    published = select(Plan.season_id).join(PlanPublication, PlanPublication.plan_id == Plan.id)
    query = select(Season).where(Season.id.in_(announced) | Season.id.in_(published))
    return list(db.session.scalars(query.order_by(Season.starts_on.desc(), Season.id.desc())))
