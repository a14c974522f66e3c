"""A planner's pages of a version of the plan: its decisions, its sums, beside another one."""

from secrets import token_urlsafe
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act, refusal
from forum.core.comparing import unlike
from forum.core.forms import row_number
from forum.core.holding import Stale
from forum.planning.needs.asked import asked_for_candidates
from forum.planning.seasons import comparing, deciding, queries, versions
from forum.planning.seasons.advised import advised
from forum.planning.seasons.models import Plan, PlanItem
from forum.planning.seasons.plan_forms import LONGEST, ItemForm, PlanForm
from forum.planning.seasons.publishing import publication_of
from forum.planning.seasons.standing import next_undecided, standing
from forum.planning.seasons.totals import totals
from forum.planning.views import bp
from forum.programs.models import Season


@bp.route("/seasons/<int:season_id>/plans/new", methods=["GET", "POST"])
@permit("planning:plan", queries.any_season)
def plan_new(season: Season) -> Any:
    """Begin a version of the plan."""
    form, made = PlanForm(), []
    if form.validate_on_submit():
        told = season, current_person(), form.key
        if refusal(form, lambda: made.append(versions.new_plan(*told, **form.values()))) is None:
            return redirect(url_for("planning.plan", plan_id=made[0].id), 303)
    return _form_page(form, season)


@bp.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@permit("planning:plan", queries.any_plan)
def plan_edit(plan: Plan) -> Any:
    """Change the budget, name or note of an open version."""
    form = PlanForm(plan)
    saved: list[tuple[str, str]] = []
    if form.validate_on_submit():
        told = plan, current_person(), form.values(), form.seen_version
        refused = refusal(form, lambda: versions.change(*told))
        if refused is None:
            return redirect(url_for("planning.plan", plan_id=plan.id), 303)
        if isinstance(refused, Stale):
            form.seen.data = str(plan.version)
            saved = unlike(form, PlanForm(plan, formdata=None))
    return _form_page(form, plan.season, plan=plan, saved=saved)


def _form_page(form: PlanForm, season: Season, **more: Any) -> Any:
    page = render_template("planning/plan_form.html", form=form, season=season, **more)
    return page, 422 if form.is_submitted() else 200


@bp.get("/plans/<int:plan_id>")
@permit("planning:plan", queries.any_plan)
def plan(plan: Plan) -> str:
    """Show every candidate with who asked, what is advised and what was decided, and the sums."""
    items = plan.shown_items
    return render_template(
        "planning/plan.html",
        plan=plan,
        items=items,
        sums=totals(plan),
        standing=standing(plan),
        asked=asked_for_candidates([item.candidate_id for item in items], internal=True),
        advisory=advised(plan.season, plan.budget),
        publication=publication_of(plan),
        next=next_undecided(plan),
        copy_key=token_urlsafe(16),
        others=[one for one in queries.plans_of(plan.season) if one.id != plan.id],
    )


@bp.route("/plans/items/<int:item_id>", methods=["GET", "POST"])
@permit("planning:plan", queries.any_item)
def plan_item(item: PlanItem) -> Any:
    """Decide on a candidate; then the next one nobody has decided on."""
    form = ItemForm(item)
    saved: list[tuple[str, str]] = []
    if form.validate_on_submit():
        told = item, current_person()
        refused = refusal(form, lambda: deciding.decide(*told, **form.decided()))
        if refused is None:
            return _onwards(item)
        if isinstance(refused, Stale):
            form.seen.data = str(item.version)
            saved = unlike(form, ItemForm(item, formdata=None))
    return _item_page(form, item, saved)


def _onwards(item: PlanItem) -> Any:
    """Lead to the next candidate without a decision, or back to the list."""
    onwards = next_undecided(item.plan, after=item) if request.form.get("next") else None
    if onwards is not None:
        return redirect(url_for("planning.plan_item", item_id=onwards.id), 303)
    flash(_("The decision is kept."), "success")
    address = url_for("planning.plan", plan_id=item.plan_id)
    return redirect(f"{address}#item-{item.id}", 303)


def _item_page(form: ItemForm, item: PlanItem, saved: list[tuple[str, str]]) -> Any:
    advisory = advised(item.plan.season, item.plan.budget)
    page = render_template(
        "planning/plan_item.html",
        form=form,
        saved=saved,
        item=item,
        candidate=item.candidate,
        plan=item.plan,
        sums=totals(item.plan),
        longest=LONGEST,
        asked=asked_for_candidates([item.candidate_id], internal=True)[item.candidate_id],
        advised=advisory.rows.get(item.candidate_id) if advisory else None,
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/plans/<int:plan_id>/copies")
@permit("planning:plan", queries.any_plan)
def plan_copy(plan: Plan) -> Any:
    """Copy a version with all its decisions."""
    made: list[Plan] = []
    key = request.form.get("submit_key", "")[:64]
    back = url_for("planning.plan", plan_id=plan.id)
    if not key:
        return redirect(back, 303)
    number = plan.number
    done = act(
        lambda: made.append(versions.copy(plan, current_person(), key)),
        _("This is a copy of version %(number)s. Change what you like.", number=number),
        back,
    )
    return redirect(url_for("planning.plan", plan_id=made[0].id), 303) if made else done


@bp.get("/seasons/<int:season_id>/plans/comparison")
@permit("planning:plan", queries.any_season)
def plan_comparison(season: Season) -> str:
    """Show two versions side by side."""
    plans = queries.plans_of(season)
    by_id = {one.id: one for one in plans}
    first, second = (by_id.get(request.args.get(side, 0, row_number)) for side in ("a", "b"))
    compared = comparing.side_by_side(first, second) if first and second else None
    return render_template(
        "planning/plan_comparison.html", season=season, plans=plans, compared=compared
    )
