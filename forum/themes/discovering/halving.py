"""Whether the opinions of a theme have two centres, clearly apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from forum.themes.discovering import clustering
from forum.themes.records import Settings

SMALLEST = 16  # opinions of a theme below which two halves are chance
SMALLER_SHARE = 0.2  # of the theme that the smaller half must hold
APART = 0.25  # likeness between the halves, beside that within them, from which they are one
READ = 400  # opinions of a theme that are looked at, evenly chosen
SHUFFLES = 9  # of the features among the opinions: none may part as clearly
COMMON = 0.25  # features of more texts are drawn one by one: too few free places to try at random


@dataclass(frozen=True)
class Halves:
    """The rows of the two halves; `likeness` is theirs between beside that within (small: apart)."""

    smaller: np.ndarray
    larger: np.ndarray
    likeness: float


def halves(
    space: sp.csr_matrix, concepts: clustering.Concepts, settings: Settings
) -> Halves | None:
    """The two halves of these texts, or None when they belong together.

    Two texts of different halves must be much less like each other than two of the same half, and
    less so than when every feature is shuffled among the texts (a permutation null).
    """
    if space.shape[0] < SMALLEST:
        return None
    least = max(settings.proposal_minimum, int(np.ceil(SMALLER_SHARE * space.shape[0])))
    groups = clustering.group(space, concepts, 2, least)
    if groups.max() < 1:
        return None
    likeness = apart(space, groups)
    if likeness > APART or not _beats_chance(space, concepts, likeness, settings.seed):
        return None
    rows = [np.flatnonzero(groups == number) for number in (0, 1)]
    one, other = sorted(rows, key=lambda r: (len(r), r.tolist()))
    return Halves(one, other, likeness)


def apart(part: sp.csr_matrix, groups: np.ndarray) -> float:
    """Mean likeness of texts of two groups beside that of texts of one (0: nothing in common)."""
    sizes = [int((groups == number).sum()) for number in (0, 1)]
    totals = [np.asarray(part[groups == number].sum(axis=0)).ravel() for number in (0, 1)]
    between = float(totals[0] @ totals[1]) / (sizes[0] * sizes[1])
    within = [
        (float(total @ total) - size) / max(1, size * (size - 1))
        for total, size in zip(totals, sizes, strict=True)
    ]
    mean = max(float(np.sqrt(max(within[0], 0) * max(within[1], 0))), 1e-6)
    return round(between / mean, clustering.EXACT)


def _beats_chance(
    part: sp.csr_matrix, concepts: clustering.Concepts, likeness: float, seed: int
) -> bool:
    draw = np.random.default_rng(seed)
    for _ in range(SHUFFLES):
        mixed, fields = _shuffled(part, draw), [_shuffled(c, draw) for c in concepts]
        groups = clustering.group(mixed, fields, 2)
        if groups.max() >= 1 and apart(mixed, groups) <= likeness:
            return False
    return True


def _shuffled(part: sp.csr_matrix, draw: np.random.Generator) -> sp.csr_matrix:
    """Every feature given to other texts, as often and as strongly as it was there."""
    columns, size = part.tocsc(copy=True), part.shape[0]
    often = np.diff(columns.indptr)
    rows = draw.integers(size, size=columns.nnz)
    for column in np.flatnonzero(often > COMMON * size):
        start, end = columns.indptr[column : column + 2]
        rows[start:end] = draw.choice(size, end - start, replace=False)
    column_of = np.repeat(np.arange(len(often)), often)
    while (twice := _repeated(column_of * size + rows)).any():
        rows[twice] = draw.integers(size, size=int(twice.sum()))
    columns.indices[:] = rows
    columns.has_sorted_indices = False
    return columns.tocsr()


def _repeated(places: np.ndarray) -> np.ndarray:
    """Which of these numbers stood there before."""
    order = np.argsort(places, kind="stable")
    repeated = np.zeros(len(places), bool)
    repeated[order[1:]] = places[order[1:]] == places[order[:-1]]
    return repeated
