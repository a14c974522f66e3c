"""How the two ways of choosing serve groups of voters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

#: A group of voters: the number of a row, None for those who did not say.
Group = int | None


@dataclass(frozen=True)
class Share:
    """What a group of voters gets: how many people, how many of them at least one project.

    ``money`` is what is spent on what they marked, in units: the cost of each chosen project,
    divided equally among all who marked it, added up over the group.
    """

    people: int
    reached: int
    money: Fraction

    @property
    def each(self) -> Fraction:
        """The money for each voter of the group."""
        return self.money / self.people if self.people else Fraction(0)


def shares(
    voters: Iterable[tuple[Group, Collection[int]]],
    costs: Sequence[int],
    chosen: Collection[int],
) -> dict[Group, Share]:
    """Return the share of each group; ``voters`` are (group, numbers of the marked projects)."""
    kept = [(group, set(chosen).intersection(marks)) for group, marks in voters]
    votes: dict[int, int] = defaultdict(int)
    counts: dict[Group, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    people: dict[Group, int] = defaultdict(int)
    reached: dict[Group, int] = defaultdict(int)
    for group, served in kept:
        people[group] += 1
        reached[group] += bool(served)
        for project in served:
            votes[project] += 1
            counts[group][project] += 1
    return {
        group: Share(
            number,
            reached[group],
            sum((Fraction(costs[p] * n, votes[p]) for p, n in counts[group].items()), Fraction(0)),
        )
        for group, number in people.items()
    }
