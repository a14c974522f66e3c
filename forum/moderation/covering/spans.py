"""Stretches of a text: its words as they can be chosen, and how stretches move when others change.

A span is [first letter, number of letters].
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from forum.core.errors import Refused

#: A word as it can be chosen: an address or a number with its dots and dashes is one.
WORD = re.compile(r"[^\W_](?:[\w@.+/’'-]*[^\W_])?|\+\d+")


class Word(NamedTuple):
    """One word of a text as it can be chosen; ``covered`` when it stands for covered words."""

    number: int
    start: int
    text: str
    before: str
    covered: bool

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def words_of(text: str, covers: Iterable[Sequence[float]] = ()) -> list[Word]:
    """Return the words of a text, each with what stands before it."""
    taken = sorted((int(start), int(start + length)) for start, length in covers)
    found, last = [], 0
    for number, match in enumerate(WORD.finditer(text)):
        start, end = match.span()
        covered = any(start < stop and end > begin for begin, stop in taken)
        found.append(Word(number, start, match.group(), text[last:start], covered))
        last = end
    return found


def runs(words: Sequence[Word], numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the stretches of text the chosen words make: neighbours are one."""
    chosen = sorted({number for number in numbers if 0 <= number < len(words)})
    if any(words[number].covered for number in chosen):
        raise Refused(_l("A part of this is covered already."))
    found: list[tuple[int, int]] = []
    last = -2
    for number in chosen:
        word = words[number]
        if number == last + 1:
            found[-1] = found[-1][0], word.end
        else:
            found.append((word.start, word.end))
        last = number
    return found


def shift(rows: Iterable[Any], start: int, by: int) -> None:
    """Move the replacements behind a place that became longer or shorter."""
    for row in rows:
        row.spans = [[at + by, length] if at > start else [at, length] for at, length in row.spans]


def moved(spans: Sequence[Sequence[float]], by: int) -> list[list[float]]:
    """Return spans that all begin ``by`` letters later."""
    return [[at + by, length] for at, length in spans]
