"""Near-copies: texts that share most of their runs of four letters; pure functions.

Jaccard similarity of character 4-grams, accents and capitals ignored (Broder 1997): a typo or
another name at the end changes few of them, another sentence changes most.

Whoever posts waits for this, and on SQLite everybody else who writes waits too. So no runs are
made of the texts one is compared with: the runs of the new one are looked up in their letters, and
given up as soon as too many are missing for the two to be alike.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

GRAM = 4
#: From here on two texts are the same one, as measured on campaigns for the sorting of opinions.
ALIKE = 0.75
#: Letters below which the same words are no campaign: everybody may ask for "több padot".
SHORTEST = 40
#: Texts whose letters are kept in memory, in every process: a few places' worth, 2 to 8 MB.
KEPT = 2048

#: Accents that NFKD sets apart from their letters.
_MARKS = re.compile("[\u0300-\u036f]+")
_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(maxsize=KEPT)
def flat(text: str) -> str:
    """Return the letters and numbers of a text, small and without accents, with single spaces."""
    return _BETWEEN.sub(" ", _MARKS.sub("", normalize("NFKD", text.casefold()))).strip()


def grams(text: str) -> frozenset[str]:
    """Return the runs of four letters of a text."""
    letters = flat(text)
    return frozenset(letters[at : at + GRAM] for at in range(max(len(letters) - GRAM + 1, 0)))


@lru_cache(maxsize=KEPT)
def _number_of_grams(text: str) -> int:
    return len(grams(text))


def similarity(one: str, other: str) -> float:
    """Return how much two texts share, from 0 to 1."""
    left, right = grams(one), grams(other)
    if not left or not right:
        return 0.0
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared)


def _alike(mine: frozenset[str], other: str) -> float:
    """Return how much the text of these runs shares with another; 0 when they are not alike."""
    letters, missing = flat(other), 0
    most = len(mine) * (1 - ALIKE)  # with more missing, less than ALIKE of both is shared
    for gram in mine:
        if gram not in letters:
            missing += 1
            if missing > most:
                return 0.0
    shared = len(mine) - missing
    return shared / ((missing + _number_of_grams(other)) or 1)


def nearest(text: str, others: Iterable[tuple[int, str]]) -> int | None:
    """Return the number of the text most like this one, None when none is nearly the same."""
    if len(text) < SHORTEST:
        return None
    mine = grams(text)
    best, found = ALIKE, None
    for number, other in others:
        # Texts of very unlike length cannot be alike; this spares most of the work.
        if not 0.6 < (len(other) + 1) / (len(text) + 1) < 1.7:
            continue
        alike = _alike(mine, other)
        if alike >= best:
            best, found = alike, number
    return found
