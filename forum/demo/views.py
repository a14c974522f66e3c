"""Sign in as somebody of the demo city with one click; on this machine only."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import ROLES, Person
from forum.accounts.sessions import open_session
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.demo.here import asked_here

bp = Blueprint("demo", __name__, url_prefix="/demo")

#: The reserved domain of everybody in the demo city; mail to it goes nowhere.
DOMAIN = "@kalaka.example"
CHOICES = ROLES[1:]


@bp.before_request
def only_here() -> None:
    """Be invisible to everybody but this machine."""
    if not asked_here():
        abort(404)


def somebody(_person: Any, role: str) -> Person | None:
    """Return the first person of the demo city who has ``role``."""
    mine = (Person.role == role, Person.email.endswith(DOMAIN), Person.disabled_at.is_(None))
    return db.session.scalars(select(Person).where(*mine).order_by(Person.id).limit(1)).first()


@bp.get("")
@permit("accounts:enter")
def choose() -> Any:
    """Ask who one would like to be."""
    people = {role: somebody(None, role) for role in CHOICES}
    return render_template("demo/choose.html", people=people, now_is=current_person().role)


@bp.post("/<any(resident, facilitator, planner, administrator):role>")
@permit("accounts:enter", somebody)
def become(person: Person) -> Any:
    """Sign in as the person of that role."""
    open_session(person, how="demo")
    db.session.commit()
    text = _("You are %(name)s now. Role: %(role)s.", name=person.name, role=person.role_name)
    flash(text, "success")
    return redirect(url_for("pages.home"))
