"""A text read through the texts most like it, so that one decision also speaks for its kin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

REFERENCES = 1000  # texts, evenly taken, that stand for all: as good as all of 1,570
NEAREST = 25  # of them each text is read through; 10 were worse, 40 the same
SELF = 0.999  # a text is not its own neighbour
CHUNK = 2000  # rows compared at once, which bounds the memory


@dataclass(frozen=True)
class References:
    """The texts others are compared with (texts x features, rows of length 1)."""

    vectors: sp.csr_matrix

    def shares(self, rows: sp.csr_matrix) -> sp.csr_matrix:
        """How far each row is like which references (rows x references); rows add up to 1 or 0."""
        turned = self.vectors.T.tocsr()
        parts = [_nearest(rows[i : i + CHUNK] @ turned) for i in range(0, rows.shape[0], CHUNK)]
        if not parts:
            return sp.csr_matrix((0, self.vectors.shape[0]), dtype=np.float32)
        return sp.vstack(parts, format="csr")


def choose(rows: sp.csr_matrix) -> References:
    """Evenly taken rows, at most REFERENCES of them."""
    step = max(1, -(-rows.shape[0] // REFERENCES))
    return References(rows[::step].tocsr())


def _nearest(likeness: sp.csr_matrix) -> sp.csr_matrix:
    close = np.asarray(likeness.todense(), np.float32)
    close[close > SELF] = 0
    if close.shape[1] > NEAREST:
        least = -np.partition(-close, NEAREST - 1, axis=1)[:, NEAREST - 1 : NEAREST]
        close[close < least] = 0
    total = close.sum(axis=1, keepdims=True)
    total[total == 0] = 1
    return sp.csr_matrix(close / total)
