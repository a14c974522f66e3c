"""Many texts read as columns of numbers: each distinct piece of text is understood only once."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp

from forum.themes.language import (
    HEAD,
    LANGUAGES,
    NO_DOUBT,
    Language,
    fold,
    language_of,
    marks,
    parts,
    stem,
)
from forum.themes.sorting.facets import Rows
from forum.themes.texts import stress
from forum.themes.texts.features import MOST_TERMS, Space, Vocabulary

KEPT_ROWS = 60_000  # texts up to which vectors are kept: a hundred megabytes
BLOCK = 20_000  # rows whose words are unfolded at a time: a few megabytes, whatever the total


class Pieces:
    """Texts cut at white space: the distinct pieces, and which of them each text is made of.

    White space ends every word, so what is known of a piece (its words, its language marks)
    holds wherever it stands. `ids` are the pieces of all texts one after the other (int32),
    `start` where each text begins in it (texts + 1).
    """

    def __init__(self, texts: Sequence[str]) -> None:
        index: defaultdict[str, int] = defaultdict()
        index.default_factory = index.__len__
        ids, counts = array("i"), array("q", [0])
        for text in texts:
            pieces = text.split()
            ids.extend(map(index.__getitem__, pieces))
            counts.append(len(pieces))
        self.texts = texts
        self.distinct = list(index)
        self.ids = np.frombuffer(ids, np.int32) if ids else np.zeros(0, np.int32)
        self.start = np.cumsum(np.frombuffer(counts, np.int64))

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, rows: np.ndarray) -> Pieces:
        """These texts only, in this order; the list of distinct pieces stays shared."""
        part = object.__new__(Pieces)
        part.texts, part.distinct = [self.texts[row] for row in rows.tolist()], self.distinct
        part.ids, part.start = unfold(rows, self.start, self.ids)
        return part


def unfold(
    numbers: np.ndarray, start: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(the lists with these numbers one after the other, where each begins).

    List k is `values[start[k]:start[k + 1]]`.
    """
    counts = start[numbers + 1] - start[numbers]
    begin = np.concatenate([[0], np.cumsum(counts)])
    place = np.repeat(start[numbers] - begin[:-1], counts) + np.arange(begin[-1])
    return values[place], begin


class Lists:
    """For each distinct piece a short list of numbered things, such as its words."""

    def __init__(self, lists: Iterable[Sequence[str]]) -> None:
        index: defaultdict[str, int] = defaultdict()
        index.default_factory = index.__len__
        ids, start = array("i"), array("q", [0])
        for things in lists:
            ids.extend(map(index.__getitem__, things))
            start.append(len(ids))
        self.distinct = list(index)
        self.ids = np.frombuffer(ids, np.int32) if ids else np.zeros(0, np.int32)
        self.start = np.frombuffer(start, np.int64)

    def of(self, pieces: Pieces) -> tuple[np.ndarray, np.ndarray]:
        """(ids, start): the things of each text, in reading order."""
        found, start, done = [np.zeros(0, np.int32)], [np.zeros(1, np.int64)], 0
        for first in range(0, len(pieces), BLOCK):
            bounds = pieces.start[first : first + BLOCK + 1]
            things, begin = unfold(pieces.ids[bounds[0] : bounds[-1]], self.start, self.ids)
            found.append(things)
            start.append(begin[bounds[1:] - bounds[0]] + done)
            done += len(things)
        return np.concatenate(found), np.concatenate(start)


