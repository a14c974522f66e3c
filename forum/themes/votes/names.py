"""Group letters that survive: who was A stays A while most of the people are the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from string import ascii_uppercase

import numpy as np
from scipy.optimize import linear_sum_assignment

#: Share of all people in either group that must be in both, to be called the same group.
SAME = 0.3


def overlaps(first: Sequence[Collection[int]], second: Sequence[Collection[int]]) -> np.ndarray:
    """Return the overlap (0..1, Jaccard 1901) of every group of `first` with every of `second`."""
    shares = np.zeros((len(first), len(second)))
    for i, one in enumerate(set(group) for group in first):
        for j, other in enumerate(second):
            both = len(one.intersection(other))
            shares[i, j] = both / max(1, len(one) + len(other) - both)
    return shares


def match(
    first: Sequence[Collection[int]], second: Sequence[Collection[int]]
) -> dict[int, tuple[int, float]]:
    """Return, for groups of `first`, (group of `second`, overlap): the best pairing altogether.

    Each is used once; Hungarian algorithm (Kuhn 1955, Munkres 1957).
    """
    if not first or not second:
        return {}
    shares = np.round(overlaps(first, second), 9)
    rows, columns = linear_sum_assignment(-shares)
    return {int(i): (int(j), float(shares[i, j])) for i, j in zip(rows, columns, strict=True)}


def letters(
    groups: Sequence[Collection[int]], before: Mapping[str, Collection[int]] | None = None
) -> list[str]:
    """Return a letter for each group of people.

    A group keeps the letter of the group `before` that it matches by at least SAME; the others,
    the largest first (of equals the one with the lowest id), get letters that were not in use.
    """
    former = dict(sorted((before or {}).items()))
    names, known = list(former), match(groups, list(former.values()))
    given = {i: names[j] for i, (j, share) in known.items() if share >= SAME}
    free = [letter for letter in ascii_uppercase if letter not in former]
    free += [letter for letter in ascii_uppercase if letter not in {*free, *given.values()}]
    order = sorted(range(len(groups)), key=lambda i: (-len(groups[i]), min(groups[i], default=0)))
    for i in order:
        if i not in given:
            given[i] = free.pop(0)
    return [given[i] for i in range(len(groups))]
