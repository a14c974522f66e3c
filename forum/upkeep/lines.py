"""One line of the state of the system: a word, good or not, and what is known."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l

WORDS = {"good": _l("In order"), "warn": _l("Look at this"), "bad": _l("Not in order")}


class Line(NamedTuple):
    """One thing: what it is called, how it is, and what is known of it."""

    name: str
    level: str
    told: str
    hint: str = ""

    @property
    def word(self) -> str:
        """The level in a word."""
        return str(WORDS[self.level])
