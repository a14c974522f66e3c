"""How interesting a statement is to show next: the extremity the published priority asks for.

The priority itself is `forum.opinions.draw.weight`, where it is used: what is drawn must not wait
for an analysis, so the counts are those of the moment and only the extremity is kept.
"""

from __future__ import annotations

import numpy as np

from forum.opinions.draw import weight

from .groups import Grouping
from .matrix import Floats, VoteMatrix
from .projection import DIGITS


def extremities(matrix: VoteMatrix, loadings: Floats) -> Floats:
    """Return how far from the middle of the map a lone agreement with each statement puts one (S).

    |1 - mean| * |loading| * sqrt(S), as production Polis projects statements ("comment-extremity").
    """
    length = np.sqrt(np.square(loadings).sum(axis=1))
    away: Floats = (1 - matrix.means()) * length * np.sqrt(max(1, matrix.shape[1]))
    return np.round(away, DIGITS)


def priorities(matrix: VoteMatrix, grouping: Grouping) -> Floats:
    """Return every statement's priority in the draw (S)."""
    tally, far = matrix.tally(), extremities(matrix, grouping.loadings)
    return np.array(
        [
            weight(int(a), int(p), int(s), float(e))
            for a, p, s, e in zip(tally.agrees, tally.passes, tally.seen, far, strict=True)
        ]
    )
