"""A registration's own page, opened by its code: the place, the QR picture, changing, cancelling."""

import secrets
from typing import Any

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import can, current_person, permit
from forum.core.codes import clean_code, is_code
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import keep_private
from forum.core.limits import attempts, network_address, too_many
from forum.events import queries
from forum.events.registration.forms_register import PartyForm
from forum.events.registration.registering import cancel, registration_of
from forum.events.registration.registrations import Registration
from forum.events.registration.resizing import change_party
from forum.events.registration.tickets import ticket_of
from forum.events.views import bp

#: Wrong codes from one address in a quarter of an hour; with 50 bits in a code nobody guesses one.
WRONG_CODES = 20
MINUTES = 15


def _find(code: str) -> tuple[Registration | None, int]:
    """Look a code up; a wrong one is noted, and after many even a right one has to wait.

    Here reading a page may leave a trace: without it, guessing is free.
    """
    if not is_code(code):
        return None, 404
    if attempts("registration", network_address(), MINUTES) >= WRONG_CODES:
        return None, 429
    registration = registration_of(code)
    if registration is None:
        db.session.rollback()
        too_many("registration", network_address(), WRONG_CODES, MINUTES)
        db.session.commit()
    return registration, 200 if registration else 404


def coded(_person: Any, code: str) -> Registration | None:
    """Return the registration of a code."""
    return _find(code)[0]


def _private(page: str, status: int = 200) -> Any:
    response = keep_private(make_response(page, status))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/registrations/<code>")
@permit("events:register")
def registered(code: str) -> Any:
    """Show what a registration holds to whoever has its code."""
    registration, status = _find(code)
    if registration is None:
        return _private(render_template("events/unknown.html", limited=status == 429), status)
    return _own_page(registration, code, PartyForm(party=registration.party))


def _own_page(registration: Registration, code: str, form: PartyForm, status: int = 200) -> Any:
    door = "events.check_in" in current_app.view_functions
    page = render_template(
        "events/registered.html",
        registration=registration,
        event=registration.event,
        ticket=ticket_of(registration, clean_code(code)),
        form=form,
        door_key=secrets.token_urlsafe(16),
        at_the_door=door and can(current_person(), "events:attendance"),
    )
    return _private(page, status)


@bp.post("/registrations/<code>/cancellation")
@permit("events:register", coded)
def withdrawal(registration: Registration) -> Any:
    """Give the place back."""
    try:
        cancel(registration)
        db.session.commit()
        flash(_("Your registration is cancelled. Thank you for telling us."), "success")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "error")
    return _back(registration)


@bp.post("/registrations/<code>/party")
@permit("events:register", coded)
def party(registration: Registration) -> Any:
    """Change how many people come."""
    form = PartyForm()
    if not form.validate_on_submit():
        return _own_page(registration, registration.code, form, 422)
    try:
        changed = change_party(registration, form.party.data)
        db.session.commit()
        flash(_("Saved.") if changed else _("Nothing was changed."), "success")
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return _own_page(registration, registration.code, form, 422)
    return _back(registration)


def _back(registration: Registration) -> Any:
    return redirect(url_for("events.registered", code=registration.code), 303)


@bp.get("/my-registrations")
@permit("events:own")
def mine() -> Any:
    """Show what somebody with an account has registered for."""
    page = queries.own_registrations(current_person())
    return _private(render_template("events/mine.html", page=page))
