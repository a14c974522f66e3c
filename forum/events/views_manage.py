"""A facilitator's pages: drafting an event, announcing, changing and calling it off."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.comparing import unlike
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import Stale
from forum.events import changing, queries
from forum.events.forms import CancellingForm, EventForm
from forum.events.models import Event
from forum.events.queries import sent_with, visible_event
from forum.events.views import bp

LISTS = ("coming", "draft", "past")


@bp.get("/events/office")
@permit("events:manage")
def staff_index() -> str:
    """List the office's events: what is coming, drafts, what was."""
    asked = request.args.get("list", "")
    shown = asked if asked in LISTS else LISTS[0]
    return render_template(
        "events/office.html",
        shown=shown,
        page=queries.office_list(shown),
        counts=queries.office_counts(),
    )


@bp.get("/events/new")
@permit("events:manage")
def new() -> str:
    """Ask for a new event."""
    return render_template("events/new.html", form=EventForm())


@bp.post("/events/new")
@permit("events:manage")
def create() -> Any:
    """Draft an event; a form sent twice drafts one."""
    form = EventForm()
    if not form.validate_on_submit():
        return render_template("events/new.html", form=form), 422
    event = sent_with(form.key) or _draft(form)
    flash(_("The draft is saved. Only the office can see it until you announce it."), "success")
    return _to(event)


def _draft(form: EventForm) -> Event:
    event = Event(submit_key=form.key)
    try:
        event.draft(current_person(), form.values())
        db.session.commit()
    except IntegrityError:  # the same form arrived in parallel and won
        db.session.rollback()
        return sent_with(form.key) or abort(409)
    return event


@bp.get("/events/<int:event_id>/edit")
@permit("events:manage", visible_event)
def edit(event: Event) -> str:
    """Ask what to change."""
    return _edit_page(event, EventForm(event))


@bp.post("/events/<int:event_id>/edit")
@permit("events:manage", visible_event)
def update(event: Event) -> Any:
    """Change an event; a form that somebody else's change has overtaken is shown again."""
    form = EventForm(event)
    if not form.validate_on_submit():
        return _edit_page(event, form), 422
    try:
        changed = changing.edit(event, current_person(), form.values(), form.seen_version)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(refused.sentence)
        if not isinstance(refused, Stale):
            return _edit_page(event, form), 422
        form.seen.data = str(event.version)
        saved = unlike(form, EventForm(event, formdata=None))
        return _edit_page(event, form, stale=True, saved=saved), 422
    flash(_("The changes are saved.") if changed else _("Nothing was changed."), "success")
    return _to(event)


def _edit_page(event: Event, form: EventForm, **more: Any) -> str:
    return render_template("events/edit.html", event=event, form=form, **more)


@bp.post("/events/<int:event_id>/announcing")
@permit("events:manage", visible_event)
def announcing(event: Event) -> Any:
    """Let residents see it."""
    return _act(event, event.announce, _("The event is announced: everybody can see it."))


@bp.get("/events/<int:event_id>/cancelling")
@permit("events:manage", visible_event)
def cancelling(event: Event) -> str:
    """Ask why the event is called off."""
    return render_template("events/cancelling.html", event=event, form=CancellingForm())


@bp.post("/events/<int:event_id>/cancelling")
@permit("events:manage", visible_event)
def cancelled(event: Event) -> Any:
    """Call the event off; whoever registered is told."""
    form = CancellingForm()
    if not form.validate_on_submit():
        return render_template("events/cancelling.html", event=event, form=form), 422
    said = _("The event is called off. Whoever gave an e-mail address has been written to.")
    return _act(event, event.cancel, said, because=form.because.data)


def _act(event: Event, verb: Callable[..., Any], said: str, **details: Any) -> Any:
    """Do ``verb`` and lead to the event; a refusal is told there."""
    target = url_for("events.show", event_id=event.id)
    return act(lambda: verb(by=current_person(), **details), said, target)


def _to(event: Event) -> Any:
    return redirect(url_for("events.show", event_id=event.id), 303)
