"""How much each reason to look at a text weighs, and how it is told in words.

The score is a plain sum, so that every item can show its parts and anybody can add them up.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

FLAG, WAITS, FIRST, WATCH_WORD, LINK, PHONE, NAME, BURST, COPY = (
    "flag",
    "waits",
    "first",
    "watch_word",
    "link",
    "phone",
    "name",
    "burst",
    "copy",
)
#: One report weighs as much as a new author; ten people outweigh anything a rule can find.
FLAG_WEIGHT, MOST_FLAG_WEIGHT = 10, 100
#: Somebody waits to see their words appear.
WAITS_WEIGHT = 20
FIRST_WEIGHT = 10
LINK_WEIGHT = 10
#: Personal data do harm as long as they stand there.
PHONE_WEIGHT = 20
NAME_WEIGHT = 20
BURST_WEIGHT = 15
COPY_WEIGHT = 10
#: Each further copy in a campaign, and the most all of them weigh.
EACH_COPY, MOST_COPIES = 5, 50


@dataclass(frozen=True)
class Finding:
    """One reason to look at a text; ``holds`` takes it off the page until somebody has looked."""

    kind: str
    weight: int
    details: dict[str, Any] = field(default_factory=dict)
    holds: bool = False


def reported_by(people: int) -> Finding:
    """Return what reports of so many people weigh."""
    return Finding(FLAG, min(FLAG_WEIGHT * people, MOST_FLAG_WEIGHT), {"people": people})


def copies_weight(number: int) -> int:
    """Return what the further texts of a campaign of ``number`` texts add to the score."""
    return min(EACH_COPY * (number - 1), MOST_COPIES) if number > 1 else 0


def _flag(details: dict[str, Any]) -> str:
    return ngettext(
        "reported by %(num)s person", "reported by %(num)s people", details.get("people", 1)
    )


def _words(details: dict[str, Any]) -> str:
    words = ", ".join(_("“%(word)s”", word=word) for word in details.get("words", ()))
    return _("watch word: %(words)s", words=words)


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    FLAG: _flag,
    WAITS: lambda _details: _("appears only once somebody has looked at it"),
    FIRST: lambda _details: _("first text of its author"),
    WATCH_WORD: _words,
    LINK: lambda _details: _("contains a link"),
    PHONE: lambda _details: _("contains a phone number"),
    NAME: lambda _details: _("seems to name a person, in a topic of safety"),
    BURST: lambda _details: _("many texts from one address within minutes"),
    COPY: lambda _details: _("nearly the same as another text"),
}


def tell(kind: str, details: dict[str, Any]) -> str:
    """Tell a reason in the language of the page."""
    sentence = _SENTENCES.get(kind)
    return sentence(details) if sentence else kind


def told_copies(number: int) -> str:
    """Tell how many texts a campaign has, in the language of the page."""
    return ngettext("the same text %(num)s time", "the same text %(num)s times", number)
