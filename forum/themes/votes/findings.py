"""All that is found in a conversation's votes, in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forum.themes.agreement import Standing, classify
from forum.themes.records import Opinion, Settings
from forum.themes.votes.consensus import group_informed
from forum.themes.votes.division import ties
from forum.themes.votes.extremity import extremities
from forum.themes.votes.groups import Grouping, find
from forum.themes.votes.heldout import hold_out
from forum.themes.votes.matrix import Floats, VoteMatrix
from forum.themes.votes.representative import Representative, representatives


@dataclass(frozen=True, slots=True)
class Findings:
    """Groups, standings by statement id, and per statement (S) consensus and extremity.

    `apart` is the chance, by statement id, that its two sides differ elsewhere by luck; nothing is
    claimed about a statement with fewer than `least` votes.
    """

    matrix: VoteMatrix
    grouping: Grouping
    standings: tuple[Standing, ...]
    representatives: tuple[Representative, ...]
    consensus: Floats
    extremities: Floats
    apart: Mapping[int, float]
    least: int


def analyse(matrix: VoteMatrix, settings: Settings | None = None, seed: int = 0) -> Findings:
    """Return what the votes bear out; `seed` is that of the shuffles of the permutation test."""
    settings = settings or Settings()
    held = hold_out(matrix)
    grouping = find(matrix, held, seed)
    apart = ties(matrix, held)
    return Findings(
        matrix,
        grouping,
        classify(counted(matrix), settings, apart),
        representatives(matrix, grouping, held),
        group_informed(matrix, grouping.labels),
        extremities(matrix, grouping.loadings),
        apart,
        settings.minimum_votes,
    )


def counted(matrix: VoteMatrix) -> list[Opinion]:
    """Return the statements with their counts, without words."""
    tally = matrix.tally()
    rows = zip(matrix.opinions, tally.agrees, tally.disagrees, tally.passes, strict=True)
    return [
        Opinion(int(number), "", 0, agrees=int(a), disagrees=int(d), passes=int(p))
        for number, a, d, p in rows
    ]
