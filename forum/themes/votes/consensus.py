"""What every group would agree on: group-informed consensus, exactly as Polis publishes it."""

from __future__ import annotations

import numpy as np

from forum.themes.votes.clusters import Labels
from forum.themes.votes.matrix import Floats, VoteMatrix


def group_informed(matrix: VoteMatrix, labels: Labels) -> Floats:
    """Return each statement's consensus (S, 0..1): the product over groups of (agree+1)/(seen+2).

    `labels` tells each person's group (P), -1 for none. Without any group everybody is one. A
    statement scores high only when every group agrees, however small the group is (Small et al.
    2021, "group-informed consensus"; passing counts as seen).
    """
    groups = sorted(set(labels[labels >= 0].tolist()))
    flags = [labels == group for group in groups] or [np.ones(len(labels), dtype=np.bool_)]
    product = np.ones(matrix.shape[1])
    for among in flags:
        tally = matrix.tally(among)
        product *= (tally.agrees + 1) / (tally.seen + 2)
    return product
