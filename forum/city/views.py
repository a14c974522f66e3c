"""Pages where administrators keep the city's own words."""

from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.city import queries
from forum.city.forms import OfficeForm
from forum.city.kinds import KINDS, Kind
from forum.city.models import City
from forum.city.saving import saved
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused

bp = Blueprint("city", __name__, url_prefix="/city")


class Held(NamedTuple):
    """A word and the kind it is of."""

    kind: Kind
    word: Any


def kind_called(_person: Any, kind: str) -> Kind | None:
    """Return the kind of words with this address."""
    return KINDS.get(kind)


def word_of(_person: Any, kind: str, word_id: int) -> Held | None:
    """Return a word and its kind."""
    found = KINDS.get(kind)
    word = db.session.get(found.model, word_id) if found else None
    return Held(found, word) if found and word else None


def list_of(kind: Kind) -> Any:
    """Go to the list of a kind."""
    return redirect(url_for("city.words", kind=kind.slug), 303)


def form_page(form: Any, template: str, **context: Any) -> Any:
    """Show a form; 422 when it comes back with errors."""
    return render_template(template, form=form, **context), 422 if form.errors else 200


@bp.get("")
@permit("city:manage")
def manage() -> Any:
    """Show what administrators keep, with how much there is of each."""
    counts = {kind.slug: len(queries.everything(kind.model)) for kind in KINDS.values()}
    return render_template("city/manage.html", kinds=KINDS.values(), counts=counts)


@bp.route("/office", methods=["GET", "POST"])
@permit("city:manage")
def office() -> Any:
    """Name the city and its office."""
    city = queries.the_city()
    form = OfficeForm(city)
    if form.validate_on_submit():
        if city is None:
            City(**form.values()).add(current_person())
        else:
            city.change(current_person(), form.values())
        db.session.commit()
        flash(_("Saved. Every page shows it from now on."), "success")
        return redirect(url_for("city.manage"), 303)
    return form_page(form, "city/office.html")


@bp.get("/<kind>")
@permit("city:manage", kind_called)
def words(kind: Kind) -> Any:
    """List the words of a kind, those in use first."""
    rows = queries.everything(kind.model)
    used = [row for row in rows if getattr(row, "retired_at", None) is None]
    retired = [row for row in rows if getattr(row, "retired_at", None) is not None]
    return render_template("city/words.html", kind=kind, used=used, retired=retired)


@bp.route("/<kind>/new", methods=["GET", "POST"])
@permit("city:manage", kind_called)
def new(kind: Kind) -> Any:
    """Add a word."""
    form = kind.form()
    if (
        not form.suggested()
        and form.validate_on_submit()
        and saved(form, lambda: kind.model(**form.values()).add(current_person()))
    ):
        flash(_("Added."), "success")
        return list_of(kind)
    return form_page(form, "city/word.html", kind=kind, word=None)


@bp.route("/<kind>/<int:word_id>/edit", methods=["GET", "POST"])
@permit("city:manage", word_of)
def edit(held: Held) -> Any:
    """Change a word."""
    form = held.kind.form(held.word)
    if (
        not form.suggested()
        and form.validate_on_submit()
        and saved(form, lambda: held.word.change(current_person(), form.values()))
    ):
        flash(_("Saved."), "success")
        return list_of(held.kind)
    return form_page(form, "city/word.html", kind=held.kind, word=held.word)


@bp.post("/<kind>/<int:word_id>/retirement")
@permit("city:manage", word_of)
def retirement(held: Held) -> Any:
    """Take a word out of use; what was said with it keeps it."""
    if held.kind.retirable and held.word.retire(current_person()):
        db.session.commit()
        flash(_("“%(name)s” is out of use; nothing was lost.", name=held.word.name), "success")
    return list_of(held.kind)


@bp.post("/<kind>/<int:word_id>/return")
@permit("city:manage", word_of)
def bringing_back(held: Held) -> Any:
    """Bring a word back into use."""
    try:
        if held.kind.retirable and held.word.bring_back(current_person()):
            db.session.commit()
            flash(_("“%(name)s” is in use again.", name=held.word.name), "success")
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "error")
    return list_of(held.kind)


@bp.post("/<kind>/<int:word_id>/position")
@permit("city:manage", word_of)
def position(held: Held) -> Any:
    """Move a word one place up or down."""
    step = {"up": -1, "down": 1}.get(request.form.get("direction", ""))
    if held.kind.ordered and step and held.word.move(current_person(), step):
        db.session.commit()
    return list_of(held.kind)
