"""What chapters are made of: paragraphs, tables, days and numbers, in the language of the page."""

from datetime import date

from flask_babel import format_date, format_decimal, format_percent, ngettext
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


def tables(found: Data, *, whole: bool = False) -> list[Data]:
    """Make the tables of people by groups; a group about which nothing may be said has none.

    The bars of a theme tell parts of its people; those of the ``whole`` compare the groups.
    """
    made = [
        (_("People by neighbourhood"), _("Neighbourhood"), found["by_neighbourhood"]),
        (_("People by age"), _("Age"), found["by_age_band"]),
    ]
    if whole:
        made.insert(0, (_("People by the way they spoke"), _("Way"), found["by_channel"]))
    longest = 0 if whole else found["people"]
    return [_table(caption, name, cells, longest) for caption, name, cells in made if cells]


def _table(caption: str, name: str, cells: list[Data], longest: int) -> Data:
    """Make a table with a bar for each row; ``part`` is its length (0..1) beside the ``longest``.

    Numbers that may not be shown are named below it, all in one line; where none may, one
    sentence says so.
    """
    shown = [cell for cell in cells if not cell["suppressed"]]
    top = longest or max((cell["people"] for cell in shown), default=0) or 1
    return {
        "caption": caption,
        "columns": [name, _("People")],
        "note": _withheld([str(cell["name"]) for cell in cells if cell["suppressed"]], bool(shown)),
        "longest": top,
        "rows": [
            {
                "name": cell["name"],
                "value": cell["people"],
                "part": round(cell["people"] / top, 4),
                "shown": format_decimal(cell["people"]),
            }
            for cell in shown
        ],
    }


def _withheld(names: list[str], some_shown: bool) -> str:
    """Return the sentence on the groups whose numbers may not be shown; empty when all may."""
    if not names:
        return ""
    if some_shown:
        told = ", ".join(names)
        return _("Numbers not shown, so that nobody can be recognised: %(names)s.", names=told)
    return ngettext(
        "So few people spoke in this %(num)s group that its number is not shown.",
        "So few people spoke in each of these %(num)s groups that no number is shown.",
        len(names),
    )
