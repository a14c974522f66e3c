"""The kinds of reasons a text is hidden, covered or reported for; words to its author."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.audit import describe
from forum.core.errors import Refused

#: Reasons a text may be hidden or flagged for; the public log shows these and nothing more.
REASONS = {
    "abuse": _l("insult or threat"),
    "hate": _l("incitement against a group of people"),
    "personal_data": _l("personal data of somebody"),
    "accusation": _l("accusation of a recognisable person"),
    "advertising": _l("advertising"),
    "off_topic": _l("does not belong to this question"),
    "duplicate": _l("the same text many times"),
    "other": _l("another reason, told to the author"),
}


def reason_name(kind: str) -> str:
    """Return a kind of reason in the language of the page."""
    return str(REASONS.get(kind, kind))


describe("reason", reason_name)


def words_for_author(because: str, otherwise: Any) -> None:
    """Refuse with ``otherwise`` what takes words away from somebody without telling them why."""
    if not because.strip():
        raise Refused(otherwise, 422)
