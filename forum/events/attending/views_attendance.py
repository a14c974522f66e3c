"""Every entry of an event with its source and corrections, and the figures they add up to."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import keep_private
from forum.core.pages import page_number
from forum.events.attending import (
    door_list,
)
from forum.events.attending.attendance import SOURCES, Attendance
from forum.events.attending.door import correct
from forum.events.attending.figures import headcount
from forum.events.attending.forms_door import CorrectionForm
from forum.events.attending.sheet_print import print_sheet
from forum.events.models import Event
from forum.events.queries import visible_event
from forum.events.views import bp


def entry_of(_person: Any, attendance_id: int) -> Attendance | None:
    """Return an entry."""
    return db.session.get(Attendance, attendance_id)


@bp.get("/events/<int:event_id>/attendance")
@permit("events:attendance", visible_event)
def attendance(event: Event) -> str:
    """Show who came, entry by entry, and the figures."""
    count = headcount([event.id])[event.id]
    parts = {"age": count.by_age, "neighbourhood": count.by_neighbourhood, "sex": count.by_sex}
    rows = {
        name: [(key[1], people) for key, people in part.items()] for name, part in parts.items()
    }
    rows["source"] = [(str(SOURCES[name]), people) for name, people in count.by_source.items()]
    page = door_list.entries(event)
    counts_sex = event.project is not None and event.project.counts_sex
    return render_template(
        "events/attendance.html",
        event=event,
        page=page,
        count=count,
        rows=rows,
        counts_sex=counts_sex,
        clock=door_list.clock,
    )


@bp.route("/attendance/<int:attendance_id>/correction", methods=["GET", "POST"])
@permit("events:attendance", entry_of)
def correction(entry: Attendance) -> Any:
    """Ask why an entry is taken back, and take it back."""
    form = CorrectionForm()
    target = redirect(
        url_for("events.attendance", event_id=entry.event_id, page=page_number()), 303
    )
    if not form.validate_on_submit():
        signed = door_list.is_signed_for(entry)
        page = render_template("events/correction.html", entry=entry, form=form, signed=signed)
        return page, 422 if form.is_submitted() else 200
    try:
        done = correct(entry, form.key, current_person(), form.because.data)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "error")
        return target
    said = _("Taken back; both entries stay in the list.")
    flash(said if done.fresh else _("Somebody has taken this back already."), "success")
    return target


@bp.get("/events/<int:event_id>/attendance.pdf")
@permit("events:attendance", visible_event)
def sheet_print(event: Event) -> Response:
    """Print the sheet that people sign."""
    response = make_response(print_sheet(event))
    response.mimetype = "application/pdf"
    name = f"{_('attendance-sheet')}-{event.id}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return keep_private(response)
