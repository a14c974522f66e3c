"""What the ledger is held against: the targets of the grant, and the census."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.city import queries as city
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.participation import census, queries, storing, targets
from forum.participation.aims import Target
from forum.participation.forms import CensusForm, CensusListForm, TargetForm
from forum.participation.presenters import Names, between, kind_names
from forum.participation.views import bp


def target_of(_person: Any, target_id: int) -> Target | None:
    """Return a target."""
    return db.session.get(Target, target_id)


@bp.get("/participation/targets", endpoint="targets")
@permit("participation:manage")
def list_targets() -> str:
    """Show the targets and how far they are reached."""
    return _targets_page(TargetForm())


@bp.post("/participation/targets")
@permit("participation:manage")
def set_target() -> Any:
    """Set a target."""
    form = TargetForm()
    if not form.validate():
        return _targets_page(form), 422
    targets.set_target(current_person(), form.values(), form.key)
    db.session.commit()
    flash(_("The target is set. Everybody can see how far it is reached."), "success")
    return redirect(url_for("participation.targets"), 303)


@bp.post("/participation/targets/<int:target_id>/removal")
@permit("participation:manage", target_of)
def target_removal(target: Target) -> Any:
    """Take a target back."""
    targets.remove(target, current_person())
    db.session.commit()
    flash(_("The target was taken back."), "success")
    return redirect(url_for("participation.targets"), 303)


def _targets_page(form: TargetForm) -> str:
    return render_template(
        "participation/targets.html",
        form=form,
        targets=storing.aims(),
        kind_names=kind_names,
        between=between,
        names=Names(),
    )


@bp.get("/participation/census", endpoint="census")
@permit("participation:manage")
def show_census() -> str:
    """Show the census figures in force, to be changed box by box or taken in as a list."""
    known = queries.census()
    residents = {place: str(number) for place, number in queries.residents().items()}
    form = CensusForm(source=known.source if known else "", year=known.year if known else None)
    return _census_page(form, _list_form(), residents)


@bp.post("/participation/census")
@permit("participation:manage")
def enter_census() -> Any:
    """Take in the grid, all of it or nothing."""
    form, typed = CensusForm(), _typed()
    form.grid = typed
    names = {
        (place.id, band.id): f"{place.name}, {band.name}"
        for place in city.neighbourhoods()
        for band in city.age_bands()
    }
    checked = census.check_grid(typed, names)
    if not form.validate() or checked.problems:
        return _census_page(form, _list_form(), typed, checked), 422
    return _entered(form, checked)


@bp.post("/participation/census/list")
@permit("participation:manage")
def enter_census_list() -> Any:
    """Take in a list, all of it or nothing."""
    form = _list_form()
    residents = {place: str(number) for place, number in queries.residents().items()}
    if not form.validate():
        return _census_page(CensusForm(formdata=None), form, residents), 422
    upload = form.file.data
    content = upload.read() if upload else str(form.pasted.data).encode()
    checked = census.check_list((upload.filename if upload else "") or "", content)
    if checked.problems:
        return _census_page(CensusForm(formdata=None), form, residents, checked), 422
    return _entered(form, checked)


def _entered(form: CensusForm, checked: census.Checked) -> Any:
    told = form.source.data, form.year.data, checked.residents
    census.enter(current_person(), *told, form.key)
    db.session.commit()
    flash(_("The census figures are in."), "success")
    return redirect(url_for("participation.census"), 303)


def _list_form() -> CensusListForm:
    """Make the second form of the page; its fields have names of their own."""
    return CensusListForm(prefix="list-")


def _typed() -> dict[tuple[int, int], str]:
    """Return what stands in the boxes of the grid, by neighbourhood and age band."""
    return {
        (place.id, band.id): request.form.get(f"cell-{place.id}-{band.id}", "")[:20]
        for place in city.neighbourhoods()
        for band in city.age_bands()
    }


def _census_page(
    form: CensusForm,
    list_form: CensusListForm,
    typed: dict[tuple[int, int], str],
    checked: census.Checked | None = None,
) -> str:
    problems = checked.problems if checked else []
    return render_template(
        "participation/census.html",
        form=form,
        list_form=list_form,
        typed=typed,
        places=city.neighbourhoods(),
        bands=city.age_bands(),
        census=queries.census(),
        problems=problems[: census.ERRORS_SHOWN],
        problems_count=len(problems),
    )
