"""Copies of the same wording found without comparing every pair."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from forum.themes.language import fold, tokens
from forum.themes.records import Opinion
from forum.themes.texts.columns import Lists, Pieces
from forum.themes.words.manners import LEAST_WORDS, MOST_WORDS, one_slip, span
from forum.themes.words.stopwords import NEGATIONS

GRAM = 4  # characters per shingle: short enough for a typo, long enough to mean something
HASHES = 24  # 8 bands of 3: copies at Jaccard 0.75 are met in 99 of 100 cases
BAND = 3
AGREEING = 13  # of 24 hashes; at Jaccard 0.75 fewer agree in 1 of 100 pairs, at 0.8 in none
EARLIEST = 6  # wordings of one band a later one is weighed against, then
NEAREST = 8  # of all bands together it is compared with: copies of copies add nothing
READ = 4000  # characters of a text that are compared; longer posts are told apart by then
SHORTEST = 20  # characters below which only the same wording is a copy
BLOCK = 4_000  # wordings hashed at a time
PAIRS = 50_000  # pairs compared at a time
PLACES = 29  # bits of a row's number where pairs are packed into one integer: 500 million rows
FOLDED_NEGATIONS = frozenset(fold(word) for word in NEGATIONS)
NUMBER = re.compile(r"\d+")
HALVES = 4  # earlier texts with the same half a later one is compared with
SLIP = 1.0  # a slip counts after every pair found alike
STEP = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, odd
MULTIPLIER = np.uint32(0x01000193)  # of the rolling hash (FNV's prime), modulo 2**32


def copies(opinions: Sequence[Opinion], similarity: float) -> dict[int, int]:
    """Map each copy's id to its representative's, the lowest id of that wording.

    Texts are copies when they are equal without accents, case, punctuation, greeting and thanks,
    when one word of them differs by a slip of the finger, or when the Jaccard similarity of their
    character 4-grams reaches `similarity` (0..1); and they agree in numbers and negations.
    Candidates come from MinHash bands (Broder 1997) and from equal halves; a copy is always
    compared with the representative itself, so chains do not drift.
    """
    ordered = sorted(opinions, key=lambda o: o.id)
    ids = [opinion.id for opinion in ordered]
    found = rows(Pieces([opinion.text for opinion in ordered]), similarity)
    return {ids[row]: ids[original] for row, original in found.items()}


def rows(pieces: Pieces, similarity: float) -> dict[int, int]:
    """The same by row: each copy's row and the row of its representative, an earlier one."""
    wordings = _Wordings(pieces)
    first_with = wordings.first_with()
    different = np.flatnonzero(first_with < 0)
    near: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for one, other, alike in _alike(wordings, different, similarity):
        near[other].append((-alike, one))
    for one, other in _slipped(wordings, different):
        near[other].append((SLIP, one))
    found: dict[int, int] = {}
    for row in sorted(near):
        original = next((one for _, one in sorted(near[row]) if one not in found), None)
        if original is not None:
            found[row] = original
    for row in np.flatnonzero(first_with >= 0).tolist():
        first = int(first_with[row])
        found[row] = found.get(first, first)
    return dict(sorted(found.items()))


