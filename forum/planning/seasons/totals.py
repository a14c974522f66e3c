"""The sums of a plan: pure functions on plain data, so that no total differs from its parts.

All money is whole forints. A program for several parts of the city or ages stands under each of
them with its whole cost; ``used`` counts it once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

IN = ("adopt", "adapt")


@dataclass(frozen=True, slots=True)
class Part:
    """What one version says of one candidate."""

    candidate_id: int
    choice: str
    cost: int
    expected: int | None = None
    kind: int | None = None
    neighbourhoods: tuple[int, ...] = ()
    ages: tuple[int, ...] = ()
    needs: tuple[int, ...] = ()

    @property
    def is_in(self) -> bool:
        """Whether it uses up the budget."""
        return self.choice in IN

    @property
    def spent(self) -> int:
        """What it takes from the budget."""
        return self.cost if self.is_in else 0


@dataclass(frozen=True, slots=True)
class Sum:
    """Some programs and what they cost together."""

    count: int = 0
    cost: int = 0

    def plus(self, cost: int) -> "Sum":
        """Return the sum with one program more."""
        return Sum(self.count + 1, self.cost + cost)


#: Sums by the number of a row; None stands for no kind, the whole city, or all ages.
Sums = dict[int | None, Sum]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a version adds up to."""

    budget: int
    used: int = 0
    expected: int = 0
    #: Programs of the plan whose attendance nobody has estimated.
    expected_unknown: int = 0
    by_choice: dict[str, Sum] = field(default_factory=dict)
    by_kind: Sums = field(default_factory=dict)
    by_neighbourhood: Sums = field(default_factory=dict)
    by_age: Sums = field(default_factory=dict)
    #: Programs that are for several parts of the city, or several ages.
    in_several: int = 0
    needs: frozenset[int] = frozenset()

    @property
    def left(self) -> int:
        """What is left of the budget; below zero when it is not enough."""
        return self.budget - self.used

    @property
    def over(self) -> int:
        """By how much the budget is exceeded; 0 when it is enough."""
        return max(0, -self.left)

    @property
    def count(self) -> int:
        """Programs that are part of the plan."""
        return sum(self.of(choice).count for choice in IN)

    @property
    def undecided(self) -> int:
        """Candidates nobody has decided on."""
        return self.of("").count

    def of(self, choice: str) -> Sum:
        """Return the candidates with this decision and what they cost together."""
        return self.by_choice.get(choice, Sum())


def add_up(parts: Iterable[Part], budget: int) -> Totals:
    """Return what ``parts`` add up to under ``budget`` (forints)."""
    parts = list(parts)
    taken = [part for part in parts if part.is_in]
    return Totals(
        budget=budget,
        used=sum(part.cost for part in taken),
        expected=sum(part.expected or 0 for part in taken),
        expected_unknown=sum(part.expected is None for part in taken),
        by_choice=_sums(parts, lambda part: (part.choice,)),
        by_kind=_sums(taken, lambda part: (part.kind,)),
        by_neighbourhood=_sums(taken, lambda part: part.neighbourhoods or (None,)),
        by_age=_sums(taken, lambda part: part.ages or (None,)),
        in_several=sum(len(part.neighbourhoods) > 1 or len(part.ages) > 1 for part in taken),
        needs=frozenset(need for part in taken for need in part.needs),
    )


def _sums(parts: Iterable[Part], keys: Callable[[Part], Sequence[Any]]) -> dict[Any, Sum]:
    sums: dict[Any, Sum] = {}
    for part in parts:
        for key in dict.fromkeys(keys(part)):
            sums[key] = sums.get(key, Sum()).plus(part.cost)
    return sums


def part_of(item: Any) -> Part:
    """Return a decision of a version (a ``PlanItem``) as plain data."""
    candidate = item.candidate
    return Part(
        candidate_id=item.candidate_id,
        choice=item.choice,
        cost=item.cost,
        expected=item.expected,
        kind=candidate.category_id,
        neighbourhoods=tuple(row.id for row in candidate.neighbourhoods),
        ages=tuple(row.id for row in candidate.age_bands),
        needs=tuple(row.id for row in candidate.needs),
    )


def totals(plan: Any) -> Totals:
    """Return what a version of the plan adds up to; dropped candidates count for nothing."""
    return add_up(map(part_of, plan.shown_items), plan.budget)


@dataclass(frozen=True, slots=True)
class Change:
    """A candidate in two versions; ``difference`` is what the second spends more on it."""

    candidate_id: int
    first: Part | None
    second: Part | None

    @property
    def difference(self) -> int:
        """Forints the second version spends more than the first."""
        return (self.second.spent if self.second else 0) - (self.first.spent if self.first else 0)

    @property
    def where(self) -> str:
        """Which version does it: first, second, both or none."""
        first = self.first is not None and self.first.is_in
        second = self.second is not None and self.second.is_in
        return {(1, 0): "first", (0, 1): "second", (1, 1): "both", (0, 0): "none"}[first, second]


def compare(first: Iterable[Part], second: Iterable[Part]) -> list[Change]:
    """Return each candidate of two versions; differences add up to that of their totals."""
    ones = {part.candidate_id: part for part in first}
    others = {part.candidate_id: part for part in second}
    return [Change(key, ones.get(key), others.get(key)) for key in dict.fromkeys([*ones, *others])]
