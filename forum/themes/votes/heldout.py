"""Places and groups of people found without the statement they are asked about.

Groups are made of the votes, so testing whether they differ on the same votes finds differences
in pure noise (Polis's rule calls over two fifths of coin-flip cells representative). Here the
statements are dealt into folds; for each fold the map and the groups are made from all other
statements only (cross-fitting; Chernozhukov et al. 2018), and statements of the fold are tested
with those. A statement that has nothing to do with the others is then called so rightly. Groups
that hardly change from fold to fold are also those worth telling of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forum.themes.votes.clusters import Labels, agreement, cluster
from forum.themes.votes.matrix import Flags, Floats, VoteMatrix
from forum.themes.votes.names import match
from forum.themes.votes.projection import components, on_the_map, place

#: Folds: nine tenths of the statements are left to find the groups with.
FOLDS = 10


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Which fold statements are in (S), and per fold (F) places (P x 2) and who has one (P)."""

    fold: npt.NDArray[np.intp]
    points: tuple[Floats, ...]
    placed: tuple[Flags, ...]


def hold_out(matrix: VoteMatrix) -> HeldOut:
    """Make the map once without each fold of the statements."""
    statements = matrix.shape[1]
    folds = max(1, min(FOLDS, statements))
    fold = np.arange(statements) % folds
    votes, people = matrix.centred(), on_the_map(matrix)
    points, placed = [], []
    for number in range(folds):
        kept = fold != number
        seen = np.bincount(matrix.row[kept[matrix.column]], minlength=matrix.shape[0])
        rest = votes[:, np.flatnonzero(kept)]
        loadings, _variances = components(rest)
        points.append(place(rest, loadings, seen))
        placed.append(people & (seen > 0))
    return HeldOut(fold, tuple(points), tuple(placed))


def refind(held: HeldOut, labels: Labels, k: int) -> tuple[Labels, ...]:
    """Find k groups on each map (F times P, -1 for none), numbered as the groups of `labels`."""
    return tuple(
        _refound(points, placed, labels, k)
        for points, placed in zip(held.points, held.placed, strict=True)
    )


def _refound(points: Floats, placed: Flags, labels: Labels, k: int) -> Labels:
    renamed = np.full_like(labels, -1)
    again = cluster(points[placed], k, least=1)
    if again is None:
        return renamed
    found = np.full_like(labels, -1)
    found[placed] = again.labels
    for number, (known, _share) in match(_people(found, k), _people(labels, k)).items():
        renamed[found == number] = known
    return renamed


def _people(labels: Labels, k: int) -> list[set[int]]:
    return [set(np.flatnonzero(labels == group).tolist()) for group in range(k)]


def stability(labels: Labels, refound: tuple[Labels, ...]) -> float:
    """Return how alike groups (P) are to those found without a fold: 1 the same, 0 by chance."""
    alike = []
    for again in refound:
        both = (labels >= 0) & (again >= 0)
        alike.append(agreement(labels[both], again[both]) if both.any() else 0.0)
    return round(float(np.mean(alike)), 6) if alike else 0.0
