"""When a term counts as a seed, a compound of it, or its kin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forum.themes.texts.features import remember

EXACT, COMPOUND, KIN, SHORTER = 1.0, 0.8, 0.6, 0.5  # measured in the study cited in the docs
COMPOUND_LETTERS = 4  # a shorter seed would match inside unrelated words
KIN_LETTERS = 6
SHORTER_LETTERS = 5  # "hely" is no sign of "helytörténet"
ONE_COMMON = 3  # letters two words must share before they are compared at all


@dataclass(frozen=True)
class Matcher:
    """Words that speak for columns (themes, or fields), ready to be compared with any term."""

    columns: int
    words: Mapping[str, Mapping[int, float]]  # term -> column -> weight
    heads: Mapping[str, Sequence[str]]  # the words by their first letters
    tails: Mapping[str, Sequence[str]]  # and by their last

    def match(self, vocabulary: Sequence[str]) -> np.ndarray:
        """How strongly each term speaks for each column (terms x columns, 0..1).

        Not to be written into: texts with the same vocabulary share the answer.
        """
        return remember(vocabulary, self, "match", lambda: self._match(vocabulary))

    def _match(self, vocabulary: Sequence[str]) -> np.ndarray:
        found = np.zeros((len(vocabulary), self.columns), np.float32)
        for row, term in enumerate(vocabulary):
            if term.isdigit():
                continue
            near = {
                *self.heads.get(term[:ONE_COMMON], ()),
                *self.tails.get(term[-ONE_COMMON:], ()),
            }
            for word in near:
                strength = likeness(term, word)
                if strength:
                    for column, weight in self.words[word].items():
                        found[row, column] = max(found[row, column], strength * weight)
        return found


def matcher(columns: int, words: Mapping[str, Mapping[int, float]]) -> Matcher:
    """A matcher of these words."""
    heads: dict[str, list[str]] = defaultdict(list)
    tails: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        heads[word[:ONE_COMMON]].append(word)
        tails[word[-ONE_COMMON:]].append(word)
    return Matcher(columns, dict(words), dict(heads), dict(tails))


def likeness(term: str, seed: str) -> float:
    """How far a term is the seed, a compound of it, or its kin (0..1)."""
    if term == seed:
        return EXACT
    if len(seed) >= COMPOUND_LETTERS and (term.startswith(seed) or term.endswith(seed)):
        return COMPOUND
    if len(term) >= KIN_LETTERS and term[:KIN_LETTERS] == seed[:KIN_LETTERS]:
        return KIN
    if len(term) >= SHORTER_LETTERS and seed.startswith(term) and len(term) > 0.6 * len(seed):
        return SHORTER
    return 0.0
