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
from forum.events.registration.doubling import DoubledRegistration, doubled
from forum.events.registration.forms_code import CodeForm
from forum.events.registration.forms_register import PartyForm
from forum.events.registration.registering import cancel, registration_of
from forum.events.registration.registrations import Registration
from forum.events.registration.resizing import change_party
from forum.events.registration.tickets import ticket_of
from forum.events.views import bp

Found = Registration | DoubledRegistration


def _find(code: str) -> tuple[Found | None, int]:
    return look_up("registration", code, lambda typed: registration_of(typed) or doubled(typed))


def coded(_person: Any, code: str) -> Found | None:
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


def _own_page(registration: Found, code: str, form: PartyForm, status: int = 200) -> Any:
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
def withdrawal(registration: Found) -> Any:
    """Give the place back."""
    said = _("Your registration is cancelled. Thank you for telling us.")
    return act(lambda: _cancel(registration), said, _url(registration))


def _cancel(found: Found) -> bool:
    return found.cancel() if isinstance(found, DoubledRegistration) else cancel(found)


def _change(found: Found, party: int) -> bool:
    if isinstance(found, DoubledRegistration):
        return found.change_party(party)
    return change_party(found, party)


@bp.post("/registrations/<code>/party")
@permit("events:register", coded)
def party(registration: Found) -> Any:
    """Change how many people come."""
    form = PartyForm()
    if not form.validate_on_submit():
        return _own_page(registration, registration.code, form, 422)
    if refusal(form, lambda: _change(registration, form.party.data)):
        return _own_page(registration, registration.code, form, 422)
    flash(_("Saved."), "success")
    return redirect(_url(registration), 303)


def _url(registration: Found) -> str:
    return url_for("events.registered", code=registration.code)


@bp.get("/my-registrations")
@permit("events:own")
def mine() -> Any:
    """Show what somebody with an account has registered for."""
    page = queries.own_registrations(current_person())
    return personal(render_template("events/mine.html", page=page))
