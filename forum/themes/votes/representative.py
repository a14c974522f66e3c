"""What a group says more than the others: claimed only where groups found without it say so."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom

from forum.themes.agreement import discoveries
from forum.themes.votes.clusters import LEAST_PEOPLE, Labels
from forum.themes.votes.groups import Grouping
from forum.themes.votes.heldout import HeldOut
from forum.themes.votes.matrix import AGREE, DISAGREE, Floats, VoteMatrix

Counts = npt.NDArray[np.int64]
#: Share of the claims that may be false.
FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Side:
    """How many of some people take a side on a statement, of how many who saw it."""

    taken: int
    seen: int

    @property
    def share(self) -> float:
        """The share taking the side, smoothed by one vote each way (as in Polis)."""
        return (self.taken + 1) / (self.seen + 2)


@dataclass(frozen=True, slots=True)
class Representative:
    """A group's side (1 agrees, -1 disagrees) on a statement that sets it apart from the others.

    `strength` orders the statements of a group, as in Polis: the share and the ratio to the share
    of the others, each times its z value.
    """

    group: int
    opinion: int
    side: int
    own: Side
    others: Side
    strength: float


def one_proportion(side: Side) -> float:
    """Return Polis's z value of a share above one half."""
    return 2 * sqrt(side.seen + 1) * ((side.taken + 1) / (side.seen + 1) - 0.5)


def two_proportions(own: Side, others: Side) -> float:
    """Return Polis's z value of a share above another, each with one vote added."""
    taken, seen = (own.taken + 1, others.taken + 1), (own.seen + 1, others.seen + 1)
    pooled = sum(taken) / sum(seen)
    if pooled in (0.0, 1.0):
        return 0.0
    spread = sqrt(pooled * (1 - pooled) * (1 / seen[0] + 1 / seen[1]))
    return (taken[0] / seen[0] - taken[1] / seen[1]) / spread


def strength(own: Side, others: Side) -> float:
    """Return Polis's measure of how representative a statement is of a group."""
    ratio = own.share / others.share
    return ratio * two_proportions(own, others) * own.share * one_proportion(own)


def representatives(
    matrix: VoteMatrix, grouping: Grouping, held: HeldOut
) -> tuple[Representative, ...]:
    """Return what sets each group apart, the strongest first within a group.

    Per statement, group and side an exact test (Fisher 1935) of the group against the others,
    with groups found without that statement; Benjamini-Hochberg (1995) over all of them. More
    than half of the group that saw it must take the side, and at least LEAST_PEOPLE of the group
    and of the others must have seen it.
    """
    if not grouping.k:
        return ()
    chances = _chances(matrix, grouping, held)
    testable = np.isfinite(chances)
    holds = np.zeros(chances.shape, dtype=np.bool_)
    holds[testable] = discoveries(chances[testable].tolist(), FALSE_DISCOVERY_RATE)
    sides = _sides(matrix, grouping.labels, grouping.k)
    found = [
        _told(matrix, sides, int(g), int(s), (AGREE, DISAGREE)[int(which)])
        for which, g, s in np.argwhere(holds)
    ]
    kept = [r for r in found if r is not None]
    return tuple(sorted(kept, key=lambda r: (r.group, -r.strength, r.opinion)))


def _sides(matrix: VoteMatrix, labels: Labels, k: int) -> Counts:
    """Return agrees, disagrees and seen per group and statement (3 x k x S)."""
    tallies = [matrix.tally(labels == group) for group in range(k)]
    table = [[t.agrees for t in tallies], [t.disagrees for t in tallies], [t.seen for t in tallies]]
    return np.array(table, dtype=np.int64).reshape(3, k, matrix.shape[1])


def _chances(matrix: VoteMatrix, grouping: Grouping, held: HeldOut) -> Floats:
    """Return p values (2 sides x k x S), nan where too few have seen the statement."""
    k = grouping.k
    chances = np.full((2, k, matrix.shape[1]), np.nan)
    for number, labels in enumerate(grouping.refound):
        here = held.fold == number
        counts = _sides(matrix, labels, k)[:, :, here]
        seen, everybody = counts[2], counts[2].sum(axis=0)
        enough = (seen >= LEAST_PEOPLE) & (everybody - seen >= LEAST_PEOPLE)
        for which in (0, 1):
            taken = counts[which]
            tail = hypergeom.sf(taken - 1, everybody, taken.sum(axis=0), seen)
            chances[which][:, here] = np.where(enough, tail, np.nan)
    return chances


def _told(
    matrix: VoteMatrix, sides: Counts, group: int, statement: int, side: int
) -> Representative | None:
    taken, seen = sides[0 if side == AGREE else 1][:, statement], sides[2][:, statement]
    own = Side(int(taken[group]), int(seen[group]))
    others = Side(int(taken.sum() - own.taken), int(seen.sum() - own.seen))
    if min(own.seen, others.seen) < LEAST_PEOPLE or own.taken * 2 <= own.seen:
        return None
    if own.taken * others.seen <= others.taken * own.seen:
        return None
    number = int(matrix.opinions[statement])
    return Representative(group, number, side, own, others, round(strength(own, others), 6))