class _Wordings:
    """What texts say without accents, case, punctuation and manners, as rows of word numbers."""

    def __init__(self, pieces: Pieces) -> None:
        words = Lists(tokens(fold(piece)) for piece in pieces.distinct)
        self.words = words.distinct
        self.ids, self.start = words.of(pieces)
        self._leave_manners()
        telling = [w in FOLDED_NEGATIONS or bool(NUMBER.search(w)) for w in self.words]
        self._telling = np.asarray(telling, bool)
        letters = np.asarray([len(word) + 1 for word in self.words], np.int64)
        total = np.concatenate([[0], np.cumsum(letters[self.ids] if len(letters) else [])])
        self.lengths = total[self.start[1:]] - total[self.start[:-1]] - 1

    def _leave_manners(self) -> None:
        low, high = self.start[:-1].copy(), self.start[1:].copy()
        for row, size in enumerate((high - low).tolist()):
            before, end = span(self.text(row), size)
            if end - before < size:
                low[row], high[row] = low[row] + before, low[row] + end
        kept = np.repeat(low, high - low) + _running(high - low)
        self.ids, self.start = self.ids[kept], np.concatenate([[0], np.cumsum(high - low)])

    def first_with(self) -> np.ndarray:
        """For each row the first with the same wording, -1 for the first itself."""
        found = np.full(len(self.start) - 1, -1, np.int64)
        met: dict[bytes, int] = {}
        bounds = self.start.tolist()
        for row, (low, high) in enumerate(pairwise(bounds)):
            if low < high:
                first = met.setdefault(self.ids[low:high].tobytes(), row)
                if first != row:
                    found[row] = first
        return found

    def words_of(self, row: int) -> list[str]:
        """The words of a row."""
        ids = self.ids[self.start[row] : self.start[row + 1]].tolist()
        return list(map(self.words.__getitem__, ids))

    def halves(self, rows_: np.ndarray, half: int) -> np.ndarray:
        """A hash of the first or the second half of each row's words (uint64)."""
        low, high = self.start[rows_], self.start[rows_ + 1]
        middle = low + (high - low) // 2
        low, size = (low, middle - low) if half == 0 else (middle, high - middle)
        place = np.repeat(low, size) + _running(size)
        mixed = _spread(self.ids[place].astype(np.uint64) + _running(size).astype(np.uint64) * STEP)
        total = np.add.reduceat(mixed, np.cumsum(size) - size) if len(size) else size
        return _spread(total.astype(np.uint64) + (high - self.start[rows_]).astype(np.uint64))

    def one_apart(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Which pairs of rows have as many words, and differ in one of them."""
        size = self.start[one + 1] - self.start[one]
        same = size == self.start[other + 1] - self.start[other]
        pair = np.flatnonzero(same)
        run, row = _running(size[pair]), np.repeat(pair, size[pair])
        apart = self.ids[self.start[one][row] + run] != self.ids[self.start[other][row] + run]
        found: np.ndarray = same & (np.bincount(row[apart], minlength=len(one)) == 1)
        return found

    def text(self, row: int) -> str:
        """The wording as one string."""
        return " ".join(self.words_of(row))

    def one_sense(self, row: int, other: int) -> bool:
        """Numbers and negations agree: "a 30-as" is not "a 31-es", "kell" not "nem kell"."""
        return self._sense(row) == self._sense(other)

    def _sense(self, row: int) -> tuple[list[str], frozenset[str]]:
        words = self.ids[self.start[row] : self.start[row + 1]]
        telling = [self.words[i] for i in words[self._telling[words]].tolist()]
        return NUMBER.findall(" ".join(telling)), FOLDED_NEGATIONS.intersection(telling)

    def shingles(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(hashes of the 4-grams of these rows, where each row begins); repeats stay."""
        texts = [f" {self.text(row)[:READ]} " for row in chosen.tolist()]
        lengths = np.asarray([len(text) for text in texts]) - GRAM + 1
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        start = np.concatenate([[0], np.cumsum(lengths + GRAM - 1)])
        inside = np.ones(len(codes), bool)
        for back in range(1, GRAM):
            inside[start[1:] - back] = False
        return _mixed(codes)[inside[: len(codes) - GRAM + 1]], np.cumsum([0, *lengths])


def _running(sizes: np.ndarray) -> np.ndarray:
    """0, 1, … for each of these sizes, one after the other."""
    begin = np.cumsum(sizes) - sizes
    found: np.ndarray = np.arange(sizes.sum()) - np.repeat(begin, sizes)
    return found


def _mixed(codes: np.ndarray) -> np.ndarray:
    """A well spread hash (uint32) of each window of four characters."""
    size = len(codes) - GRAM + 1
    value = np.zeros(size, np.uint32)
    for offset in range(GRAM):
        value = value * MULTIPLIER + codes[offset : size + offset]
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):  # MurmurHash3's finaliser
        value ^= value >> np.uint32(shift)
        value *= np.uint32(factor)
    value ^= value >> np.uint32(16)
    return value


def _alike(
    wordings: _Wordings, chosen: np.ndarray, similarity: float
) -> Iterator[tuple[int, int, float]]:
    """(earlier row, later row, Jaccard similarity) of pairs that are alike and of one sense."""
    chosen = chosen[wordings.lengths[chosen] >= SHORTEST]
    one, other = _candidates(_signatures(wordings, chosen))
    if not len(one):
        return
    used = np.unique(np.concatenate([one, other]))
    first, second = np.searchsorted(used, one), np.searchsorted(used, other)
    table = _shingle_table(wordings, chosen[used])
    size = np.diff(table.indptr)
    for low in range(0, len(one), PAIRS):
        left, right = first[low : low + PAIRS], second[low : low + PAIRS]
        common = np.diff(table[left].multiply(table[right]).tocsr().indptr)
        alike = common / (size[left] + size[right] - common)
        near = alike >= similarity
        earlier, later = chosen[used[left[near]]].tolist(), chosen[used[right[near]]].tolist()
        for row, next_row, value in zip(earlier, later, alike[near].tolist(), strict=True):
            if wordings.one_sense(row, next_row):
                yield row, next_row, value


