"""A part of minutes that can be changed: where it belongs, what it says, how it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

LONGEST_NOTES = 12_000
#: What is no longer than this is typed into one line.
ONE_LINE = 120


@dataclass(frozen=True)
class Part:
    """One text of the minutes: where it belongs, what it says, and how new words are kept."""

    key: str
    item_id: int | None
    label: str
    hint: str
    text: str
    longest: int
    keep: Callable[[str], None]
    #: Says what is wrong with new words; None when nothing is.
    check: Callable[[str], str | None] = lambda text: None

    @property
    def is_short(self) -> bool:
        """Whether one line is enough."""
        return self.longest <= ONE_LINE

    @property
    def fingerprint(self) -> str:
        """What tells these words from others."""
        return fingerprint(self.text)


def fingerprint(text: str) -> str:
    """Return a short fingerprint of words."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
