"""Setting up the tables of a forum, and the cards that lead to their pages."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import refusal
from forum.meetings.codes import table_code, table_qr, table_url
from forum.meetings.drafting import set_tables
from forum.meetings.forms_agenda import TablesForm, tables_form
from forum.meetings.models import Meeting, MeetingTable
from forum.meetings.queries import visible_meeting
from forum.meetings.views import bp


@bp.get("/forums/<int:meeting_id>/tables")
@permit("meetings:manage", visible_meeting)
def table_cards(meeting: Meeting) -> Any:
    """Show the tables: their form, and a card of each to print."""
    return _page(meeting, tables_form(meeting, formdata=None))


@bp.post("/forums/<int:meeting_id>/tables")
@permit("meetings:manage", visible_meeting)
def tables_update(meeting: Meeting) -> Any:
    """Set how many tables there are, their names and neighbourhoods."""
    form = tables_form(meeting)
    if not form.validate_on_submit():
        return _page(meeting, form, 422)
    if refusal(form, lambda: set_tables(meeting, form.rows(), current_person())):
        return _page(meeting, form, 409)
    flash(_("The tables are saved. Their cards can be printed."), "success")
    return redirect(url_for("meetings.table_cards", meeting_id=meeting.id), 303)


def _card(table: MeetingTable) -> dict[str, Any]:
    address = table_url(table).partition("://")[2]
    return {
        "table": table,
        "code": table_code(table),
        "address": address,
        "qr": table_qr(table),
    }


def _page(meeting: Meeting, form: TablesForm, status: int = 200) -> Any:
    cards = [_card(table) for table in meeting.tables]
    return render_template("meetings/tables.html", meeting=meeting, form=form, cards=cards), status
