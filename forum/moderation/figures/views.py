"""The public counts of moderation, by month: a page and a file."""

import csv
from io import StringIO

from flask import Response, render_template
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.audit.queries import stamp
from forum.core.access import permit
from forum.core.kept import public_page
from forum.moderation.figures import counting
from forum.moderation.pages import bp

#: How long the public counts may lag behind, in seconds: they are of months.
COUNTS_FRESH = 60
#: Months shown at once; the earlier ones are folded.
RECENT = 3
#: Hours from which on a time is told in days.
FROM_DAYS_ON = 48
COUNTED = {
    _l("What caught the eye"): {
        "reported": _l("Reports"),
        "held": _l("Caught a rule’s eye"),
    },
    _l("What was decided"): {
        "held_by_rules": _l("Held by rules until a person looked"),
        "hidden_by_people": _l("Hidden by people"),
        "restored": _l("Restored"),
        "redacted": _l("Covered in part"),
        "removed": _l("Removed by law"),
    },
    _l("Who did not agree"): {
        "appeals": _l("Appeals"),
        "upheld": _l("Decision stayed"),
        "overturned": _l("Decision taken back"),
    },
}
#: Half of the decisions took less than this, half of them more.
TIMED = {
    "hours_to_decide": _l("A decision took"),
    "hours_to_answer": _l("The answer to an appeal took"),
}


@bp.get("/figures")
@public_page(stamp, fresh=COUNTS_FRESH)
@permit("moderation:figures")
def figures() -> str:
    """Show what was moderated in each month."""
    rows = counting.figures()
    while len(rows) > 1 and rows[-1].is_quiet:  # before the city began
        rows.pop()
    return render_template(
        "moderation/figures.html",
        rows=rows,
        recent=rows[:RECENT],
        earlier=rows[RECENT:],
        counted=COUNTED,
        timed=TIMED,
        how_long=_how_long,
        happened=lambda row, lines: any(getattr(row, name) for name in lines),
        short_month=lambda day: format_date(day, "LLL"),
    )


def _how_long(hours: float) -> str:
    """Write a time as people say it: in hours, from two days on in days."""
    if hours < 1:
        return _("less than an hour")
    if hours < FROM_DAYS_ON:
        return ngettext("%(num)s hour", "%(num)s hours", round(hours))
    return ngettext("%(num)s day", "%(num)s days", round(hours / 24))


@bp.get("/figures.csv")
@public_page(stamp, fresh=COUNTS_FRESH)
@permit("moderation:figures")
def figures_file() -> Response:
    """Send the counts as a table."""
    sheet = StringIO()
    lines = csv.writer(sheet)
    lines.writerow(counting.Figures._fields)
    lines.writerows(["" if value is None else value for value in row] for row in counting.figures())
    headers = {"Content-Disposition": "attachment; filename=moderation-figures.csv"}
    return Response(
        sheet.getvalue(),
        mimetype="text/csv",
        content_type="text/csv; charset=utf-8",
        headers=headers,
    )
