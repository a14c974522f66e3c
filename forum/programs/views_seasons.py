"""A planner's pages: the seasons, their names and days."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.core.db import db
from forum.programs import queries
from forum.programs import seasons as verbs
from forum.programs.forms import SeasonForm
from forum.programs.models import Program, Season
from forum.programs.queries import season_numbered
from forum.programs.views import bp


@bp.get("/seasons/office")
@permit("programs:seasons")
def seasons() -> str:
    """List the seasons with how many programs each has."""
    query = select(Program.season_id, func.count()).group_by(Program.season_id)
    counts: dict[int, int] = dict(db.session.execute(query).tuples().all())
    return render_template("programs/seasons.html", seasons=queries.seasons(), counts=counts)


@bp.get("/seasons/office/new")
@permit("programs:seasons")
def season_new() -> Any:
    """Ask for a new season."""
    return _page(SeasonForm())


@bp.post("/seasons/office/new")
@permit("programs:seasons")
def season_made() -> Any:
    """Set up a season."""
    form = SeasonForm()
    made: list[Season] = []
    if not form.validate_on_submit():
        return _page(form, status=422)
    refused = refusal(form, lambda: made.append(verbs.set_up(current_person(), form.values())))
    if refused:
        return _page(form, status=refused.status)
    return _saved(made[0])


@bp.get("/seasons/office/<int:season_id>")
@permit("programs:seasons", season_numbered)
def season_edit(season: Season) -> Any:
    """Ask what to change of a season."""
    return _page(SeasonForm(season), season)


@bp.post("/seasons/office/<int:season_id>")
@permit("programs:seasons", season_numbered)
def season_changed(season: Season) -> Any:
    """Change a season."""
    form = SeasonForm(season)
    if not form.validate_on_submit():
        return _page(form, season, 422)
    refused = refusal(form, lambda: verbs.change(season, current_person(), form.values()))
    return _page(form, season, refused.status) if refused else _saved(season)


def _saved(season: Season) -> Any:
    """Say that it is saved, and warn of seasons that share days with it."""
    flash(_("The season is saved."), "success")
    others = ", ".join(other.name for other in verbs.overlapping(season))
    if others:
        flash(_("It shares days with: %(names)s. That is allowed.", names=others), "info")
    return redirect(url_for("programs.seasons"), 303)


def _page(form: SeasonForm, season: Season | None = None, status: int = 200) -> Any:
    return render_template("programs/season.html", form=form, season=season), status
