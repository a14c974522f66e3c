"""A planner's pages of candidates: adding, changing, dropping them."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.comparing import unlike
from forum.core.forms import row_number
from forum.core.holding import Stale
from forum.planning.ballots.voting import voting_of
from forum.planning.models_candidates import Candidate
from forum.planning.seasons import candidates, queries
from forum.planning.seasons.approving import plan_in_force
from forum.planning.seasons.forms import (
    LONGEST_DESCRIPTION,
    LONGEST_REASON,
    CandidateForm,
    DroppingForm,
)
from forum.planning.seasons.next_step import next_step
from forum.planning.seasons.totals import totals
from forum.planning.views import bp
from forum.programs import queries as programs
from forum.programs.models import Season


@bp.get("/seasons/desk")
@permit("planning:plan")
def seasons_desk() -> str:
    """List all seasons with the way to their plans; an idea or need asked for goes along."""
    return render_template("planning/seasons_desk.html", seasons=programs.seasons(), asked=_asked())


@bp.get("/seasons/<int:season_id>/plans")
@permit("planning:plan", queries.any_season)
def plans(season: Season) -> str:
    """Show a season's candidates and the versions of its plan."""
    versions = [(plan, totals(plan)) for plan in queries.plans_of(season)]
    voting, published = voting_of(season), queries.public_plan(season)
    known = queries.candidates_of(season)
    return render_template(
        "planning/plans.html",
        season=season,
        next_step=next_step(known, voting, versions, published),
        candidates=known,
        versions=versions,
        published=published,
        in_force=plan_in_force(season),
        voting=voting,
        stage=queries.stage_of(voting),
    )


@bp.route("/seasons/<int:season_id>/candidates/new", methods=["GET", "POST"])
@permit("planning:plan", queries.any_season)
def candidate_new(season: Season) -> Any:
    """Add a candidate; a form sent twice adds one."""
    form = CandidateForm(data=queries.prefilled(**_asked()))
    if form.validate_on_submit():
        told = season, current_person(), form.key, form.values()
        refused = refusal(form, lambda: candidates.add_candidate(*told))
        if refused is None:
            return redirect(url_for("planning.plans", season_id=season.id), 303)
    return _form_page(form, season)


def _asked() -> dict[str, int]:
    """Return the idea or need a candidate is to be made of."""
    asked = {name: request.args.get(name, type=row_number) for name in ("idea", "need")}
    return {name: number for name, number in asked.items() if number is not None}


@bp.route("/candidates/<int:candidate_id>/edit", methods=["GET", "POST"])
@permit("planning:plan", queries.any_candidate)
def candidate_edit(candidate: Candidate) -> Any:
    """Change a candidate; a form that somebody else's change has overtaken is shown again."""
    form = CandidateForm(candidate)
    saved: list[tuple[str, str]] = []
    if form.validate_on_submit():
        told = candidate, current_person(), form.values(), form.seen_version
        refused = refusal(form, lambda: candidates.change(*told))
        if refused is None:
            return redirect(url_for("planning.candidate", candidate_id=candidate.id), 303)
        if isinstance(refused, Stale):
            form.seen.data = str(candidate.version)
            saved = unlike(form, CandidateForm(candidate, formdata=None))
    return _form_page(form, candidate.season, candidate, saved)


def _form_page(
    form: CandidateForm,
    season: Season,
    candidate: Candidate | None = None,
    saved: list[tuple[str, str]] | None = None,
) -> Any:
    page = render_template(
        "planning/candidate_form.html",
        form=form,
        season=season,
        candidate=candidate,
        saved=saved,
        longest=LONGEST_DESCRIPTION,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/candidates/<int:candidate_id>/dropping", methods=["GET", "POST"])
@permit("planning:plan", queries.any_candidate)
def candidate_dropping(candidate: Candidate) -> Any:
    """Take a candidate out of the running, with a reason."""
    form = DroppingForm()
    if form.validate_on_submit():
        told = candidate, current_person(), form.because.data
        if refusal(form, lambda: candidates.drop(*told)) is None:
            return redirect(url_for("planning.candidate", candidate_id=candidate.id), 303)
    page = render_template(
        "planning/candidate_dropping.html", form=form, candidate=candidate, longest=LONGEST_REASON
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/candidates/<int:candidate_id>/return")
@permit("planning:plan", queries.any_candidate)
def candidate_return(candidate: Candidate) -> Any:
    """Bring a dropped candidate back."""
    return act(
        lambda: candidates.bring_back(candidate, current_person()),
        _("The candidate is in the running again."),
        url_for("planning.candidate", candidate_id=candidate.id),
    )
