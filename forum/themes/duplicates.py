"""Copies of the same wording found without comparing every pair."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .language import fold, tokens
from .records import Opinion
from .stopwords import NEGATIONS

GRAM = 4  # characters per shingle: short enough for a typo, long enough to mean something
HASHES = 24  # 8 bands of 3: copies at Jaccard 0.75 are met in 99 of 100 cases
BAND = 3
READ = 4000  # characters of a text that are compared; longer posts are told apart by then
SHORTEST = 20  # characters below which only the same wording is a copy
MODULUS = np.uint64((1 << 31) - 1)
FOLDED_NEGATIONS = frozenset(fold(word) for word in NEGATIONS)
NUMBER = re.compile(r"\d+")


@dataclass
class _Found:
    """The representatives met so far, reachable by wording and by band."""

    by_wording: dict[str, int] = field(default_factory=dict)
    by_band: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))


def copies(opinions: Sequence[Opinion], similarity: float) -> dict[int, int]:
    """Map each copy's id to its representative's, the lowest id of that wording.

    Texts are copies when they are equal without accents, case and punctuation, or when the
    Jaccard similarity of their character 4-grams reaches `similarity` (0..1) and they agree in
    numbers and negations. Candidates come from MinHash bands (Broder 1997); a copy is always
    compared with the representative itself, so chains do not drift.
    """
    ordered = sorted(opinions, key=lambda o: o.id)
    wordings = [" ".join(tokens(fold(o.text))) for o in ordered]
    shingles = [_shingles(wording) for wording in wordings]
    signatures = _bands(shingles)
    found, result = _Found(), {}
    for row, opinion in enumerate(ordered):
        original = found.by_wording.get(wordings[row]) if wordings[row] else None
        if original is None and len(wordings[row]) >= SHORTEST:
            original = _near(row, found, signatures, shingles, wordings, similarity)
        if original is not None:
            result[opinion.id] = ordered[original].id
            continue
        found.by_wording[wordings[row]] = row
        if len(wordings[row]) >= SHORTEST:
            for band, value in enumerate(signatures[row]):
                found.by_band[band, int(value)].append(row)
    return result


def _near(
    row: int,
    found: _Found,
    signatures: np.ndarray,
    shingles: Sequence[np.ndarray],
    wordings: Sequence[str],
    similarity: float,
) -> int | None:
    met = {
        other
        for band, value in enumerate(signatures[row])
        for other in found.by_band.get((band, int(value)), ())
    }
    scored = [(-jaccard(shingles[row], shingles[other]), other) for other in met]
    for negative, other in sorted(scored):
        if -negative < similarity:
            return None
        if _same_sense(wordings[row], wordings[other]):
            return other
    return None


def _same_sense(one: str, other: str) -> bool:
    """Numbers and negations carry the sense: "a 30-as" is not "a 31-es", "kell" not "nem kell"."""
    if NUMBER.findall(one) != NUMBER.findall(other):
        return False
    return FOLDED_NEGATIONS & set(one.split()) == FOLDED_NEGATIONS & set(other.split())


def jaccard(one: np.ndarray, other: np.ndarray) -> float:
    """Jaccard similarity (0..1) of two sorted arrays without repeats."""
    if not len(one) or not len(other):
        return 0.0
    if min(len(one), len(other)) < 0.5 * max(len(one), len(other)):
        return min(len(one), len(other)) / max(len(one), len(other))
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)


def _shingles(wording: str) -> np.ndarray:
    codes = np.frombuffer(
        f" {wording[:READ]} ".encode("utf-32-le", "surrogatepass"), np.uint32
    ).astype(np.uint64)
    if len(codes) < GRAM:
        return np.zeros(0, np.uint64)
    value = np.zeros(len(codes) - GRAM + 1, np.uint64)
    for offset in range(GRAM):
        value = (value * np.uint64(1_000_003) + codes[offset : len(value) + offset]) % MODULUS
    return np.unique(value)


def _bands(shingles: Sequence[np.ndarray]) -> np.ndarray:
    """One number per text and band (texts x bands) from MinHash with fixed multipliers."""
    steps = np.arange(1, HASHES + 1, dtype=np.uint64)
    scale, shift = (
        steps * np.uint64(740_083_921) % MODULUS,
        steps * np.uint64(987_654_319) % MODULUS,
    )
    minima = np.zeros((len(shingles), HASHES), np.uint64)
    for row, values in enumerate(shingles):
        if len(values):
            minima[row] = ((values[:, None] * scale + shift) % MODULUS).min(axis=0)
    grouped = minima.reshape(len(shingles), HASHES // BAND, BAND)
    mixed = np.zeros(grouped.shape[:2], np.uint64)
    for part in range(BAND):
        mixed = (mixed * np.uint64(998_244_353) + grouped[:, :, part]) % MODULUS
    return mixed


def likeness(one: str, other: str) -> float:
    """Jaccard similarity (0..1) of two texts' character 4-grams, blind to accents and case."""
    first, second = (_shingles(" ".join(tokens(fold(text)))) for text in (one, other))
    return jaccard(first, second)
