"""The usual way: most votes first, as long as the money lasts."""

from __future__ import annotations

from forum.planning.fair.instance import Instance
from forum.planning.fair.portfolio import Portfolio


def greedy(instance: Instance) -> Portfolio:
    """Choose by votes; a project that does not fit is passed over, and the next one is tried.

    Equal votes: the cheaper one first, then the one that was drawn first. Nobody's vote: never.
    """
    chosen: list[int] = []
    left = instance.budget
    for project in sorted(
        instance.eligible, key=lambda p: (-instance.votes[p], *instance.order(p))
    ):
        if instance.costs[project] <= left:
            chosen.append(project)
            left -= instance.costs[project]
    return Portfolio(tuple(chosen), instance.budget - left)
