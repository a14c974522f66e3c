"""What the city has promised residents by a day: answers to their appeals."""

from flask_babel import format_decimal
from flask_babel import gettext as _

from forum.moderation.decisions.queries_appeals import everywhere
from forum.upkeep.lines import Line


def lines() -> list[Line]:
    """Return the appeals that wait, and those whose last day is over."""
    waiting, late = everywhere()
    hint = _("The page of appeals says which; answer them, or put somebody else in charge.")
    return [
        Line(_("Appeals that wait"), "good", format_decimal(waiting)),
        Line(_("Overdue appeals"), "bad" if late else "good", format_decimal(late), late and hint),
    ]
