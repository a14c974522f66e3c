"""A planner's pages of approving and publishing a version, and of making its programs."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import can, current_person, permit
from forum.core.acting import act, refusal
from forum.core.holding import Stale
from forum.planning.seasons import approving, making, publishing, queries
from forum.planning.seasons.models import Plan, PlanItem, PlanPublication
from forum.planning.seasons.plan_forms import (
    LONGEST,
    ApprovalForm,
    PublicationForm,
    WithdrawalForm,
)
from forum.planning.seasons.totals import totals
from forum.planning.seasons.withdrawing import withdraw
from forum.planning.views import bp


def published_version(person: Any, plan_id: int) -> PlanPublication | None:
    """Return what was published of a version."""
    plan = queries.any_plan(person, plan_id)
    return publishing.publication_of(plan) if plan is not None else None


@bp.route("/plans/<int:plan_id>/approval", methods=["GET", "POST"])
@permit("planning:plan", queries.any_plan)
def plan_approval(plan: Plan) -> Any:
    """Approve a version, which freezes it."""
    former = approving.plan_in_force(plan.season)
    form = ApprovalForm(plan, former)
    if form.validate_on_submit():
        refused = refusal(form, lambda: _approve(plan, form))
        if refused is None:
            flash(_("The version is approved and stays as it is now."), "success")
            return redirect(url_for("planning.plan", plan_id=plan.id), 303)
        former = approving.plan_in_force(plan.season)
        form.former.data = str(former.id) if former else ""
        if isinstance(refused, Stale):
            form.seen.data = str(plan.version)
    page = render_template(
        "planning/plan_approval.html",
        form=form,
        plan=plan,
        former=former,
        sums=totals(plan),
        longest=LONGEST,
    )
    return page, 422 if form.is_submitted() else 200


def _approve(plan: Plan, form: ApprovalForm) -> None:
    approving.approve(
        plan,
        current_person(),
        because_hu=form.over_because_hu.data or "",
        because_en=form.over_because_en.data or "",
        seen=form.seen_version,
        instead_of=form.former_id,
    )


@bp.route("/plans/<int:plan_id>/publication", methods=["GET", "POST"])
@permit("planning:plan", queries.any_plan)
def plan_publication(plan: Plan) -> Any:
    """Publish the approved version after telling which needs become public with it."""
    if request.method == "GET" and publishing.publication_of(plan) is not None:
        return redirect(url_for("planning.season", season_id=plan.season_id))
    drafts = publishing.draft_needs(plan)
    form = PublicationForm(drafts)
    if form.validate_on_submit():
        told = plan, current_person(), form.needs.data or []
        if refusal(form, lambda: publishing.publish(*told)) is None:
            flash(_("The plan is published: everybody can read it."), "success")
            return redirect(url_for("planning.season", season_id=plan.season_id), 303)
    page = render_template(
        "planning/plan_publication.html", form=form, plan=plan, drafts=drafts, sums=totals(plan)
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/plans/<int:plan_id>/withdrawal")
@permit("planning:takedown", published_version)
def plan_withdrawing(publication: PlanPublication) -> Any:
    """Ask for the legal reason for which a published plan is withdrawn."""
    return _withdrawal_page(publication, WithdrawalForm())


@bp.post("/plans/<int:plan_id>/withdrawal")
@permit("planning:takedown", published_version)
def plan_withdrawal(publication: PlanPublication) -> Any:
    """Withdraw a published plan for a legal reason."""
    form = WithdrawalForm()
    if not form.validate_on_submit():
        return _withdrawal_page(publication, form), 422
    target = url_for("planning.season", season_id=publication.plan.season_id)
    said = _("The plan is withdrawn. The page of the season now says so.")
    return act(lambda: withdraw(publication, current_person(), form.because.data), said, target)


def _withdrawal_page(publication: PlanPublication, form: WithdrawalForm) -> str:
    return render_template("planning/plan_withdrawal.html", publication=publication, form=form)


@bp.post("/plans/items/<int:item_id>/program")
@permit("planning:plan", queries.any_item)
def program_made(item: PlanItem) -> Any:
    """Draft the program of a candidate that the approved plan adopts."""
    made: list[Any] = []
    done = act(
        lambda: made.append(making.make_program(item, current_person())),
        _("The program is drafted. Add its sessions, then announce it."),
        url_for("planning.plan", plan_id=item.plan_id),
    )
    if made and can(current_person(), "programs:manage"):
        return redirect(url_for("programs.show", program_id=made[0].id), 303)
    return done
