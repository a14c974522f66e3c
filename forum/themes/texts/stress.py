"""Which words of a text tell its matter: those said first, and not those that only tell where."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from forum.themes.language import fold

FIRST = 4  # words of content before which the matter is usually named
LATER = 0.7  # what a word after them counts
PLACE = 0.6  # "a parkban", "a megállónál" tell where something is, more often than what
# Endings of -ban/-ben, -nál/-nél and -on/-en/-ön in folded words: where something is.
WHERE = re.compile(r"(?:ban|ben|nal|nel|on|en)$")


def of_place(written: Sequence[str]) -> np.ndarray:
    """Which Hungarian words, as written, may end in where something is (bool)."""
    return np.fromiter((bool(WHERE.search(fold(w))) for w in written), bool, len(written))


def stress(position: np.ndarray, of_place: np.ndarray) -> np.ndarray:
    """What each word counts (0..1, float32) by its position among the words of content."""
    found = np.where(position < FIRST, 1.0, LATER) * np.where(of_place, PLACE, 1.0)
    return found.astype(np.float32)
