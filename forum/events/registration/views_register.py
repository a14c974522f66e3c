"""To register for an event, with or without an account."""

from typing import Any

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused, problem, wants_json
from forum.core.kept import keep_private
from forum.core.limits import network_address, too_many
from forum.events.models import Event
from forum.events.queries import own_registration, visible_event
from forum.events.registration import letters
from forum.events.registration.doubling import DoubledRegistration, answer_alike, doubled_with
from forum.events.registration.forms_register import RegisterForm
from forum.events.registration.registering import AlreadyRegistered, sent_with
from forum.events.registration.registering import register as give_place
from forum.events.registration.registrations import Registration
from forum.events.views import bp

#: A hall of sixty registers for the next event from one network address.
PER_ADDRESS = 120
MINUTES = 10
#: Letters with the link that somebody can have sent again to one address in a day.
LETTERS, DAY = 3, 24 * 60


@bp.get("/events/<int:event_id>/registration")
@permit("events:register", visible_event)
def register(event: Event) -> Any:
    """Ask who comes; where one cannot register, the event's page says why."""
    if not event.registration_is_open:
        return redirect(url_for("events.show", event_id=event.id), 303)
    return _page(event, RegisterForm(current_person()).of(current_person()))


@bp.post("/events/<int:event_id>/registration")
@csrf.exempt  # the form checks its own token, so that an old page gives back what was typed
@permit("events:register", visible_event)
def take_registration(event: Event) -> Any:
    """Take a registration; the same form sent twice is one."""
    form = RegisterForm(current_person()).of(current_person())
    if not form.validate():
        return _again(event, form, 400 if form.csrf_token.errors else 422)
    known = sent_with(form.key) or doubled_with(form.key)
    if known is not None:
        if (known.party, known.note) != (form.party.data, form.note.data or ""):
            flash(_("This was sent before. How many of you come can be changed here."), "info")
        return _to_own_page(known)
    if too_many("register", network_address(), PER_ADDRESS, MINUTES):
        db.session.rollback()
        form.form_errors.append(_("Many registrations came from here. Please wait 10 minutes."))
        return _again(event, form, 429)
    return _register(event, form)


def _register(event: Event, form: RegisterForm) -> Any:
    try:
        person = current_person().settle()
        registration = give_place(event, form.wish(person.id), form.key)
        form.note_consent(person)
    except AlreadyRegistered as known:
        return _already(event, known.registration, form)
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return _again(event, form, 422)
    target = _to_own_page(registration)  # after the commit it would be read again
    db.session.commit()
    return target


def _already(event: Event, registration: Registration, form: RegisterForm) -> Any:
    """Answer as if the contact were new: whoever types somebody's address must learn nothing.

    The holder of the address hears of it by letter; their registration stays as it is.
    """
    person = current_person()
    if person.is_authenticated and own_registration(person, event) is registration:
        return _to_own_page(registration)
    if registration.email is not None and not too_many(
        "registration link", str(registration.id), LETTERS, DAY
    ):
        letters.link_again(registration)
    settled = person.settle()
    alike = answer_alike(event, form.wish(None), form.key, settled.id)
    form.note_consent(settled)
    target = _to_own_page(alike)
    db.session.commit()
    return target


def _to_own_page(registration: Registration | DoubledRegistration) -> Any:
    url = url_for("events.registered", code=registration.code)
    if wants_json():
        return {"standing": registration.standing, "url": url}
    return redirect(url, 303)


def _again(event: Event, form: RegisterForm, status: int) -> Any:
    if wants_json():
        return problem(status, "invalid", _("Please look at these again"), form.errors)
    return _page(event, form, status)


def _page(event: Event, form: RegisterForm, status: int = 200) -> Any:
    return keep_private(
        _answer(render_template("events/register.html", event=event, form=form), status)
    )


def _answer(page: str, status: int) -> Any:
    return make_response(page, status)
