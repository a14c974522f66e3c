"""The office's list of ideas, and the same as a table to take along."""

from typing import Any

from flask import Response, abort, render_template
from flask_babel import gettext as _

from forum.core.access import permit
from forum.core.days import day_of
from forum.core.db import now
from forum.core.kept import keep_private
from forum.core.spreadsheets import csv_bytes, xlsx_bytes
from forum.ideas import office
from forum.ideas.answering import answer_days
from forum.ideas.exporting import sheet
from forum.ideas.forms_office import OfficeFilter
from forum.ideas.models import STATES
from forum.ideas.views import bp

FILES = {
    "csv": (csv_bytes, "text/csv"),
    "xlsx": (xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@bp.get("/ideas/office", endpoint="office")
@permit("ideas:office")
def office_list() -> str:
    """List the ideas by where they stand, those that wait the longest first."""
    form = OfficeFilter()
    choice = form.choice()
    page = office.page_of(choice)
    return render_template(
        "ideas/office.html",
        form=form,
        choice=choice,
        page=page,
        counts=office.counts(),
        names=_names(),
        alike=office.look_alikes(page.items),
        days={idea.id: (now() - idea.state_at).days for idea in page.items},
        promise=answer_days(),
    )


def _names() -> dict[str, Any]:
    """Return what each list of the office is called."""
    waiting = {"new": _("Waiting for an answer")}
    return {**STATES, **waiting, "merged": _("Under another idea"), "hidden": _("Hidden")}


@bp.get("/ideas/export.<kind>")
@permit("ideas:office")
def export(kind: str) -> Response:
    """Download the list as it is chosen, as CSV or XLSX."""
    if kind not in FILES:
        abort(404)
    write, media_type = FILES[kind]
    response = Response(write([sheet(OfficeFilter().choice())]), mimetype=media_type)
    name = f"ideas-{day_of(now())}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return keep_private(response)
