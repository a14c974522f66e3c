"""Periods and holds in words, as the data map and the administrators' page show them."""

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core.i18n import show_date
from forum.core.keeping import DELETED, EMPTIED
from forum.privacy.retention.holds import Held
from forum.privacy.retention.runs import Due

YEAR, MONTH = 365, 30


def held_words(held: Held) -> str:
    """Return the sentence that says until when something is held, and why."""
    because = held.because.rstrip(". ")  # the sentence has a full stop of its own
    if held.until is None:
        return _("Has to be kept until further notice: %(because)s.", because=because)
    day = show_date(held.until)
    return _("Has to be kept until %(day)s: %(because)s.", day=day, because=because)


def kept_back_words(due: Due) -> str:
    """Return the sentence that says why what is over its time stays."""
    if due.held:
        return held_words(due.held)
    return _("Something that belongs to it is held, and an account is erased whole or not at all.")


def happens_words(how: str) -> str:
    """Return what happens to a class when its time has come."""
    if how == DELETED:
        return _("it is deleted")
    if how == EMPTIED:
        return _("it is emptied")
    return _("whatever tells whose it is is taken off it")


def spelled(days: int) -> str:
    """Write a number of days as people say it: 3 years, 6 months, 90 days."""
    if days % YEAR == 0:
        return ngettext("%(num)d year", "%(num)d years", days // YEAR)
    if days % MONTH == 0 and days > 3 * MONTH:
        return ngettext("%(num)d month", "%(num)d months", days // MONTH)
    return ngettext("%(num)d day", "%(num)d days", days)