class Texts:
    """Texts with their languages, words, terms and counts, computed once.

    `table` counts terms (texts x vocabulary, float32, columns in the order of the vocabulary).
    `written[firsts[k]]` is the form in which the term of the table's k-th number was first
    written in that text, `stress[k]` (0..1) how far it tells what the text is about. `sizes` is how many words of content each text has.
    """

    def __init__(self, texts: Sequence[str] | Pieces) -> None:
        self.pieces = texts if isinstance(texts, Pieces) else Pieces(texts)
        self.tongues = _tongues(self.pieces)
        words = Lists(map(parts, self.pieces.distinct))
        self.written = words.distinct
        ids, start = words.of(self.pieces)
        tongue = np.repeat(self.tongues, np.diff(start))
        known, lookup = _terms(self.written, ids, tongue)
        kept = lookup[tongue, ids] >= 0
        self._words, self._terms = ids[kept], lookup[tongue[kept], ids[kept]]
        self._start = np.concatenate([[0], np.cumsum(kept)])[start]
        self._names = known
        self.sizes = np.diff(self._start)
        self._kept: tuple[Space, sp.csr_matrix] | None = None
        self._count()

    def _count(self) -> None:
        """The table of counts and the vocabulary in alphabetical order."""
        row = np.repeat(np.arange(len(self.sizes)), self.sizes)
        read = np.arange(len(row)) - self._start[row] < MOST_TERMS
        used = np.unique(self._terms[read])
        order = sorted(used.tolist(), key=self._names.__getitem__)
        place = np.zeros(len(self._names) + 1, np.int64)
        place[order] = np.arange(len(order))
        self.vocabulary = Vocabulary([self._names[i] for i in order])
        self.table, first = self._blocks(row, place, read)
        self.firsts = self._words[first]
        self.stress = self._stress(row[first], first)

    def _blocks(
        self, row: np.ndarray, place: np.ndarray, read: np.ndarray
    ) -> tuple[sp.csr_matrix, np.ndarray]:
        """(counts, where among all words each term first stands), block after block."""
        width, size = max(1, len(self.vocabulary)), len(self.sizes)
        columns, counts, firsts, lengths = [], [], [], []
        for first in range(0, max(size, 1), BLOCK):
            low, high = self._start[first], self._start[min(first + BLOCK, size)]
            chosen = np.arange(low, high)[read[low:high]]
            key = (row[chosen] - first) * width + place[self._terms[chosen]]
            found, begin, times = np.unique(key, return_index=True, return_counts=True)
            columns.append((found % width).astype(np.int32))
            counts.append(times.astype(np.float32))
            firsts.append(chosen[begin])
            lengths.append(np.bincount(found // width, minlength=min(BLOCK, size - first)))
        pointer = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
        shape = (size, len(self.vocabulary))
        parts_ = (np.concatenate(counts), np.concatenate(columns), pointer)
        return sp.csr_matrix(parts_, shape=shape), np.concatenate(firsts)

    def _stress(self, row: np.ndarray, first: np.ndarray) -> np.ndarray:
        """How far the words at `first` of these rows tell what the text is about."""
        words = np.fromiter(map(len, self.written), np.int32, len(self.written))
        terms = np.fromiter(map(len, self._names), np.int32, len(self._names))
        word, term = self._words[first], self._terms[first]
        place = stress.of_place(self.written)[word] & (words[word] > terms[term])
        hungarian = self.tongues[row] == LANGUAGES.index("hu")
        return stress.stress(first - self._start[row], place & hungarian)

    def __len__(self) -> int:
        return len(self.pieces)

    @cached_property
    def languages(self) -> list[Language]:
        """The language of each text."""
        return [LANGUAGES[number] for number in self.tongues.tolist()]

    @cached_property
    def words(self) -> list[list[tuple[str, str]]]:
        """Pairs (word as written, its term) of every text, in reading order."""
        return [self.pairs(row) for row in range(len(self))]

    def pairs(self, row: int) -> list[tuple[str, str]]:
        """Pairs (word as written, its term) of one text, in reading order."""
        span = slice(self._start[row], self._start[row + 1])
        words, names = self._words[span].tolist(), self._terms[span].tolist()
        return [(self.written[w], self._names[t]) for w, t in zip(words, names, strict=True)]

    def vectors(self, space: Space, rows: np.ndarray | None = None) -> sp.csr_matrix:
        """All texts, or these rows, as unit vectors of a space; kept where they are not many."""
        if self._kept is None and len(self) <= KEPT_ROWS:
            self._kept = (space, space.weigh(self.table, self.vocabulary))
        if self._kept is not None and self._kept[0] is space:
            return self._kept[1] if rows is None else self._kept[1][rows]
        return space.weigh(self.table if rows is None else self.table[rows], self.vocabulary)

    def rows(self, space: Space) -> Rows:
        """The texts as numbers of this space."""
        return Rows(self.table, self.vocabulary, self.vectors(space), self.stress)

    def parts(self, size: int) -> Iterator[Texts]:
        """The texts in blocks of this many; they share the vocabulary."""
        if len(self) <= size:
            yield self
            return
        for first in range(0, len(self), size):
            rows = np.arange(first, min(first + size, len(self)))
            part = self._of(rows)
            if self._kept is not None:
                part._kept = (self._kept[0], self._kept[1][rows])
            yield part

    def take(self, rows: np.ndarray) -> Texts:
        """These texts alone, as if no others had been read."""
        part = self._of(rows)
        used, place = np.unique(part.table.indices, return_inverse=True)
        values = (part.table.data, place.astype(np.int32), part.table.indptr)
        part.vocabulary = Vocabulary([self.vocabulary[i] for i in used.tolist()])
        part.table = sp.csr_matrix(values, shape=(len(rows), len(used)))
        return part

    def _of(self, rows: np.ndarray) -> Texts:
        part = object.__new__(Texts)
        part.pieces, part.tongues = self.pieces.take(rows), self.tongues[rows]
        part.sizes = self.sizes[rows]
        part.written, part._names, part.vocabulary = self.written, self._names, self.vocabulary
        part._words, part._start = unfold(rows, self._start, self._words)
        part._terms, _ = unfold(rows, self._start, self._terms)
        part.table = self.table[rows]
        part.firsts, _ = unfold(rows, self.table.indptr, self.firsts)
        part.stress, _ = unfold(rows, self.table.indptr, self.stress)
        part._kept = None
        return part


def _tongues(pieces: Pieces) -> np.ndarray:
    """The number of each text's language in LANGUAGES (int8)."""
    if not len(pieces.ids):
        return np.zeros(len(pieces), np.int8)
    worth = np.asarray([marks(piece) for piece in pieces.distinct], np.float32)
    ones = np.ones(len(pieces.ids), np.float32)
    shape = (len(pieces), len(worth))
    points: Any = sp.csr_matrix((ones, pieces.ids, pieces.start), shape=shape) @ worth
    points[:, 0] += NO_DOUBT
    found: np.ndarray = points.argmax(axis=1).astype(np.int8)
    for row, text in enumerate(pieces.texts):
        if len(text) > HEAD:
            found[row] = LANGUAGES.index(language_of(text))
    return found


def _terms(
    written: Sequence[str], ids: np.ndarray, tongue: np.ndarray
) -> tuple[list[str], np.ndarray]:
    """(distinct terms, which of them a word is in each language: languages x words, -1 for none)."""
    met = np.zeros((len(LANGUAGES), len(written)), bool)
    met[tongue, ids] = True
    lookup = np.full(met.shape, -1, np.int32)
    index: dict[str, int] = {}
    for number, word in np.argwhere(met).tolist():
        found = stem(fold(written[word]), LANGUAGES[number])
        if found and not found.isdigit():
            lookup[number, word] = index.setdefault(found, len(index))
    return list(index), lookup
