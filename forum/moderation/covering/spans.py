"""Stretches of a text: its words as they can be chosen, and how stretches move when others change.

A span is [first letter, number of letters].
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from forum.core.errors import Refused

#: A word as it can be chosen: an address or a number with its dots and dashes is one.
WORD = re.compile(r"[^\W_](?:[\w@.+/’'-]*[^\W_])?|\+\d+")

#: Where a span stands whose words the author has changed.
NOWHERE: list[float] = [-1, 0]


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


def uncovered(said: str, rows: Iterable[Any]) -> str:
    """Return words with what these covers hide in its place, where their marks still stand."""
    known = [
        (int(at), int(at + length), row.mark, hidden)
        for row in rows
        for (at, length), hidden in zip(row.spans, row.sealed_words, strict=False)  # none if erased
    ]
    for start, end, mark, hidden in sorted(known, reverse=True):
        if said[start:end] == mark:
            said = said[:start] + hidden + said[end:]
    return said


def carried(spans: Iterable[Sequence[float]], before: str, after: str) -> list[list[float]]:
    """Return where spans stand after a change: before it, behind it, or, within it, nowhere."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    found: list[list[float]] = []
    for at, length in spans:
        if at + length <= head:
            found.append([at, length])
        elif at >= len(before) - tail:
            found.append([at + len(after) - len(before), length])
        else:
            found.append(NOWHERE)
    return found


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts begin alike."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _pair in same)
