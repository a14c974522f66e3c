"""Votes as plain records, and as a table of people and statements of which only few are seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

Ids = npt.NDArray[np.int64]
Values = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Vote:
    """How one person weighed one statement: 1 agree, 0 pass, -1 disagree; `at` tells the newest."""

    person: int
    opinion: int
    value: int
    at: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some people saw each statement (in the order of the matrix), and what they said."""

    agrees: Ids
    disagrees: Ids
    seen: Ids

    @property
    def passes(self) -> Ids:
        """How many saw the statement and took no side."""
        return self.seen - self.agrees - self.disagrees


@dataclass(frozen=True, slots=True)
class VoteMatrix:
    """Who said what: ids of P people and S statements (rising), and N seen cells.

    `row` and `column` are places in `people` and `opinions`; cells stand statement by statement,
    and within one by person, so that equal votes give equal arrays.
    """

    people: Ids
    opinions: Ids
    row: Ids
    column: Ids
    value: Values

    @property
    def shape(self) -> tuple[int, int]:
        """How many people and statements there are."""
        return len(self.people), len(self.opinions)

    def votes_of_people(self) -> Ids:
        """Return how many statements each person has weighed (P)."""
        return np.bincount(self.row, minlength=len(self.people))

    def tally(self, among: Flags | None = None) -> Tally:
        """Count each statement among everybody, or among the people flagged (P)."""
        keep = slice(None) if among is None else among[self.row]
        column, value, size = self.column[keep], self.value[keep], len(self.opinions)
        return Tally(
            np.bincount(column[value == AGREE], minlength=size),
            np.bincount(column[value == DISAGREE], minlength=size),
            np.bincount(column, minlength=size),
        )

    def only(self, people: Flags) -> VoteMatrix:
        """Return the matrix of the people flagged (P); every statement stays."""
        place = np.cumsum(people) - 1
        keep = people[self.row]
        return VoteMatrix(
            self.people[people],
            self.opinions,
            place[self.row[keep]],
            self.column[keep],
            self.value[keep],
        )

    def centred(self, value: Values | None = None) -> csc_array:
        """Return P x S votes minus the statement's mean; what was not seen is that mean, thus 0."""
        said = self.value if value is None else value
        size = len(self.opinions)
        seen = np.bincount(self.column, minlength=size)
        mean = np.bincount(self.column, weights=said, minlength=size) / np.maximum(seen, 1)
        begins = np.concatenate(([0], np.cumsum(seen)))
        return csc_array((said - mean[self.column], self.row, begins), shape=self.shape)

    def means(self) -> Floats:
        """Return each statement's mean vote (-1..1), 0 for one nobody has seen (S)."""
        tally = self.tally()
        return (tally.agrees - tally.disagrees) / np.maximum(tally.seen, 1)


def build(votes: Iterable[Vote], opinions: Iterable[int] = ()) -> VoteMatrix:
    """Return the matrix of `votes`, the newest of a person on a statement counting.

    Two votes of the same moment on the same cell cannot be told apart in time; the higher value
    counts then, so that the order of the records does not matter. Values other than -1, 0, 1 are
    left out. `opinions` names further statements that stay in the matrix though nobody saw them.
    """
    rows = [(v.person, v.opinion, v.value, v.at) for v in votes]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return from_columns(table[:, 0], table[:, 1], table[:, 2], table[:, 3], opinions)


def from_columns(
    person: Sequence[int] | Ids,
    opinion: Sequence[int] | Ids,
    value: Sequence[int] | Ids,
    at: Sequence[int] | Ids,
    opinions: Iterable[int] = (),
) -> VoteMatrix:
    """Return the matrix of votes given as four columns of one length; see `build`."""
    who, what, said, when = (np.asarray(x, dtype=np.int64) for x in (person, opinion, value, at))
    valid = (said >= DISAGREE) & (said <= AGREE)
    who, what, said, when = who[valid], what[valid], said[valid], when[valid]
    people = np.unique(who)
    statements = np.union1d(what, np.fromiter(opinions, dtype=np.int64))
    row, column = np.searchsorted(people, who), np.searchsorted(statements, what)
    order = np.lexsort((said, when, row, column))
    row, column, said = row[order], column[order], said[order]
    last = np.ones(len(row), dtype=np.bool_)
    last[:-1] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    return VoteMatrix(people, statements, row[last], column[last], said[last].astype(np.int8))
