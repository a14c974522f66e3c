"""How interesting a statement is to show next: the extremity the published priority asks for.

The priority itself is `forum.opinions.draw.weight`, where it is used: what is drawn must not wait
for an analysis, so the counts are those of the moment and only the extremity is kept.
"""

from __future__ import annotations

import numpy as np

from forum.themes.votes.matrix import Floats, VoteMatrix
from forum.themes.votes.projection import DIGITS


def extremities(matrix: VoteMatrix, loadings: Floats) -> Floats:
    """Return how far from the middle of the map a lone agreement with each statement puts one (S).

    |1 - mean| * |loading| * sqrt(S), as production Polis projects statements ("comment-extremity").
    """
    length = np.sqrt(np.square(loadings).sum(axis=1))
    away: Floats = (1 - matrix.means()) * length * np.sqrt(max(1, matrix.shape[1]))
    return np.round(away, DIGITS)
