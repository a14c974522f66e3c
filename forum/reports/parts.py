"""What chapters are made of: paragraphs, tables, days and numbers, in the language of the page."""

from datetime import date

from flask_babel import format_date, format_decimal, format_percent
from flask_babel import gettext as _

from forum.reports.figures import Data


def paragraphs(words: str) -> list[list[str]]:
    """Split plain text into paragraphs, and these into lines."""
    parts = words.replace("\r\n", "\n").split("\n\n")
    return [part.strip().split("\n") for part in parts if part.strip()]


def day(iso: str) -> str:
    """Write a day given as 2026-11-22."""
    return str(format_date(date.fromisoformat(iso), "long"))


def percent(share: float) -> str:
    """Write a share (0..1) in whole per cents."""
    if 0 < share < 0.01:
        return _("less than %(share)s", share=format_percent(0.01))
    return str(format_percent(round(share, 2)))


def tables(found: Data, *, channels: bool = False) -> list[Data]:
    """Make the tables of people by groups; a group about which nothing may be said has none."""
    made = [
        _table(_("People by neighbourhood"), _("Neighbourhood"), found["by_neighbourhood"]),
        _table(_("People by age"), _("Age"), found["by_age_band"]),
    ]
    if channels:
        ways = _table(_("People by the way they spoke"), _("Way"), found["by_channel"])
        made.insert(0, ways)
    return [table for table in made if table["rows"]]


def _table(caption: str, name: str, cells: list[Data]) -> Data:
    """Make a table with a bar for each row; ``part`` is its length (0..1)."""
    top = max((cell["people"] or 0 for cell in cells), default=0) or 1
    return {
        "caption": caption,
        "columns": [name, _("People")],
        "note": _("Very small numbers are not shown, so that nobody can be recognised.")
        if any(cell["suppressed"] for cell in cells)
        else "",
        "rows": [
            {
                "name": cell["name"],
                "value": cell["people"] or 0,
                "part": round((cell["people"] or 0) / top, 4),
                "shown": _("not shown") if cell["suppressed"] else format_decimal(cell["people"]),
            }
            for cell in cells
        ],
    }
