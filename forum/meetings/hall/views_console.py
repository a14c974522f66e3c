"""The facilitator's console: the page that leads a forum, and the acts of going through it."""

from collections.abc import Callable
from typing import Any

from flask import flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from forum.accounts.queries import colleagues
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused, problem, wants_json
from forum.core.forms import row_number
from forum.core.kept import keep_private
from forum.meetings import (
    queries,
)
from forum.meetings.guides import GUIDES
from forum.meetings.hall import (
    leading,
)
from forum.meetings.hall.captures import SpeakerRequest
from forum.meetings.hall.capturing import can_capture, why_not
from forum.meetings.hall.desk import console_state
from forum.meetings.hall.forms_live import (
    CaptureForm,
    DecisionForm,
    ParkForm,
    PollForm,
    SpeakerForm,
    TaskForm,
)
from forum.meetings.models import Meeting
from forum.meetings.queries import visible_meeting
from forum.meetings.views import bp

#: Where on the page one is led after an act, when it is no panel of that name.
ANCHORS = {"capture": "text", "settle": "panel-parking", "now": "now"}


@bp.get("/forums/<int:meeting_id>/console")
@permit("meetings:manage", visible_meeting)
def console(meeting: Meeting) -> Any:
    """Show everything the facilitator needs while the forum is going on."""
    return console_page(meeting)


@bp.get("/forums/<int:meeting_id>/console/now")
@permit("meetings:manage", visible_meeting)
def console_now(meeting: Meeting) -> Any:
    """Show only what changes, for a console that keeps itself up to date."""
    page = render_template("meetings/_console_now.html", **_now(meeting))
    return keep_private(make_response(page))


@bp.post("/forums/<int:meeting_id>/start")
@permit("meetings:manage", visible_meeting)
def start(meeting: Meeting) -> Any:
    """Open the forum."""
    return act(meeting, "now", lambda: leading.start(meeting, current_person()))


@bp.post("/forums/<int:meeting_id>/end")
@permit("meetings:manage", visible_meeting)
def end(meeting: Meeting) -> Any:
    """End the forum."""
    return act(meeting, "now", lambda: leading.end(meeting, current_person()))


@bp.post("/forums/<int:meeting_id>/resumption")
@permit("meetings:manage", visible_meeting)
def resumption(meeting: Meeting) -> Any:
    """Go on with a forum that was ended by mistake."""
    return act(meeting, "now", lambda: leading.resume(meeting, current_person()))


@bp.post("/forums/<int:meeting_id>/current")
@permit("meetings:manage", visible_meeting)
def current(meeting: Meeting) -> Any:
    """Go to another item, unless somebody else has gone on meanwhile."""
    item = queries.item_of(meeting, _number("item"))
    if item is None:
        return _refuse(meeting, _("This item is not on the agenda any more."))
    seen = _number("seen")
    return act(meeting, "now", lambda: leading.go_to(item, current_person(), seen))


@bp.post("/forums/<int:meeting_id>/speakers")
@permit("meetings:manage", visible_meeting)
def speakers(meeting: Meeting) -> Any:
    """Put somebody in the hall on the list of speakers."""
    form = SpeakerForm()
    spoken = form.has_spoken.data or None
    return take(
        meeting,
        "speaker",
        form,
        lambda: leading.ask_to_speak(
            meeting,
            form.name.data,
            form.key,
            current_person(),
            first_time=None if spoken is None else not spoken,
        ),
    )


@bp.post("/forums/speakers/<int:speaker_id>")
@permit("meetings:manage", queries.speaker_request)
def speaker(asked: SpeakerRequest) -> Any:
    """Call somebody, note that they have spoken, or take them off the list."""
    verbs = {"call": leading.call, "done": leading.finish, "withdraw": leading.withdraw}
    verb = verbs.get(request.form.get("act", ""))
    if verb is None:
        return _refuse(asked.meeting, _("Please choose from the list."))
    return act(asked.meeting, "speaker", lambda: verb(asked, current_person()))


def take(meeting: Meeting, name: str, form: Any, verb: Callable[[], Any]) -> Any:
    """Do what a form asks for; what was typed comes back when it cannot be done."""
    if not form.validate_on_submit():
        if wants_json():
            return problem(422, "invalid", _("Please look at these again"), form.errors)
        return console_page(meeting, 422, **{name: form})
    try:
        made = verb()
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        if wants_json():
            return problem(refused.status, "refused", refused.sentence)
        form.form_errors.append(refused.sentence)
        return console_page(meeting, refused.status, **{name: form})
    return _done(meeting, name, made)


def act(meeting: Meeting, anchor: str, verb: Callable[[], Any]) -> Any:
    """Do what one press of a button asks for."""
    try:
        verb()
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _refuse(meeting, refused.sentence, refused.status)
    return _done(meeting, anchor)


def _done(meeting: Meeting, anchor: str, made: Any = None) -> Any:
    if wants_json():
        return {"done": True, "id": getattr(made, "id", None)}
    return redirect(
        url_for(
            "meetings.console",
            meeting_id=meeting.id,
            _anchor=ANCHORS.get(anchor, f"panel-{anchor}"),
        ),
        303,
    )


def _refuse(meeting: Meeting, sentence: str, status: int = 409) -> Any:
    if wants_json():
        return problem(status, "refused", sentence)
    flash(str(sentence), "error")
    return redirect(url_for("meetings.console", meeting_id=meeting.id), 303)


def _number(name: str) -> int | None:
    try:
        return row_number(request.form.get(name, ""))
    except ValueError:
        return None


def _now(meeting: Meeting) -> dict[str, Any]:
    """Return what the changing parts of the console are drawn from."""
    item = meeting.current_item
    return {
        "meeting": meeting,
        "item": item,
        "guide": GUIDES.get(item.guide) if item else None,
        "may_resume": leading.may_resume(meeting),
        **console_state(meeting),
    }


def console_page(meeting: Meeting, status: int = 200, **forms: Any) -> Any:
    """Draw the console; ``forms`` are those that need another look."""
    chosen = session.get(f"console{meeting.id}")
    blank = {
        "capture": lambda: CaptureForm(meeting, formdata=None, data=chosen),
        "speaker": lambda: SpeakerForm(formdata=None),
        "poll": lambda: PollForm(formdata=None),
        "parking": lambda: ParkForm(formdata=None),
        "decision": lambda: DecisionForm(formdata=None),
        "task": lambda: TaskForm(colleagues(), formdata=None),
    }
    shown = {name: forms.get(name) or make() for name, make in blank.items()}
    page = render_template(
        "meetings/console.html",
        forms=shown,
        failed=next(iter(forms.values()), None),
        cannot_capture=None if can_capture(meeting) else why_not(meeting),
        **_now(meeting),
    )
    return keep_private(make_response(page, status))
