"""The tables' own pages: what is said there, written down without an account."""

from typing import Any

from flask import make_response, redirect, render_template, session, url_for
from flask_babel import gettext as _

from forum.core.access import permit
from forum.core.db import db
from forum.core.errors import Refused, problem, wants_json
from forum.core.kept import keep_private
from forum.core.limits import too_many
from forum.meetings import queries
from forum.meetings.codes import table_code, table_with
from forum.meetings.hall.capturing import (
    NOT_AT_TABLES,
    can_capture,
    capture,
    takes_from_tables,
)
from forum.meetings.hall.desk import last_captures
from forum.meetings.hall.forms_live import TableForm
from forum.meetings.models import AgendaItem, MeetingTable
from forum.meetings.views import bp

#: What one table may write in ten minutes: eight people, one thought a minute.
MOST_ENTRIES, MINUTES = 80, 10


def table_of(_person: Any, code: str) -> MeetingTable | None:
    """Return the table of a code; whoever has it has read it off the table."""
    found = table_with(code)
    return found if found is not None and found.meeting.event.is_announced else None


@bp.get("/table/<code>")
@permit("meetings:read", table_of)
def table(table: MeetingTable) -> Any:
    """Let a table write down what is said there, or tell it what to wait for."""
    return _page(table, TableForm(formdata=None, same_as=session.get("table_last", "")))


@bp.post("/table/<code>")
@permit("meetings:read", table_of)
def table_entry(table: MeetingTable) -> Any:
    """Keep what was said at the table; the same key twice is one opinion."""
    form = TableForm()
    item = queries.item_of(table.meeting, form.item.data) or table.meeting.current_item
    if item is None or not takes_from_tables(item):
        return _refuse(table, form, NOT_AT_TABLES, 409)
    if not form.validate_on_submit():
        return _refuse(table, form, _("Please look at these again"), 422)
    if too_many("table", str(table.id), MOST_ENTRIES, MINUTES):
        return _refuse(table, form, _("Many entries came from this table. Wait a minute."), 429)
    try:
        row = _keep(table, item, form)
    except Refused as refused:
        db.session.rollback()
        return _refuse(table, form, refused.sentence, refused.status)
    session["table_last"] = form.key
    if wants_json():
        return {"done": True, "id": row.id}
    return redirect(url_for("meetings.table", code=table_code(table)), 303)


def _keep(table: MeetingTable, item: AgendaItem, form: TableForm) -> Any:
    before = form.same_as.data if form.same_person.data else ""
    row = capture(item, form.text.data, form.key, table=table, same_as=before or "")
    db.session.commit()
    return row


def _refuse(table: MeetingTable, form: TableForm, sentence: str, status: int) -> Any:
    """Say why not; what was typed stays on the page."""
    if wants_json():
        db.session.rollback()
        return problem(status, "refused", sentence, form.errors)
    if not form.errors:
        form.form_errors.append(sentence)
    return _page(table, form, status)


def _page(table: MeetingTable, form: TableForm, status: int = 200) -> Any:
    meeting = table.meeting
    item = meeting.current_item
    at_work = item is not None and item.at_tables and can_capture(meeting)
    page = render_template(
        "meetings/table.html",
        table=table,
        meeting=meeting,
        item=item,
        at_work=at_work or bool(form.form_errors),
        form=form,
        code=table_code(table),
        captures=last_captures(meeting, table),
    )
    return keep_private(make_response(page, status))
