"""What is to be chosen from: projects with their costs, a budget, and who approves what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Instance:
    """Projects are numbered from 0 in the order that breaks the last ties; costs are whole units.

    Voters who approve the same projects always own the same money, so they are kept as one row
    with a weight. ``supporters[p]`` are the rows that approve project p, ``weights`` how many
    people each row stands for, ``people`` everybody who handed in a ballot.
    """

    costs: tuple[int, ...]
    budget: int
    supporters: tuple[Rows, ...]
    weights: Rows
    people: int
    #: By how much the completion raises everybody's endowment at a time, in units of the budget.
    step: int = 1
    #: Whether steps grow with the endowment once that is a multiple of the first one.
    grows: bool = False

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """How many people approve each project."""
        return tuple(int(self.weights[rows].sum()) for rows in self.supporters)

    @cached_property
    def weights_of(self) -> tuple[NDArray[np.float64], ...]:
        """The weights of each project's supporters."""
        return tuple(self.weights[rows].astype(np.float64) for rows in self.supporters)

    def cost_of(self, projects: Iterable[int]) -> int:
        """Return what projects cost together."""
        return sum(self.costs[project] for project in projects)

    def order(self, project: int) -> tuple[int, int, int]:
        """Return the order of projects that are equally good: cheaper, more votes, drawn first."""
        return self.costs[project], -self.votes[project], project

    @cached_property
    def eligible(self) -> tuple[int, ...]:
        """The projects that somebody approves and that cost no more than the whole budget."""
        numbers = range(len(self.costs))
        return tuple(p for p in numbers if self.votes[p] and self.costs[p] <= self.budget)


def instance_of(
    costs: Sequence[int],
    budget: int,
    ballots: Iterable[Iterable[int]],
    people: int | None = None,
    step: int = 1,
    grows: bool = False,
) -> Instance:
    """Return the instance of ``ballots``, each the numbers of the projects somebody approves.

    ``people`` may be given when some handed in a ballot without a mark. Raises ValueError when a
    project costs less than one unit, the budget is negative, the step is not positive, or a ballot
    names an unknown project.
    """
    if budget < 0 or step < 1 or any(cost < 1 for cost in costs):
        raise ValueError("costs and step are at least one unit, the budget is not negative")
    groups = Counter(frozenset(ballot) for ballot in ballots)
    rows: list[list[int]] = [[] for _project in costs]
    for row, ballot in enumerate(groups):
        for project in ballot:
            if not 0 <= project < len(costs):
                raise ValueError(f"no project has the number {project}")
            rows[project].append(row)
    counted = sum(groups.values())
    return Instance(
        costs=tuple(int(cost) for cost in costs),
        budget=int(budget),
        supporters=tuple(np.array(each, dtype=np.int64) for each in rows),
        weights=np.array(list(groups.values()), dtype=np.int64),
        people=max(counted, people or 0),
        step=int(step),
        grows=grows,
    )
