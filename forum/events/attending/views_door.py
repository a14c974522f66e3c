"""The page of the door, for a telephone in one hand, and the taps it sends."""

from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from forum.city import queries as city
from forum.core.access import can, current_person, permit
from forum.core.db import db
from forum.core.errors import Refused, problem, wants_json
from forum.core.kept import keep_private
from forum.events.attending import (
    door as verbs,
)
from forum.events.attending import (
    door_list,
)
from forum.events.attending.door import Arrival
from forum.events.attending.forms_door import CheckInForm, TallyForm, TapForm, UndoForm, WalkInForm
from forum.events.models import Event
from forum.events.queries import visible_event
from forum.events.registration.doubling import behind
from forum.events.registration.registering import registration_of
from forum.events.registration.registrations import Registration
from forum.events.views import bp

#: What stays chosen from one tap to the next.
STICKY = ("neighbourhood", "sex")


@bp.get("/events/<int:event_id>/door")
@permit("events:attendance", visible_event)
def door(event: Event) -> Any:
    """Show how many are in, who is expected, and the buttons that count."""
    if wants_json():
        return keep_private(jsonify(door_list.state(event)))
    return _page(event)


@bp.post("/events/<int:event_id>/check-ins")
@permit("events:attendance", visible_event)
def check_in(event: Event) -> Any:
    """Let somebody in who registered, found by name or by the code on their telephone."""
    form = CheckInForm()
    if not form.validate():
        return _invalid(event, form)
    people, by = form.count.data or 1, current_person()

    def act() -> Arrival:
        return verbs.check_in(_registration(event, form), people, form.key, by, form.moment)

    return _do(event, form.key, act)


@bp.post("/events/<int:event_id>/tallies")
@permit("events:attendance", visible_event)
def tally(event: Event) -> Any:
    """Count people who came without registering and leave no name."""
    form = TallyForm()
    if not form.validate():
        return _invalid(event, form)
    _stick(event, form)
    people, by, traits = form.count.data or 1, current_person(), form.traits()

    def act() -> Arrival:
        return verbs.tally(event, people, form.key, by, **traits, happened_at=form.moment)

    return _do(event, form.key, act)


@bp.post("/events/<int:event_id>/walk-ins")
@permit("events:attendance", visible_event)
def walk_in(event: Event) -> Any:
    """Let somebody in who did not register but gives a name or a contact."""
    form = WalkInForm()
    if not form.validate():
        return _invalid(event, form)
    who = {"name": form.name.data, "contact": form.contact.data, "happened_at": form.moment}
    by, traits = current_person(), form.traits()

    def act() -> Arrival:
        arrival = verbs.walk_in(event, form.key, by, **who, **traits)
        if arrival.fresh:
            form.note_seen(f"attendance {arrival.entry.id}", by)
        return arrival

    return _do(event, form.key, act)


@bp.post("/events/<int:event_id>/undo")
@permit("events:attendance", visible_event)
def undo(event: Event) -> Any:
    """Take back a tap by its key, as a correction."""
    form = UndoForm()
    if not form.validate():
        return _invalid(event, form)

    def act() -> Arrival:
        entry = verbs.sent_with(event, form.of.data)
        if entry is None:
            raise Refused(_("There is nothing to take back."))
        return verbs.correct(entry, form.key, current_person())

    return _do(event, form.key, act)


def _registration(event: Event, form: CheckInForm) -> Registration:
    """Find the registration that was tapped or scanned, of this event only."""
    typed, number = form.code.data, form.number()
    coded = registration_of(typed) or behind(typed) if typed else None
    found = coded if typed else number and db.session.get(Registration, number)
    if not found:
        raise Refused(_("We do not know this registration."), 404)
    if found.event_id == event.id:
        return found
    other = found.event
    if visible_event(current_person(), other.id) and can(
        current_person(), "events:attendance", other
    ):
        raise Refused(_("This registration is for another event: %(title)s.", title=other.title))
    raise Refused(_("This registration is for another event."))


def _do(event: Event, key: str, act: Callable[[], Arrival]) -> Any:
    """Do what was tapped, and tell it: as JSON to the queue of the page, else on the page."""
    target = redirect(url_for("events.door", event_id=event.id), 303)
    try:
        arrival = act()
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        if wants_json():
            return problem(refused.status, "refused", refused.sentence)
        flash(str(refused.sentence), "error")
        return target
    already = not arrival.fresh and arrival.entry.key != key
    said = _said(arrival.entry, already)
    if wants_json():
        return _answer(event, arrival, already, said)
    flash(said, "info" if already else "success")
    return target


def _said(entry: Any, already: bool) -> str:
    if entry.corrects_id is not None:
        return _("Taken back.")
    name, since = entry.known_as, door_list.clock(entry)
    if already and name:
        return _("%(name)s is in already, since %(since)s.", name=name, since=since)
    if already:
        return _("Already in since %(since)s.", since=since)
    standing = entry.registration.standing if entry.registration else "held"
    if standing == "waiting":
        return _("In, from the waiting list.")
    if standing == "cancelled":
        return _("In, though the registration had been cancelled.")
    return _("%(name)s is in.", name=name) if name else _("Counted.")


def _answer(event: Event, arrival: Arrival, already: bool, said: str) -> Response:
    entry = arrival.entry
    told = {"id": entry.id, "key": entry.key, "count": entry.count, "already": already}
    since = {"since": door_list.clock(entry), "registration_id": entry.registration_id}
    return jsonify(told | since | {"said": said, "total": door_list.total(event)})


def _invalid(event: Event, form: Any) -> Any:
    """Show what needs another look, with everything that was typed."""
    if wants_json():
        told = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return problem(422, "invalid", told, form.errors)
    return _page(event, form), 422


def _stick(event: Event, form: TallyForm) -> None:
    chosen = {name: form[name].data for name in STICKY}
    if session.get("door") != [event.id, chosen]:
        session["door"] = [event.id, chosen]


def _page(event: Event, failed: Any = None) -> Any:
    """Draw the page; ``failed`` is the form that needs another look."""
    kept = session.get("door", [0, {}])
    chosen = kept[1] if kept[0] == event.id else {}
    blank: dict[type[TapForm], Any] = {
        TallyForm: lambda: TallyForm(formdata=None, data=chosen),
        WalkInForm: lambda: WalkInForm(formdata=None),
    }
    forms = {kind: failed if type(failed) is kind else make() for kind, make in blank.items()}
    words = request.args.get("q", "")[:100]
    rows = door_list.rows(event, words)
    return render_template(
        "events/door.html",
        event=event,
        words=words,
        rows=rows[: door_list.MOST_ROWS],
        more=len(rows) - door_list.MOST_ROWS,
        total=door_list.total(event),
        taps=door_list.last_taps(event, current_person()),
        tally=forms[TallyForm],
        walk=forms[WalkInForm],
        failed=failed,
        bands=city.age_bands(),
        fresh_key=lambda: token_urlsafe(16),
        counts_sex=event.project is not None and event.project.counts_sex,
    )
