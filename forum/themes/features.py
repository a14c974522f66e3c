"""Texts as sparse vectors: whole words and the character n-grams of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.sparse as sp

from .records import Settings

NGRAMS = (3, 4, 5)  # character n-grams inside word borders: compounds, suffixes, typos
FRONT = 7  # letters of a term that are read: endings that stayed on a stem say nothing
LARGE = 5000  # texts from which n-grams seen fewer than five times are left out
MOST_TERMS = 2000  # terms read of one text: a 100,000-character post stays cheap


@lru_cache(maxsize=100_000)
def ngrams(term: str) -> tuple[str, ...]:
    """The character 3- to 5-grams of the front of a term, its borders marked by spaces."""
    padded = f" {term[:FRONT]} "
    found = [padded[i : i + n] for n in NGRAMS for i in range(len(padded) - n + 1)]
    return tuple(found)


def counts(documents: Sequence[Sequence[str]]) -> tuple[sp.csr_matrix, list[str]]:
    """Document-by-term counts and the sorted distinct terms of these documents."""
    counted = [Counter(document[:MOST_TERMS]) for document in documents]
    vocabulary = sorted({term for document in counted for term in document})
    index = {term: i for i, term in enumerate(vocabulary)}
    return _matrix(([(index[t], n) for t, n in d.items()] for d in counted), len(index)), vocabulary


def _matrix(rows: Iterable[list[tuple[int, int]]], width: int) -> sp.csr_matrix:
    indices: list[int] = []
    data: list[int] = []
    pointer = [0]
    for row in rows:
        row.sort()
        indices.extend(column for column, _ in row)
        data.extend(value for _, value in row)
        pointer.append(len(indices))
    parts = (np.asarray(data, np.float32), np.asarray(indices, np.int32), np.asarray(pointer))
    return sp.csr_matrix(parts, shape=(len(pointer) - 1, width), dtype=np.float32)


def ngram_counts(vocabulary: Sequence[str], index: dict[str, int]) -> sp.csr_matrix:
    """Term-by-n-gram counts for the n-grams the index knows."""
    rows = (
        list(Counter(index[g] for g in ngrams(term) if g in index).items()) for term in vocabulary
    )
    return _matrix(rows, len(index))


def normalise(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """The rows scaled in place to Euclidean length 1; empty rows stay empty."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    length[length == 0] = 1
    matrix.data /= np.repeat(length, np.diff(matrix.indptr)).astype(np.float32)
    return matrix


def _weigh(matrix: sp.csr_matrix, idf: np.ndarray, share: float) -> sp.csr_matrix:
    matrix.data = ((1 + np.log(matrix.data)) * idf[matrix.indices]).astype(np.float32)
    matrix = normalise(matrix)
    matrix.data *= np.float32(share**0.5)
    return matrix


@dataclass(frozen=True)
class Space:
    """The fitted vector space: what each word and n-gram is worth, frozen until the next fit."""

    words: dict[str, int]
    word_idf: np.ndarray
    grams: dict[str, int]
    gram_idf: np.ndarray
    word_share: float

    def transform(self, documents: Sequence[Sequence[str]]) -> sp.csr_matrix:
        """Rows of length 1 (documents x words + n-grams), float32."""
        table, vocabulary = counts(documents)
        return self.weigh(table, vocabulary)

    def weigh(self, table: sp.csr_matrix, vocabulary: Sequence[str]) -> sp.csr_matrix:
        """The same from document-by-term counts."""
        known = _matrix(
            ([(self.words[t], 1)] if t in self.words else [] for t in vocabulary), len(self.words)
        )
        words = _weigh((table @ known).tocsr(), self.word_idf, self.word_share)
        grams = (table @ ngram_counts(vocabulary, self.grams)).tocsr()
        grams.sort_indices()
        grams = _weigh(grams, self.gram_idf, 1 - self.word_share)
        return normalise(sp.hstack([words, grams], format="csr", dtype=np.float32))


def fit(table: sp.csr_matrix, vocabulary: Sequence[str], settings: Settings) -> Space:
    """The vector space of these documents (smoothed idf as in scikit-learn's TfidfTransformer)."""
    size = table.shape[0]
    least = 5 if size >= LARGE else 2 if size > 20 else 1
    seen = np.bincount(table.indices, minlength=len(vocabulary))
    spread: Counter[str] = Counter()
    for term, documents in zip(vocabulary, seen, strict=True):
        for gram in set(ngrams(term)):
            spread[gram] += int(documents)
    grams = {gram: i for i, gram in enumerate(sorted(g for g, n in spread.items() if n >= least))}
    in_documents = (table @ ngram_counts(vocabulary, grams)).tocsr()
    gram_seen = np.bincount(in_documents.indices, minlength=len(grams))
    words = {term: i for i, term in enumerate(vocabulary)}
    return Space(words, _idf(seen, size), grams, _idf(gram_seen, size), settings.word_share)


def _idf(seen: np.ndarray, size: int) -> np.ndarray:
    found: np.ndarray = (np.log((1 + size) / (1 + seen)) + 1).astype(np.float32)
    return found
