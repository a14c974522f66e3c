"""Pages of seasons for everybody: the list, a season, a candidate, the plan as a file."""

from typing import Any

from flask import Response, render_template, request

from forum.core.access import can, current_person, permit
from forum.core.errors import Refused
from forum.core.i18n import LANGUAGES, language
from forum.core.kept import public_page
from forum.core.pages import paginate
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.voting import voting_of
from forum.planning.models_candidates import Candidate
from forum.planning.needs.asked import asked_for_candidates
from forum.planning.seasons import queries
from forum.planning.seasons.advised import Advisory, advised
from forum.planning.seasons.content import public_needs, visible_ideas
from forum.planning.seasons.models import PlanPublication
from forum.planning.seasons.reading import living, read
from forum.planning.seasons.withdrawing import takedown_of
from forum.planning.views import bp
from forum.programs.models import Season
from forum.programs.queries import programs_of

#: What the file of a plan is called in each language.
FILE_NAMES = {"hu": "evadterv", "en": "season-plan"}


@bp.get("/seasons")
@public_page(queries.season_stamp)
@permit("planning:read")
def seasons_index() -> str:
    """List the seasons one can read of: with a voting, a plan, or programs."""
    page = paginate(queries.seasons_for(current_person()))
    ids = [season.id for season in page.items]
    votings = queries.votings(ids)
    return render_template(
        "planning/seasons.html",
        page=page,
        stages={number: queries.stage_of(votings.get(number)) for number in ids},
        votings=votings,
        published=queries.published_seasons(ids),
        programs=queries.program_counts(ids),
    )


@bp.get("/seasons/<int:season_id>")
@public_page(queries.season_stamp)
@permit("planning:read", queries.visible_season)
def season(season: Season) -> str:
    """Show a season: its candidates while voting is open, then its plan, then its programs."""
    voting = voting_of(season)
    published = queries.public_plan(season)
    shown = queries.stage_of(voting) in {"open", "closed"} or can(current_person(), "planning:plan")
    drawn = numbered(season, voting).values() if shown and published is None else ()
    return render_template(
        "planning/season.html",
        season=season,
        voting=voting,
        stage=queries.stage_of(voting),
        published=published,
        plan=read(living(published.content), language()) if published else None,
        withdrawn=_withdrawal(season, published),
        made=_programs_by_candidate(published),
        candidates=sorted(drawn, key=lambda each: each.is_dropped),
        programs=programs_of(season),
        advisory=_advisory(season) if drawn else None,
    )


def _advisory(season: Season) -> Advisory | None:
    """Return what the ballots advise; while that is still being worked out, the page does without."""
    try:
        return advised(season)
    except Refused:
        return None


def _withdrawal(season: Season, published: PlanPublication | None) -> Any:
    """Return why the last plan is not shown any more, if it was withdrawn."""
    last = None if published else queries.published_plan(season)
    return takedown_of(last) if last is not None else None


def _programs_by_candidate(published: PlanPublication | None) -> dict[int, Any]:
    """Return the announced programs that were made of what the plan adopted."""
    if published is None:
        return {}
    return queries.programs_made([item["id"] for item in published.content["items"]])


@bp.get("/candidates/<int:candidate_id>")
@public_page(queries.candidate_stamp)
@permit("planning:read", queries.visible_candidate)
def candidate(candidate: Candidate) -> str:
    """Show a candidate: what it would be, what it would answer, what was decided."""
    planner = can(current_person(), "planning:plan")
    voting = voting_of(candidate.season)
    published = queries.public_plan(candidate.season)
    return render_template(
        "planning/candidate.html",
        candidate=candidate,
        planner=planner,
        voting=voting,
        stage=queries.stage_of(voting),
        decided=_decided(published, candidate),
        asked=asked_for_candidates([candidate.id])[candidate.id],
        needs=candidate.needs if planner else public_needs(candidate),
        ideas=visible_ideas(candidate),
        program=queries.programs_made([candidate.id]).get(candidate.id),
    )


def _decided(published: PlanPublication | None, candidate: Candidate) -> Any:
    if published is None:
        return None
    items = read(living(published.content), language())["items"]
    return next((item for item in items if item["id"] == candidate.id), None)


@bp.get("/seasons/<int:season_id>/plan.pdf")
@permit("planning:read", queries.public_season)
def plan_pdf(season: Season) -> Response:
    """Send the published plan as it was printed once, in the language asked for."""
    published = queries.public_plan(season)
    assert published is not None
    asked = request.args.get("lang", "")
    code = asked if asked in LANGUAGES else language()
    tag = published.checksums[f"pdf_{code}"]
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"}
    if any(each.partition(":")[0] == tag for each in request.if_none_match.as_set(True)):
        return Response(status=304, headers=headers)
    name = f"kalaka-{FILE_NAMES[code]}-{season.id}-{published.plan.number}.pdf"
    headers["Content-Disposition"] = f'inline; filename="{name}"'
    return Response(
        getattr(published, f"pdf_{code}"), content_type="application/pdf", headers=headers
    )
