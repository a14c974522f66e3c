"""What texts are about: the fields of the lexicon their words lie in, alone or in a compound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.sparse as sp

from forum.themes.language import Language, terms
from forum.themes.texts.features import normalise, remember
from forum.themes.words import lexicon

WHOLE = 1.0
END = 0.8  # a Hungarian or German compound is a kind of its last part
FRONT = 0.7  # its first part says what it has to do with
KIN = 0.5  # another word of the same root
PART_LETTERS = 4  # a shorter word would be heard inside unrelated ones; 5 or 6 lose compounds
ROOT_LETTERS = 6
COMMON = 0.3  # added to the rarity of a field: one that all texts touch still says a little
TELLING = 3.0  # a field that one text in twenty (e to this power) touches speaks at full strength


@dataclass(frozen=True)
class Concepts:
    """The terms of the lexicon in some languages, each with the numbers of its fields."""

    fields: int
    places: Mapping[str, tuple[int, ...]]  # empty for plain words, which speak for nothing
    roots: Mapping[str, str]  # first letters -> the shortest term that begins with them

    def known(self, term: str) -> tuple[str, float]:
        """The term of the lexicon this one is, holds or is kin to, and how nearly (0..1)."""
        if term in self.places:
            return term, WHOLE
        if term.isdigit():
            return "", 0.0
        cuts = range(1, len(term) - PART_LETTERS + 1)
        for cut in cuts:
            if self.places.get(term[cut:]):
                return term[cut:], END
        for cut in cuts:
            if self.places.get(term[:-cut]):
                return term[:-cut], FRONT
        root = self.roots.get(term[:ROOT_LETTERS], "") if len(term) >= ROOT_LETTERS else ""
        return root, KIN if root else 0.0

    def about(self, vocabulary: Sequence[str]) -> sp.csr_matrix:
        """How far each term lies in each field (terms x fields); a row adds up to at most 1.

        A word of several meanings is shared out among its fields.
        """
        return remember(vocabulary, self, "about", lambda: self._about(vocabulary))

    def _about(self, vocabulary: Sequence[str]) -> sp.csr_matrix:
        indices: list[int] = []
        data: list[float] = []
        start = [0]
        for term in vocabulary:
            word, strength = self.known(term)
            places = self.places.get(word, ())
            indices.extend(places)
            data.extend(strength / len(places) for _ in places)
            start.append(len(indices))
        parts = (np.asarray(data, np.float32), np.asarray(indices, np.int32), np.asarray(start))
        return sp.csr_matrix(parts, shape=(len(vocabulary), self.fields))


@cache
def concepts(languages: tuple[Language, ...]) -> Concepts:
    """The lexicon as terms of these languages."""
    places: dict[str, set[int]] = defaultdict(set)
    for language in languages:
        for place, field in enumerate(_fields(language)):
            for term in field:
                places[term].add(place)
        for term in _plain(language):
            places[term] |= set()
    roots: dict[str, str] = {}
    for word in sorted(places, key=lambda word: (len(word), word)):
        if len(word) >= ROOT_LETTERS and places[word]:
            roots.setdefault(word[:ROOT_LETTERS], word)
    found = {word: tuple(sorted(there)) for word, there in sorted(places.items())}
    return Concepts(len(lexicon.families()), found, roots)


@cache
def _fields(language: Language) -> list[list[str]]:
    return [terms(" ".join(field), language) for field in lexicon.fields(language)]


@cache
def _plain(language: Language) -> list[str]:
    return terms(" ".join(lexicon.plain(language)), language)


@dataclass(frozen=True)
class Meaning:
    """The lexicon fitted to a collection: how rare each field is in it."""

    concepts: Concepts
    rarity: np.ndarray  # fields, as the idf of words
    worth: np.ndarray  # fields, 0..1: what all texts are about tells none of them apart

    def rows(self, told: sp.csr_matrix, vocabulary: Sequence[str]) -> sp.csr_matrix:
        """The fields of each text (texts x fields), rows of length 1 or 0, float32.

        `told` is how far each term tells what each text is about (texts x vocabulary, 0..1).
        """
        found = (told @ self.concepts.about(vocabulary)).tocsr()
        found.sort_indices()
        found.data *= self.rarity[found.indices]
        return normalise(found)


def fit(
    table: sp.csr_matrix, vocabulary: Sequence[str], languages: tuple[Language, ...]
) -> Meaning:
    """How rare the fields are in these texts (texts x vocabulary, counts)."""
    known = concepts(languages)
    touched = (table.sign() @ known.about(vocabulary)).tocsr()
    seen = np.bincount(touched.indices, minlength=known.fields)
    rarity = np.log((1 + table.shape[0]) / (1 + seen))
    worth = np.clip(rarity / TELLING, 0, 1).astype(np.float32)
    return Meaning(known, (rarity + COMMON).astype(np.float32), worth)
