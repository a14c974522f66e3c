"""Scores evened out among like texts: what neighbours are about, a doubtful text is too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from forum.themes.sorting import neighbours
from forum.themes.sorting.neighbours import References

FEWEST = 500  # texts: neighbours of fewer are too unlike to tell (measured: no gain at 300)
MOST = 6000  # and of more the centres know as much; a comparison costs a tenth of a millisecond
SHARE = 0.4  # of a score are its neighbours'; 0.2 and 0.6 gain two thirds of it
ROUNDS = 5  # after which the scores no longer move


@dataclass(frozen=True)
class Smoother:
    """Texts that stand for all, and the scores around each (references x themes)."""

    references: References
    around: np.ndarray

    def even(self, scores: np.ndarray, rows: sp.csr_matrix) -> np.ndarray:
        """The scores (texts x themes) drawn towards those of the nearest references."""
        shares = self.references.shares(rows)
        alone = np.asarray(shares.sum(axis=1)) == 0
        found: np.ndarray = (1 - SHARE) * scores + SHARE * (shares @ self.around)
        return np.where(alone, scores, found).astype(np.float32)


def fit(scores: np.ndarray, rows: sp.csr_matrix) -> Smoother | None:
    """Label propagation (Zhou and others 2004) through references; None for few or very many.

    `scores` is texts x themes, `rows` the texts as vectors of length 1.
    """
    if not FEWEST <= rows.shape[0] <= MOST:
        return None
    references = neighbours.choose(rows)
    shares = references.shares(rows)
    back = shares.T.tocsr()
    whole = np.maximum(np.asarray(back.sum(axis=1)), 1e-9)
    even = scores
    for _ in range(ROUNDS):
        even = (1 - SHARE) * scores + SHARE * (shares @ ((back @ even) / whole))
    return Smoother(references, np.asarray((back @ even) / whole, np.float32))
