"""The desk of the signed sheets: take one in with its scan, key its lines, explain what differs."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core.access import current_person, permit
from forum.core.apart import apart
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.kept import keep_private
from forum.events.attending import (
    sheet_list,
)
from forum.events.attending import (
    sheets as verbs,
)
from forum.events.attending.attendance import AttendanceSheet
from forum.events.attending.door_list import clock, entries_inside
from forum.events.attending.forms_sheets import ExplanationForm, KeyingForm, ScanForm, SheetForm
from forum.events.attending.scans import PDF, Scan, read_scan
from forum.events.models import Event
from forum.events.queries import visible_event
from forum.events.views import bp

#: Empty lines offered at first, and at least.
USUAL_LINES, FEWEST_LINES = 20, 5


def sheet_of(_person: Any, sheet_id: int) -> AttendanceSheet | None:
    """Return a signed sheet."""
    return db.session.get(AttendanceSheet, sheet_id)


@bp.get("/events/<int:event_id>/sheets")
@permit("events:attendance", visible_event)
def sheets(event: Event) -> str:
    """List the sheets of an event, and ask for another."""
    return _list(event, SheetForm())


@bp.post("/events/<int:event_id>/sheets")
@permit("events:attendance", visible_event)
def sheet_taking_in(event: Event) -> Any:
    """Take in a signed sheet with its scan."""
    form = SheetForm()
    if not form.validate():
        return _list(event, form), 422
    try:
        scan, signatures, note = _scan(form), form.signatures.data, form.note.data
        sheet = verbs.key_sheet(event, form.key, current_person(), signatures, scan, note)
        db.session.commit()
    except Refused as refused:
        return _list(event, _wrong(form, refused)), 422
    flash(_("The sheet is taken in. Now key its lines."), "success")
    return _to(sheet)


@bp.get("/sheets/<int:sheet_id>")
@permit("events:attendance", sheet_of)
def sheet(sheet: AttendanceSheet) -> str:
    """Show what was keyed of a sheet and what differs, and offer lines to key."""
    return _page(sheet)


@bp.post("/sheets/<int:sheet_id>/lines")
@permit("events:attendance", sheet_of)
def sheet_lines(sheet: AttendanceSheet) -> Any:
    """Key lines: all of them or none."""
    form = _keying(sheet)
    if not form.validate():
        return _page(sheet, keying=form), 422
    try:
        outcome = verbs.key_lines(sheet, form.keyed(), form.key, current_person())
        for entry in outcome.named:
            form.note_seen(f"attendance {entry.id}", current_person())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(str(refused.sentence))
        return _page(sheet, keying=form), 422
    _tell(outcome)
    return _to(sheet)


@bp.post("/sheets/<int:sheet_id>/explanation")
@permit("events:attendance", sheet_of)
def sheet_explanation(sheet: AttendanceSheet) -> Any:
    """Say why signatures and entries differ."""
    form = ExplanationForm()
    if not form.validate():
        return _page(sheet, explaining=form), 422
    try:
        verbs.explain(sheet, current_person(), form.because.data)
        db.session.commit()
        flash(_("Noted why they differ."), "success")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "error")
    return _to(sheet)


@bp.post("/sheets/<int:sheet_id>/scan")
@permit("events:attendance", sheet_of)
def sheet_scanning(sheet: AttendanceSheet) -> Any:
    """Add the scan of a sheet that was taken in without one."""
    form = ScanForm()
    try:
        found = _scan(form) if form.validate() else None
        if found is None:
            raise Refused(_("Please choose a file."), 422)
        verbs.attach(sheet, found, current_person())
        db.session.commit()
    except Refused as refused:
        return _page(sheet, scanning=_wrong(form, refused)), 422
    flash(_("The scan is kept."), "success")
    return _to(sheet)


@bp.get("/sheets/<int:sheet_id>/scan")
@permit("events:attendance", sheet_of)
def sheet_scan(sheet: AttendanceSheet) -> Response:
    """Give out the scan, only as a download."""
    if not sheet.media_type:
        abort(404)
    ending = "pdf" if sheet.media_type == PDF else "jpg"
    name = f"{_('attendance-sheet')}-{sheet.event_id}-{sheet.id}.{ending}"
    response = Response(sheet.scan, mimetype=sheet.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return keep_private(response)


def _scan(form: SheetForm | ScanForm) -> Scan | None:
    """Read the file that was sent, apart; None when there is none."""
    file = form.file.data
    if not file:
        return None
    with apart():
        return read_scan(file.read(), file.filename or "")


def _wrong(form: Any, refused: Refused) -> Any:
    db.session.rollback()
    form.file.errors = [str(refused.sentence)]
    return form


def _tell(outcome: verbs.Outcome) -> None:
    said = ngettext("%(num)s person entered.", "%(num)s people entered.", outcome.added)
    if outcome.known:
        signatures = sum(entry.signatures - entry.count for entry in outcome.known)
        said += " " + ngettext(
            "%(num)s signature is of somebody who was in already, and not counted again.",
            "%(num)s signatures are of people who were in already, and not counted again.",
            signatures,
        )
    flash(said, "success")


def _keying(sheet: AttendanceSheet, **kwargs: Any) -> KeyingForm:
    """Make the form of lines, as long as there are signatures left."""
    left = min(max(verbs.difference(sheet), FEWEST_LINES), USUAL_LINES)
    rows = request.args.get("rows", left, type=int)
    kept = len({name.split("-")[1] for name in request.form if name.startswith("lines-")})
    first = {"first": str(sheet_list.next_line(sheet))}
    return KeyingForm(sheet_list.to_tick(sheet.event), kept or max(rows, 1), data=first, **kwargs)


def _page(sheet: AttendanceSheet, **forms: Any) -> str:
    """Draw the page of a sheet; ``forms`` are those that need another look."""
    blank = {
        "keying": lambda: _keying(sheet, formdata=None),
        "explaining": lambda: ExplanationForm(formdata=None),
        "scanning": lambda: ScanForm(formdata=None),
    }
    project = sheet.event.project
    return render_template(
        "events/sheet.html",
        sheet=sheet,
        event=sheet.event,
        standing=sheet_list.standings([sheet])[0],
        page=sheet_list.lines(sheet),
        inside=entries_inside(sheet.event),
        clock=clock,
        counts_sex=project is not None and project.counts_sex,
        **{name: forms.get(name) or make() for name, make in blank.items()},
    )


def _list(event: Event, form: SheetForm) -> str:
    page = sheet_list.sheets(event)
    rows = sheet_list.standings(page.items)
    return render_template("events/sheets.html", event=event, page=page, rows=rows, form=form)


def _to(sheet: AttendanceSheet) -> Any:
    return redirect(url_for("events.sheet", sheet_id=sheet.id), 303)
