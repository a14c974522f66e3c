"""k-means on a map of people, from fixed starts: the same points give the same groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forum.themes.votes.matrix import Floats

Labels = npt.NDArray[np.intp]
#: Rounds until the groups stand still; on two dimensions they do after five to thirty.
ROUNDS = 60
#: Groups are told apart at most this finely: more could not be told to residents (as in Polis).
MOST_GROUPS = 5
#: Fewer people than this could be recognised, and nothing said of them would be more than chance.
LEAST_PEOPLE = 5
#: A group is at least this share of the people on the map.
LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Clustering:
    """Each person's group (P, 0..k-1), and the sum of squared distances from the centres."""

    labels: Labels
    inertia: float


def least_size(people: int) -> float:
    """Return the smallest size a group may have among so many people."""
    return max(LEAST_PEOPLE, LEAST_SHARE * people)


def cluster(points: Floats, k: int, least: float | None = None) -> Clustering | None:
    """Split P x 2 points into k groups, or None when one would have fewer people than `least`.

    `least` is least_size(P) unless it is given. Lloyd (1982) from three fixed starts: slices along either axis, and points far from each other
    (Gonzalez 1985); the tightest result counts. Groups are numbered from left to right.
    """
    least = least_size(len(points)) if least is None else least
    if len(points) < k * max(1, least):
        return None
    found = [_settle(points, start) for start in _starts(points, k)]
    best = min(found, key=lambda c: round(c.inertia, 6))
    sizes = np.bincount(best.labels, minlength=k)
    return best if sizes.min() >= least else None


def _starts(points: Floats, k: int) -> list[Floats]:
    slices = [
        np.array([points[part].mean(axis=0) for part in np.array_split(order, k)])
        for order in (np.argsort(points[:, axis], kind="stable") for axis in (0, 1))
    ]
    chosen = [int(np.argmax(np.square(points - points.mean(axis=0)).sum(axis=1)))]
    while len(chosen) < k:
        chosen.append(int(np.argmax(_squares(points, points[chosen]).min(axis=1))))
    return [*slices, points[chosen]]


def _squares(points: Floats, centres: Floats) -> Floats:
    """Return the squared distances of points (P x 2) from centres (k x 2), P x k."""
    across, along = (np.square(points[:, [axis]] - centres[:, axis]) for axis in (0, 1))
    return np.asarray(across + along, dtype=np.float64)


def _settle(points: Floats, start: Floats) -> Clustering:
    centres, k = start.copy(), len(start)
    labels = np.full(len(points), -1, dtype=np.intp)
    for _round in range(ROUNDS):
        nearest = np.round(_squares(points, centres), 9).argmin(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        sizes = np.bincount(labels, minlength=k)
        for axis in (0, 1):
            sums = np.bincount(labels, weights=points[:, axis], minlength=k)
            centres[sizes > 0, axis] = (sums / np.maximum(sizes, 1))[sizes > 0]
    return _clustering(points, centres, labels)


def _clustering(points: Floats, centres: Floats, labels: Labels) -> Clustering:
    squares = _squares(points, centres)
    order = np.lexsort((np.round(centres[:, 1], 6), np.round(centres[:, 0], 6)))
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    inertia = float(squares[np.arange(len(labels)), labels].sum())
    return Clustering(rank[labels], inertia)


def agreement(first: Labels, second: Labels) -> float:
    """Return how alike two groupings of the same people are: 1 equal, 0 as by chance.

    The adjusted Rand index (Hubert and Arabie 1985).
    """
    table = np.zeros((int(first.max(initial=0)) + 1, int(second.max(initial=0)) + 1))
    np.add.at(table, (first, second), 1)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    both, one, other = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    usual = one * other / max(1.0, pairs(np.array([float(len(first))])))
    most = (one + other) / 2
    return (both - usual) / (most - usual) if most > usual else 1.0
