"""A registration's own page, opened by its code: the place, the QR picture, changing, cancelling."""

import secrets
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import can, current_person, permit
from forum.core.acting import act, refusal
from forum.core.codes import clean_code
from forum.core.kept import personal
from forum.core.limits import look_up
from forum.core.mail import site_url
from forum.events import queries
from forum.events.registration.forms_code import CodeForm
from forum.events.registration.forms_register import PartyForm
from forum.events.registration.registering import cancel, registration_of
from forum.events.registration.registrations import Registration
from forum.events.registration.resizing import change_party
from forum.events.registration.tickets import ticket_of
from forum.events.views import bp


def _find(code: str) -> tuple[Registration | None, int]:
    return look_up("registration", code, registration_of)


def coded(_person: Any, code: str) -> Registration | None:
    """Return the registration of a code."""
    return _find(code)[0]


@bp.get("/registrations/<code>")
@permit("events:register")
def registered(code: str) -> Any:
    """Show what a registration holds to whoever has its code."""
    registration, status = _find(code)
    if registration is None:
        form = CodeForm(formdata=None)
        page = render_template("events/unknown.html", limited=status == 429, form=form)
        return personal(page, status)
    return _own_page(registration, code, PartyForm(party=registration.party))


def _own_page(registration: Registration, code: str, form: PartyForm, status: int = 200) -> Any:
    page = render_template(
        "events/registered.html",
        registration=registration,
        event=registration.event,
        ticket=ticket_of(registration, clean_code(code)),
        find_url=site_url(url_for("events.find")),
        form=form,
        door_key=secrets.token_urlsafe(16),
        at_the_door=can(current_person(), "events:attendance"),
    )
    return personal(page, status)


@bp.post("/registrations/<code>/cancellation")
@permit("events:register", coded)
def withdrawal(registration: Registration) -> Any:
    """Give the place back."""
    said = _("Your registration is cancelled. Thank you for telling us.")
    return act(lambda: cancel(registration), said, _url(registration))


@bp.post("/registrations/<code>/party")
@permit("events:register", coded)
def party(registration: Registration) -> Any:
    """Change how many people come."""
    form = PartyForm()
    if not form.validate_on_submit():
        return _own_page(registration, registration.code, form, 422)
    if refusal(form, lambda: change_party(registration, form.party.data)):
        return _own_page(registration, registration.code, form, 422)
    flash(_("Saved."), "success")
    return redirect(_url(registration), 303)


def _url(registration: Registration) -> str:
    return url_for("events.registered", code=registration.code)


@bp.get("/my-registrations")
@permit("events:own")
def mine() -> Any:
    """Show what somebody with an account has registered for."""
    page = queries.own_registrations(current_person())
    return personal(render_template("events/mine.html", page=page))
