"""How amounts of money are written, for ballots and plans alike."""

from flask_babel import format_decimal

#: A blank that does not break, so that a number stays with its unit.
NBSP = "\u00a0"


def forints(amount: int) -> str:
    """Write an amount of money: 1 240 000 Ft or 1,240,000 Ft; a minus before what is below zero."""
    sign = "−" if amount < 0 else ""
    return f"{sign}{format_decimal(abs(amount))}{NBSP}Ft"
