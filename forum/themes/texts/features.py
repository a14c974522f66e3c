"""Texts as sparse vectors: whole words and the character n-grams of words."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import scipy.sparse as sp

from forum.themes.records import Settings

Kept = TypeVar("Kept")

NGRAMS = (3, 4, 5)  # character n-grams inside word borders: compounds, suffixes, typos
FRONT = 7  # letters of a term that are read: endings that stayed on a stem say nothing
LARGE = 5000  # texts from which n-grams seen fewer than five times are left out
MOST_TERMS = 2000  # terms read of one text: a 100,000-character post stays cheap
FEW = 4  # a product reads all features only when it has a quarter as many numbers to read them for
ROWS = 10_000  # rows whose n-grams are unfolded at a time


class Vocabulary(list[str]):
    """Sorted distinct terms, with what was already worked out about each of them.

    Many blocks of texts share one vocabulary; `remember` keeps the answer of the first.
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        super().__init__(terms)
        self._known: dict[Hashable, tuple[object, Any]] = {}

    def remember(self, whose: object, what: str, find: Callable[[], Kept]) -> Kept:
        """`find()`, or what it gave before for the same owner (compared by identity)."""
        key = (id(whose), what)
        if key not in self._known:
            self._known[key] = (whose, find())
        found: Kept = self._known[key][1]
        return found


def remember(vocabulary: Sequence[str], whose: object, what: str, find: Callable[[], Kept]) -> Kept:
    """`Vocabulary.remember` where there is one; a plain list remembers nothing."""
    known = vocabulary.remember if isinstance(vocabulary, Vocabulary) else None
    return known(whose, what, find) if known else find()


def ngrams(term: str) -> list[str]:
    """The character 3- to 5-grams of the front of a term, its borders marked by spaces."""
    padded = f" {term[:FRONT]} "
    return [padded[i : i + n] for n in NGRAMS for i in range(len(padded) - n + 1)]


def counts(documents: Sequence[Sequence[str]]) -> tuple[sp.csr_matrix, Vocabulary]:
    """Document-by-term counts and the sorted distinct terms of these documents."""
    counted = [Counter(document[:MOST_TERMS]) for document in documents]
    vocabulary = Vocabulary(sorted({term for document in counted for term in document}))
    index = {term: i for i, term in enumerate(vocabulary)}
    indices, data, pointer = array("i"), array("f"), [0]
    for document in counted:
        for column, times in sorted((index[term], n) for term, n in document.items()):
            indices.append(column)
            data.append(times)
        pointer.append(len(indices))
    return _csr(data, indices, np.asarray(pointer), len(index)), vocabulary


def _csr(data: array[float], indices: array[int], start: np.ndarray, width: int) -> sp.csr_matrix:
    values = (np.asarray(data, np.float32), np.asarray(indices, np.int32), start)
    return sp.csr_matrix(values, shape=(len(start) - 1, width))


