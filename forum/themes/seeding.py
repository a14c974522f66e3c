"""Evidence from the words people gave a theme: its name, seed words and description."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .language import Language, terms
from .records import Theme

EXACT, COMPOUND, KIN, SHORTER = 1.0, 0.8, 0.6, 0.5  # measured in the study cited in the docs
COMPOUND_LETTERS = 4  # a shorter seed would match inside unrelated words
KIN_LETTERS = 6
SHORTER_LETTERS = 5  # "hely" is no sign of "helytörténet"
DESCRIPTION = 0.3  # a description explains; it was not chosen word by word
NAME_PART = 0.7  # one word of a name of several
_GENERIC = """
program programok programja programjai klub kör foglalkozás foglalkozások közösségi városi ügyek
szolgáltatások fejlesztése programmes programs events activities and und és
"""
GENERIC = frozenset(_GENERIC.split())  # words of a name that any theme could have
ONE_COMMON = 3  # letters two words must share before they are compared at all


@dataclass(frozen=True)
class Seeds:
    """The prepared seed words of a list of themes, ready to be matched with any vocabulary."""

    themes: int
    words: dict[str, dict[int, float]]  # term -> column of theme -> weight
    phrases: tuple[tuple[int, tuple[str, ...]], ...]  # (column, terms that must all occur)
    heads: dict[str, list[str]]  # the seeds by their first letters
    tails: dict[str, list[str]]  # and by their last

    def match(self, vocabulary: Sequence[str]) -> np.ndarray:
        """How strongly each term speaks for each theme (terms x themes, 0..1)."""
        found = np.zeros((len(vocabulary), self.themes), np.float32)
        for row, term in enumerate(vocabulary):
            if term.isdigit():
                continue
            near = {
                *self.heads.get(term[:ONE_COMMON], ()),
                *self.tails.get(term[-ONE_COMMON:], ()),
            }
            for seed in near:
                strength = likeness(term, seed)
                if strength:
                    for column, weight in self.words[seed].items():
                        found[row, column] = max(found[row, column], strength * weight)
        return found

    def phrase_hits(self, table: sp.csr_matrix, vocabulary: Sequence[str]) -> np.ndarray:
        """Which documents hold every word of which phrase (documents x phrases, 0 or 1)."""
        hits = np.ones((table.shape[0], len(self.phrases)), np.float32)
        columns: dict[str, np.ndarray] = {}
        for number, (_, parts) in enumerate(self.phrases):
            for part in parts:
                if part not in columns:
                    kin = [i for i, t in enumerate(vocabulary) if likeness(t, part) >= COMPOUND]
                    columns[part] = np.asarray(table[:, kin].sum(axis=1)).ravel() > 0
                hits[:, number] *= columns[part]
        return hits


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


def prepare(themes: Sequence[Theme], languages: Sequence[Language]) -> Seeds:
    """The seeds of these themes as terms of every language the opinions are written in.

    A seed shared by n themes counts 1/sqrt(n) for each: it tells less.
    """
    words: dict[str, dict[int, float]] = defaultdict(dict)
    phrases: set[tuple[int, tuple[str, ...]]] = set()
    for column, theme in enumerate(themes):
        for text, weight in _sources(theme):
            for language in languages:
                parts = tuple(dict.fromkeys(terms(text, language)))
                if len(parts) > 1 and weight > DESCRIPTION:
                    phrases.add((column, parts))
                else:
                    for part in parts:
                        words[part][column] = max(words[part].get(column, 0.0), weight)
    shared = {
        seed: {column: weight / len(columns) ** 0.5 for column, weight in columns.items()}
        for seed, columns in words.items()
    }
    heads: dict[str, list[str]] = defaultdict(list)
    tails: dict[str, list[str]] = defaultdict(list)
    for seed in sorted(shared):
        heads[seed[:ONE_COMMON]].append(seed)
        tails[seed[-ONE_COMMON:]].append(seed)
    return Seeds(len(themes), shared, tuple(sorted(phrases)), heads, tails)


def _sources(theme: Theme) -> list[tuple[str, float]]:
    """Each seed with its weight; the words of the name count singly and as a phrase."""
    parts = theme.name.split()
    singles = [(p, NAME_PART if len(parts) > 1 else EXACT) for p in parts if p not in GENERIC]
    described = [(part, DESCRIPTION) for part in theme.description.split()]
    return [(seed, EXACT) for seed in theme.seeds] + [(theme.name, EXACT)] + singles + described
