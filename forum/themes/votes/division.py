"""Whether the two sides of a statement are also apart elsewhere: what tells camps from a coin."""

from __future__ import annotations

import numpy as np
from scipy.stats import f as f_distribution
from scipy.stats import rankdata

from forum.themes.votes.heldout import HeldOut
from forum.themes.votes.matrix import PASS, Floats, VoteMatrix

#: People on either side needed before their places are compared.
LEAST_PER_SIDE = 5


def ties(matrix: VoteMatrix, held: HeldOut) -> dict[int, float]:
    """Return, by statement id, the chance that its sides stand so far apart on the map by luck.

    The side people took is regressed on the ranks of their two places on a map made without that
    statement, and tested by F (Fisher 1925): small for statements that go with other statements,
    evenly spread for those answered by coin. 1.0 where too few took either side. Ranks, because a
    person who saw little may stand far out.
    """
    chances = {int(number): 1.0 for number in matrix.opinions}
    begins = np.searchsorted(matrix.column, np.arange(matrix.shape[1] + 1))
    for statement, number in enumerate(matrix.opinions):
        cells = slice(begins[statement], begins[statement + 1])
        row, value = matrix.row[cells], matrix.value[cells]
        fold = held.fold[statement]
        sided = (value != PASS) & held.placed[fold][row]
        took = value[sided].astype(np.float64)
        if min((took > 0).sum(), (took < 0).sum()) >= LEAST_PER_SIDE:
            chances[int(number)] = _chance(held.points[fold][row[sided]], took)
    return chances


def _chance(points: Floats, took: Floats) -> float:
    """Return the p value of the regression of sides (n) on ranked places (n x 2)."""
    ranks = rankdata(points, axis=0)
    ranks -= ranks.mean(axis=0)
    side = took - took.mean()
    basis = np.linalg.svd(ranks, full_matrices=False)
    kept = basis.U[:, basis.S > 1e-9]
    rank = kept.shape[1]
    free = len(took) - rank - 1
    explained = float(np.square(kept.T @ side).sum() / np.square(side).sum())
    if rank == 0 or free < 1:
        return 1.0
    ratio = (explained / rank) / max((1 - explained) / free, 1e-12)
    return float(f_distribution.sf(ratio, rank, free))