def normalise(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """The rows scaled in place to Euclidean length 1; empty rows stay empty."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    length = np.sqrt(np.bincount(row, matrix.data * matrix.data, matrix.shape[0]))
    length[length == 0] = 1
    matrix.data /= length[row].astype(np.float32)
    return matrix


def against(vectors: sp.csr_matrix, dense: np.ndarray) -> np.ndarray:
    """The product of each row with each dense row (vectors' rows x dense rows), float32.

    A few texts have few of the features: then only these columns are read. The sums are formed
    in the same order either way, so a text alone gets what it gets among others.
    """
    if FEW * vectors.nnz >= dense.shape[1]:
        return np.asarray(vectors @ dense.T)
    if vectors.shape[0] == 1:
        there = np.ascontiguousarray(dense[:, vectors.indices].T)
        found: np.ndarray = (there * vectors.data[:, None]).sum(axis=0, keepdims=True)
        return found
    used, place = np.unique(vectors.indices, return_inverse=True)
    parts = (vectors.data, place.astype(np.int32), vectors.indptr)
    small = sp.csr_matrix(parts, shape=(vectors.shape[0], len(used)))
    return np.asarray(small @ np.ascontiguousarray(dense[:, used].T))


@dataclass(frozen=True)
class Space:
    """The fitted vector space: what each word and n-gram is worth, frozen until the next fit."""

    words: dict[str, int]
    word_idf: np.ndarray
    grams: dict[str, int]
    gram_idf: np.ndarray
    word_share: float

    @cached_property
    def _idf(self) -> np.ndarray:
        return np.concatenate([self.word_idf, self.gram_idf])

    @cached_property
    def _kinds(self) -> np.ndarray:
        """Which features are words and which n-grams (features x 2, 1 where it is)."""
        words = np.arange(len(self._idf)) < len(self.words)
        return np.stack([words, ~words], axis=1).astype(np.float32)

    def transform(self, documents: Sequence[Sequence[str]]) -> sp.csr_matrix:
        """Rows of length 1 (documents x words + n-grams), float32."""
        table, vocabulary = counts(documents)
        return self.weigh(table, vocabulary)

    def weigh(self, table: sp.csr_matrix, vocabulary: Sequence[str]) -> sp.csr_matrix:
        """The same from document-by-term counts."""
        found = (table @ self.features_of(vocabulary)).tocsr()
        found.sort_indices()
        found.data = (1 + np.log(found.data)) * self._idf[found.indices]
        return self._scaled(found)

    def _scaled(self, rows: sp.csr_matrix) -> sp.csr_matrix:
        """Words and n-grams brought to their shares of a length of 1; in place."""
        squared = sp.csr_matrix((rows.data * rows.data, rows.indices, rows.indptr), rows.shape)
        squares = np.asarray(squared @ self._kinds)
        share = (squares > 0) * np.asarray([self.word_share, 1 - self.word_share])
        whole = np.maximum(share.sum(axis=1, keepdims=True), 1e-12)
        scale = np.sqrt(share / whole / np.where(squares > 0, squares, 1)).astype(np.float32)
        row = np.repeat(2 * np.arange(rows.shape[0], dtype=np.int32), np.diff(rows.indptr))
        rows.data *= scale.ravel()[row + (rows.indices >= len(self.words))]
        return rows

    def features_of(self, vocabulary: Sequence[str]) -> sp.csr_matrix:
        """The word and the n-grams each term has in this space (terms x words + n-grams)."""
        return remember(vocabulary, self, "features", lambda: self._features_of(vocabulary))

    def _features_of(self, vocabulary: Sequence[str]) -> sp.csr_matrix:
        indices, start = array("i"), array("q", [0])
        words, grams, shift = self.words, self.grams, len(self.words)
        for term in vocabulary:
            if term in words:
                indices.append(words[term])
            indices.extend([shift + grams[gram] for gram in ngrams(term) if gram in grams])
            start.append(len(indices))
        ones = np.ones(len(indices), np.float32)
        parts = (ones, np.asarray(indices, np.int32), np.asarray(start, np.int64))
        return sp.csr_matrix(parts, shape=(len(vocabulary), shift + len(grams)))


def fit(table: sp.csr_matrix, vocabulary: Sequence[str], settings: Settings) -> Space:
    """The vector space of these documents (smoothed idf as in scikit-learn's TfidfTransformer)."""
    size = table.shape[0]
    least = 5 if size >= LARGE else 2 if size > 20 else 1
    seen = np.bincount(table.indices, minlength=len(vocabulary))
    spread: Counter[str] = Counter()
    for term, documents in zip(vocabulary, seen.tolist(), strict=True):
        for gram in set(ngrams(term)):
            spread[gram] += documents
    grams = {gram: i for i, gram in enumerate(sorted(g for g, n in spread.items() if n >= least))}
    words = {term: i for i, term in enumerate(vocabulary)}
    nothing = np.zeros(0, np.float32)
    bare = Space({}, nothing, grams, nothing, settings.word_share)
    gram_seen = _spread(table, bare._features_of(vocabulary))
    return Space(words, _idf(seen, size), grams, _idf(gram_seen, size), settings.word_share)


def _spread(table: sp.csr_matrix, features: sp.csr_matrix) -> np.ndarray:
    """In how many documents each feature occurs."""
    found = np.zeros(features.shape[1], np.int64)
    for first in range(0, table.shape[0], ROWS):
        part = table[first : first + ROWS] @ features
        found += np.bincount(part.indices, minlength=len(found))
    return found


def _idf(seen: np.ndarray, size: int) -> np.ndarray:
    found: np.ndarray = (np.log((1 + size) / (1 + seen)) + 1).astype(np.float32)
    return found
