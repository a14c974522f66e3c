"""Pages of the codebook: themes by project, kept by planners."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.city.models import Project
from forum.city.queries import current_project, projects
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import row_number
from forum.themes import fetching, queries
from forum.themes.board import teaching
from forum.themes.forms import ThemeForm
from forum.themes.models import Theme, add_theme

bp = Blueprint("themes", __name__)


def _project() -> Project | None:
    """Return the project whose codebook is asked for, the newest by default."""
    asked = request.args.get("project", type=row_number)
    return db.session.get(Project, asked) if asked else current_project()


@bp.get("/codebook")
@permit("themes:sort")
def codebook() -> str:
    """List the themes of a project."""
    project = _project()
    project_id = project.id if project else None
    used, retired = queries.codebook(project_id), queries.codebook(project_id, retired=True)
    return render_template(
        "themes/codebook.html",
        project=project,
        used=used,
        retired=retired,
        usage=queries.usage([*used, *retired]),
        projects=projects(),
    )


@bp.route("/codebook/new", methods=["GET", "POST"])
@permit("themes:sort")
def new_theme() -> Any:
    """Add a theme."""
    project = _project()
    form = ThemeForm(project.id if project else None)
    if form.validate_on_submit():
        add_theme(project.id if project else None, current_person(), form.values())
        db.session.commit()
        flash(_("The theme is in the codebook. The next analysis will use it."), "success")
        return redirect(_list(project.id if project else None), 303)
    page = render_template("themes/entry.html", form=form, project=project, theme=None, versions=[])
    return page, 422 if form.errors else 200


@bp.route("/codebook/<int:theme_id>", methods=["GET", "POST"])
@permit("themes:sort", fetching.theme)
def edit_theme(theme: Theme) -> Any:
    """Change a theme; what it was is kept."""
    form = ThemeForm(theme.project_id, theme)
    if form.validate_on_submit() and _changed(theme, form):
        return redirect(_list(theme.project_id), 303)
    page = render_template(
        "themes/entry.html",
        form=form,
        project=theme.project,
        theme=theme,
        versions=queries.versions(theme),
        words=teaching.wordlist(theme, teaching.last_lesson(theme)),
    )
    return page, 422 if form.errors else 200


def _changed(theme: Theme, form: ThemeForm) -> bool:
    """Save the form; what the verb refuses becomes an error of the form."""
    try:
        theme.edit(current_person(), form.values())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return False
    flash(_("Saved. What it was before is kept in its history."), "success")
    return True


@bp.post("/codebook/<int:theme_id>/retirement")
@permit("themes:sort", fetching.theme)
def retire_theme(theme: Theme) -> Any:
    """Take a theme out of use."""
    theme.retire(by=current_person())
    db.session.commit()
    said = _("“%(name)s” is out of use. What people sorted into it stays.", name=theme.name)
    flash(said, "success")
    return redirect(_list(theme.project_id), 303)


@bp.post("/codebook/<int:theme_id>/return")
@permit("themes:sort", fetching.theme)
def revive_theme(theme: Theme) -> Any:
    """Take a theme into use again."""
    theme.revive(by=current_person())
    db.session.commit()
    flash(_("“%(name)s” is in use again.", name=theme.name), "success")
    return redirect(_list(theme.project_id), 303)


def _list(project_id: int | None) -> str:
    newest = current_project()
    other = project_id if newest is None or newest.id != project_id else None
    return url_for("themes.codebook", project=other)
