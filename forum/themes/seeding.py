"""Evidence from the words people gave a theme: its name, seed words and description."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.sparse as sp

from . import lexicon
from .language import Language, terms
from .matching import COMPOUND, EXACT, Matcher, matcher
from .records import Theme

DESCRIPTION = 0.3  # a description explains; it was not chosen word by word
NAME_PART = 0.7  # one word of a name of several
FIELD = 0.6  # a neighbour of several seeds says less than a seed
FIELD_SEEDS = 2  # seeds of a theme that must lie in a field before it speaks for the theme
FIELD_FULL = 3  # and from which it speaks as clearly as it can
_GENERIC = """
program programok programja programjai klub kör foglalkozás foglalkozások közösségi városi ügyek
szolgáltatások fejlesztése programmes programs events activities and und és
"""
GENERIC = frozenset(_GENERIC.split())  # words of a name that any theme could have


@dataclass(frozen=True)
class Seeds:
    """The prepared seed words of a list of themes, ready to be matched with any vocabulary."""

    own: Matcher  # the words people gave
    kin: Matcher  # their neighbours in the fields of the lexicon
    phrases: tuple[tuple[int, tuple[str, ...]], ...]  # (column, terms that must all occur)
    parts: Matcher  # the terms of the phrases, each a column of its own

    def match(self, vocabulary: Sequence[str]) -> np.ndarray:
        """How strongly each term speaks for each theme (terms x themes, 0..1).

        A neighbour is only heard where no word of any theme itself is near.
        """
        own = self.own.match(vocabulary)
        silent = own.max(axis=1, initial=0) == 0
        found: np.ndarray = np.where(silent[:, None], self.kin.match(vocabulary), own)
        return found

    def phrase_hits(self, table: sp.csr_matrix, vocabulary: Sequence[str]) -> np.ndarray:
        """Which documents hold every word of which phrase (documents x phrases, 0 or 1)."""
        near = self.parts.match(vocabulary) >= COMPOUND
        held = np.asarray(table @ near.astype(np.float32)) > 0
        column = {part: i for i, part in enumerate(self.parts.words)}
        hits = np.ones((table.shape[0], len(self.phrases)), np.float32)
        for number, (_, parts) in enumerate(self.phrases):
            hits[:, number] = held[:, [column[part] for part in parts]].all(axis=1)
        return hits


def prepare(themes: Sequence[Theme], languages: tuple[Language, ...]) -> Seeds:
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
    own = matcher(len(themes), shared)
    kin = matcher(len(themes), _neighbours(len(themes), words, languages))
    in_phrases = sorted({part for _, phrase in phrases for part in phrase})
    return Seeds(own, kin, tuple(sorted(phrases)), _each(in_phrases))


def _sources(theme: Theme) -> list[tuple[str, float]]:
    """Each seed with its weight; the words of the name count singly and as a phrase."""
    parts = theme.name.split()
    singles = [(p, NAME_PART if len(parts) > 1 else EXACT) for p in parts if p not in GENERIC]
    described = [(part, DESCRIPTION) for part in theme.description.split()]
    return [(seed, EXACT) for seed in theme.seeds] + [(theme.name, EXACT)] + singles + described


def _neighbours(
    themes: int, words: Mapping[str, Mapping[int, float]], languages: tuple[Language, ...]
) -> dict[str, dict[int, float]]:
    """The other words of the fields in which themes have seeds, shared out by their number."""
    chosen = [seed for seed in sorted(words) if max(words[seed].values()) > DESCRIPTION]
    given = np.zeros((len(chosen), themes), np.float32)
    for row, seed in enumerate(chosen):
        for column, weight in words[seed].items():
            given[row, column] = weight > DESCRIPTION
    lying = _lying(chosen, languages) @ given
    lying[lying < FIELD_SEEDS] = 0
    share = lying / np.maximum(lying.sum(axis=1, keepdims=True), 1)
    strength = FIELD * share * np.minimum(1, lying / FIELD_FULL) ** 0.5
    found: dict[str, dict[int, float]] = {}
    for word, places in _fields(languages).words.items():
        heard = strength[list(places)].max(axis=0)
        if word not in words and heard.any():
            found[word] = {int(c): float(heard[c]) for c in np.flatnonzero(heard)}
    return found


def _lying(seeds: Sequence[str], languages: tuple[Language, ...]) -> np.ndarray:
    """Which seeds are, or hold, a word of which field (fields x seeds, 0 or 1)."""
    known = _fields(languages)
    vocabulary = list(known.words)
    held = _each(seeds).match(vocabulary)
    lies = known.match(seeds).T >= COMPOUND
    for row, word in enumerate(vocabulary):
        for place in known.words[word]:
            lies[place] |= held[row] >= COMPOUND
    found: np.ndarray = lies.astype(np.float32)
    return found


def _each(words: Sequence[str]) -> Matcher:
    """These words, each speaking for a column of its own."""
    return matcher(len(words), {word: {i: EXACT} for i, word in enumerate(words)})


@cache
def _fields(languages: tuple[Language, ...]) -> Matcher:
    """The terms of the fields' words, each speaking for its fields."""
    words: dict[str, dict[int, float]] = defaultdict(dict)
    for language in languages:
        for place, field in enumerate(lexicon.fields(language)):
            for term in terms(" ".join(field), language):
                words[term][place] = EXACT
    return matcher(len(lexicon.fields("hu")), words)
