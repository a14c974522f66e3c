"""Which form of a word to show people: plain, rightly spelt, and as they write it themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from forum.themes.language import fold
from forum.themes.words import lexicon

OFTEN = 0.2  # a form written this often beside the commonest may be the better one to show
PLAIN = (1.3, 1.0, 0.8, 0.4)  # worth of a listed word, a bare one, a plural, any other form
BARE = frozenset(["", "a", "e", "o"])  # what the stem of a bare word may lack
PLURAL = frozenset(["k", "ak", "ek", "ok"])


def plainness(word: str, term: str, hungarian: bool) -> int:
    """0: a bare word the fields list; 1: another bare word; 2: a plural, or misspelt; 3: other.

    Bare forms are told by the light Hungarian stems; elsewhere a word is listed (0) or not (1).
    """
    level = _level(fold(word), term, hungarian)
    return level if level or is_listed(word) else 2


def _level(folded: str, term: str, hungarian: bool) -> int:
    listed = folded in _folded()
    if not hungarian:
        return 0 if listed else 1
    rest = folded[len(term) :] if folded.startswith(term) else "?"
    if rest in BARE:
        return 0 if listed else 1
    return 2 if listed or rest in PLURAL else 3


def form(
    inside: Mapping[str, int], everywhere: Mapping[str, int], term: str, hungarian: bool
) -> str:
    """The form of a term to show: the plainest one a group often writes, or else all texts.

    Of a form's spellings the one the fields list, then the commonest with accents: part of the
    people write without any.
    """
    often = _often(inside)
    if hungarian:
        if min(_level(folded, term, True) for folded in often) > 1:
            often = {**_often(everywhere), **often}
        best = min(often, key=lambda w: (_level(w, term, True), -often[w], len(w), w))
    else:
        best = min(often, key=lambda w: (-often[w], len(w), w))
    written = Counter(everywhere) | Counter(inside)
    spellings = {word: n for word, n in written.items() if fold(word) == best}
    top = max(spellings.values())
    usual = [word for word, n in spellings.items() if n >= OFTEN * top or is_listed(word)]
    return min(usual, key=lambda w: (not is_listed(w), w.isascii(), -spellings[w], w))


def _often(counts: Mapping[str, int]) -> dict[str, int]:
    """The forms, blind to accents, that are written often enough to be shown."""
    blind: Counter[str] = Counter()
    for word, count in counts.items():
        blind[fold(word)] += count
    top = max(blind.values())
    return {word: count for word, count in blind.items() if count >= OFTEN * top}


def is_listed(word: str) -> bool:
    """Whether the fields list this word, so spelt."""
    return word in _listed() or word.lower() in _listed()


@cache
def _listed() -> frozenset[str]:
    return frozenset(
        word
        for tongue in lexicon.LISTED
        for field in lexicon.every_field(tongue)
        for written in field
        for word in (written, written.lower())
    )


@cache
def _folded() -> frozenset[str]:
    return frozenset(map(fold, _listed()))