def _slipped(wordings: _Wordings, chosen: np.ndarray) -> Iterator[tuple[int, int]]:
    """(earlier row, later row) of pairs that differ by one slip of the finger.

    One wrong word leaves the first or the second half of a text as it was.
    """
    size = np.diff(wordings.start)[chosen]
    chosen = chosen[(size >= LEAST_WORDS) & (size <= MOST_WORDS)]
    for half in (0, 1):
        for one, other in _sharing(wordings.halves(chosen, half), HALVES):
            for low in range(0, len(one), PAIRS):
                left, right = chosen[one[low : low + PAIRS]], chosen[other[low : low + PAIRS]]
                apart = wordings.one_apart(left, right)
                for pair in zip(left[apart].tolist(), right[apart].tolist(), strict=True):
                    if one_slip(*map(wordings.words_of, pair)):
                        yield pair


def _shingle_table(wordings: _Wordings, chosen: np.ndarray) -> sp.csr_matrix:
    """Which shingles each row has (rows x 2**31 - 1, 1 where it has)."""
    values, start = wordings.shingles(chosen)
    place = np.minimum(values >> np.uint32(1), np.uint32(2**31 - 2)).astype(np.int32)
    ones = np.ones(len(values), np.int8)
    found = sp.csr_matrix((ones, place, start), shape=(len(chosen), 2**31 - 1))
    found.sum_duplicates()
    return found


def _signatures(wordings: _Wordings, chosen: np.ndarray) -> np.ndarray:
    """The least value of each hash function over a row's shingles (rows x HASHES, uint32)."""
    steps = np.arange(1, HASHES + 1, dtype=np.uint32)
    scale, shift = steps * np.uint32(0x9E3779B0) + np.uint32(1), steps * np.uint32(0x7F4A7C15)
    found = np.zeros((len(chosen), HASHES), np.uint32)
    for low in range(0, len(chosen), BLOCK):
        values, start = wordings.shingles(chosen[low : low + BLOCK])
        for number in range(HASHES):
            hashed = values * scale[number] + shift[number]
            found[low : low + BLOCK, number] = np.minimum.reduceat(hashed, start[:-1])
    return found


def _candidates(signatures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(earlier, later) rows that share a band and agree in enough hashes, the nearest of each."""
    size, found = len(signatures), [np.zeros(0, np.int64)]
    for band in range(0, HASHES, BAND):
        key = np.zeros(size, np.uint64)
        for values in signatures[:, band : band + BAND].T:
            key = _spread(key ^ values)
        for one, other in _sharing(key, EARLIEST):
            for low in range(0, len(one), PAIRS):
                left, right = one[low : low + PAIRS], other[low : low + PAIRS]
                same = (signatures[left] == signatures[right]).sum(axis=1)
                key = (right << (PLACES + 5)) + ((HASHES - same) << PLACES) + left
                found.append(key[same >= AGREEING])
    key = np.sort(np.concatenate(found))
    key = key[np.diff(key, prepend=-1) > 0]
    later = key >> (PLACES + 5)
    nth = np.arange(len(key)) - np.searchsorted(later, later)
    return key[nth < NEAREST] & ((1 << PLACES) - 1), later[nth < NEAREST]


def _sharing(key: np.ndarray, first: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pairs (earlier, later) of rows with equal keys: each with the first few of its group."""
    order = np.argsort(key, kind="stable")
    new = np.ones(len(order), bool)
    new[1:] = key[order[1:]] != key[order[:-1]]
    begin = np.flatnonzero(new)[np.cumsum(new) - 1]
    place = np.arange(len(order))
    for nth in range(first):
        later = place[place > begin + nth]
        yield order[begin[later] + nth], order[later]


def _spread(values: np.ndarray) -> np.ndarray:
    """Well mixed numbers (uint64): one multiplication and one shift."""
    mixed = values * STEP
    found: np.ndarray = mixed ^ (mixed >> np.uint64(29))
    return found


def jaccard(one: np.ndarray, other: np.ndarray) -> float:
    """Jaccard similarity (0..1) of two sorted arrays without repeats."""
    if not len(one) or not len(other):
        return 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)


def likeness(one: str, other: str) -> float:
    """Jaccard similarity (0..1) of two texts' character 4-grams, blind to accents and case."""
    return jaccard(_shingles(one), _shingles(other))


def _shingles(text: str) -> np.ndarray:
    wording = f" {' '.join(tokens(fold(text)))[:READ]} "
    codes = np.frombuffer(wording.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.unique(_mixed(codes)) if len(codes) >= GRAM else np.zeros(0, np.uint32)
