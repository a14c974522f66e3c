"""Opinion groups, found only where the votes hang together more than chance would make them.

Whether there is structure is decided before any group is looked at: the votes are shuffled within
each statement among those who saw it, so that every statement keeps its agrees, disagrees and
passes and everybody keeps what they saw, and the map of the real votes must explain more than the
maps of nearly all shuffled ones (a permutation test; Fisher 1935, Phipson and Smyth 2010 for the
p value; Buja and Eyuboglu 1992 for components). Silhouettes are not used for this decision: in
two dimensions they are as high for shuffled votes as for many real conversations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from forum.themes.votes.clusters import LEAST_PEOPLE, MOST_GROUPS, Labels, cluster
from forum.themes.votes.heldout import HeldOut, refind, stability
from forum.themes.votes.matrix import Flags, Floats, VoteMatrix
from forum.themes.votes.projection import components, on_the_map, place, strength

#: Statements and people without which nothing can be told apart.
LEAST_STATEMENTS, LEAST_ON_MAP = 4, 2 * LEAST_PEOPLE
#: Shuffles, none of which may do as well as the real votes: p = 1/200. Stricter than the usual
#: .05, because a city that says "there are two camps" is believed.
SHUFFLES = 199
#: Once so many shuffles did as well, the answer can only be no (Besag and Clifford 1991).
ENOUGH = 10
#: Above so many votes half the shuffles have to do: p = 1/100.
MANY_VOTES = 200_000
#: Groups must be this much alike when a tenth of the statements is left out (adjusted Rand).
STABLE = 0.5
#: More groups are told of only when they are steadier by this: fewer are easier to understand.
STEADIER = 0.05

State = Literal["groups", "none", "few"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Who belongs together: `state` is few (too little to tell), none (no clear groups), groups.

    `p` is the chance of such a map without any structure, `people` flags who has a place on it
    (P), `points` are the places (P x 2), `loadings` those of the statements (S x 2); `labels` hold
    people's groups (P, -1 for none), `refound` the same once without each fold of statements.
    """

    state: State
    p: float
    people: Flags
    points: Floats
    loadings: Floats
    explained: float
    labels: Labels
    refound: tuple[Labels, ...] = ()
    stability: float = 0.0

    @property
    def k(self) -> int:
        """How many groups there are."""
        return int(self.labels.max(initial=-1)) + 1

    @property
    def sizes(self) -> list[int]:
        """How many people each group has."""
        return [int((self.labels == group).sum()) for group in range(self.k)]


def find(matrix: VoteMatrix, held: HeldOut, seed: int = 0) -> Grouping:
    """Return the opinion groups of a matrix, or the plain answer that there are none.

    `held` are the same votes without each fold of statements; `seed` is that of the shuffles.
    """
    people, votes = on_the_map(matrix), matrix.centred()
    loadings, variances = components(votes)
    points = place(votes, loadings, matrix.votes_of_people())
    total = float(votes.power(2).sum())
    explained = round(float(variances.sum()) / total, 6) if total > 0 else 0.0
    nobody = np.full(matrix.shape[0], -1, dtype=np.intp)
    place_ = (people, points, loadings, explained)
    if people.sum() < LEAST_ON_MAP or matrix.shape[1] < LEAST_STATEMENTS or total <= 0:
        return Grouping("few", 1.0, *place_, nobody)
    as_strong, p = _as_strong(matrix, seed)
    best = None if as_strong else _steadiest(points, people, held)
    if best is None or best[2] < STABLE:
        return Grouping("none", p, *place_, nobody)
    return Grouping("groups", p, *place_, *best)


def _as_strong(matrix: VoteMatrix, seed: int) -> tuple[int, float]:
    """Return how many shuffled maps are as strong, and p: their share with the real one added."""
    random = np.random.Generator(np.random.PCG64(seed))
    shuffles = SHUFFLES if len(matrix.value) <= MANY_VOTES else SHUFFLES // 2
    real, as_strong = strength(matrix.centred()), 0
    for done in range(1, shuffles + 1):
        order = np.argsort(matrix.column + random.random(len(matrix.value)))
        shuffled = strength(matrix.centred(matrix.value[order]))
        as_strong += round(shuffled - real, 6) >= 0
        if as_strong >= ENOUGH:
            return as_strong, round(as_strong / done, 4)
    return as_strong, round((as_strong + 1) / (shuffles + 1), 4)


def _steadiest(
    points: Floats, people: Flags, held: HeldOut
) -> tuple[Labels, tuple[Labels, ...], float] | None:
    """Return the split into 2 to MOST_GROUPS groups that changes least from fold to fold.

    A number of groups that leaves any of them too small is not considered.
    """
    best: tuple[Labels, tuple[Labels, ...], float] | None = None
    for k in range(2, MOST_GROUPS + 1):
        found = cluster(points[people], k)
        if found is None:
            continue
        labels = np.full(len(people), -1, dtype=np.intp)
        labels[people] = found.labels
        refound = refind(held, labels, k)
        steady = stability(labels, refound)
        if best is None or steady > best[2] + STEADIER:
            best = labels, refound, steady
    return best
