"""The office's list of registrations: who comes, who waits, who has to be called."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import tidy
from forum.core.kept import keep_private
from forum.events.models import Event
from forum.events.queries import visible_event
from forum.events.registration import calls, listing
from forum.events.registration.calls import Call
from forum.events.registration.forms_register import DeskRegisterForm
from forum.events.registration.registering import cancel, register
from forum.events.registration.registrations import Registration
from forum.events.views import bp

#: Nobody searches for a longer name.
LONGEST_SEARCH = 80


@bp.get("/events/<int:event_id>/registrations")
@permit("events:manage", visible_event)
def registrations(event: Event) -> Any:
    """Show the registrations of an event, and a form for those told by phone."""
    return _page(event, DeskRegisterForm(formdata=None))


@bp.post("/events/<int:event_id>/registrations")
@permit("events:manage", visible_event)
def entered(event: Event) -> Any:
    """Write down a registration told by phone; the same form sent twice is one."""
    form = DeskRegisterForm()
    if not form.validate_on_submit():
        return _page(event, form, 422)
    try:
        made = register(event, form.wish(), form.key, by=current_person())
        form.note_consent_about(f"registration {made.id}", current_person())
        said = _said(made)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        return _page(event, form, 422)
    flash(said, "success")
    return _back(event.id)


def _said(registration: Registration) -> str:
    if registration.waiting:
        return _(
            "Noted. Place in the waiting list: %(place)s. Code: %(code)s",
            place=registration.place_in_line,
            code=registration.code,
        )
    return _("Noted: there is a place. Code: %(code)s", code=registration.code)


@bp.post("/events/<int:event_id>/registrations/<int:registration_id>/cancellation")
@permit("events:manage", listing.registration_in)
def cancelling_for(registration: Registration) -> Any:
    """Cancel a registration for somebody who told us so."""
    return act(
        lambda: cancel(registration, by=current_person()),
        lambda done: _("The registration is cancelled.") if done else _("Nothing was changed."),
        url_for("events.registrations", event_id=registration.event_id),
    )


@bp.post("/events/<int:event_id>/calls/<int:call_id>")
@permit("events:manage", calls.call_of)
def called(call: Call) -> Any:
    """Note that somebody has been told by phone."""
    call.tell(by=current_person())
    db.session.commit()
    return _back(call.event_id)


def _page(event: Event, form: DeskRegisterForm, status: int = 200) -> Any:
    asked = request.args.get("list", "")
    shown = asked if asked in listing.LISTS else listing.LISTS[0]
    words = tidy(request.args.get("q"))[:LONGEST_SEARCH]
    counts = listing.counts(event)
    page = render_template(
        "events/registrations.html",
        event=event,
        form=form,
        shown=shown,
        words=words,
        counts=counts,
        out_of_reach=listing.out_of_reach(event) if shown == "calls" else 0,
        page=calls.open_calls(event) if shown == "calls" else listing.listed(event, shown, words),
    )
    return keep_private(make_response(page, status))


def _back(event_id: int) -> Any:
    return redirect(url_for("events.registrations", event_id=event_id), 303)
