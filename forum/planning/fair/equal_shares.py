"""The method of equal shares (Peters, Pierczyński, Skowron 2021), for approval ballots.

Everybody is given the same money. A project can be bought when its supporters own its cost; they
pay as equally as they can: everybody the same, whoever owns less what they have. Next comes the
project that asks least of a full payer for what it gives them: least money for one unit of its
cost ("cost"), or for one project ("count"). It ends when no project can be bought.

Equally good projects: the cheaper one first, then the one with more votes, then the one with the
lower number. The comparison is exact: floats choose who is near, fractions decide among them.
Projects that cost more than the whole budget take no part, nor do those nobody approves.

D. Peters, G. Pierczyński, P. Skowron: Proportional Participatory Budgeting with Additive
Utilities, NeurIPS 2021, arXiv 2008.13276.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from forum.planning.fair.instance import Instance
from forum.planning.fair.purses import CLOSE, Purses

Satisfaction = Literal["cost", "count"]
_NEVER = float("inf")


class Round:
    """Purses and, of each project, the least it can ask for: what is dearer need not be asked.

    Money only gets less, so what a project asks of a full payer only rises from step to step.
    """

    def __init__(self, instance: Instance, purses: Purses, satisfaction: Satisfaction) -> None:
        self.instance, self.purses = instance, purses
        self.units = [float(c) if satisfaction == "cost" else 1.0 for c in instance.costs]
        self.exact_units = [c if satisfaction == "cost" else 1 for c in instance.costs]
        self.least = {
            p: instance.costs[p] / instance.votes[p] / self.units[p] for p in instance.eligible
        }

    def ask(self, project: int) -> float:
        """Return what the project asks now for one unit, infinite when it cannot be bought."""
        unit = self.units[project]
        rate = self.purses.price(project, self.least[project] * unit * (1 - CLOSE)) / unit
        if rate == _NEVER:
            self.least.pop(project)
        else:
            self.least[project] = rate
        return rate

    def best(self) -> tuple[int, float] | None:
        """Return the project to be bought next and what it asks for one unit; None at the end."""
        asked: dict[int, float] = {}
        lowest = _NEVER
        for project in sorted(self.least, key=lambda each: self.least[each]):
            if self.least[project] > lowest * (1 + CLOSE):
                break
            rate = self.ask(project)
            if rate != _NEVER:
                asked[project] = rate
                lowest = min(lowest, rate)
        near = [project for project, rate in asked.items() if rate <= lowest * (1 + CLOSE)]
        if not near:
            return None
        best = near[0] if len(near) == 1 else min(near, key=self._exactly)
        return best, asked[best]

    def _exactly(self, project: int) -> tuple[Fraction, int, int, int]:
        share = self.purses.quote(project).share
        return share / self.exact_units[project], *self.instance.order(project)

    def buy(self, project: int, rate: float) -> None:
        """Let the supporters pay."""
        del self.least[project]
        self.purses.pay(project, rate * self.units[project])


def equal_shares(
    instance: Instance,
    endowment: Fraction,
    satisfaction: Satisfaction = "cost",
    budget: int | None = None,
) -> Purses | None:
    """Buy what can be bought when everybody is given ``endowment``; return the purses afterwards.

    None as soon as the projects cost more than ``budget``, when one is given.
    """
    turn = Round(instance, Purses(instance, endowment), satisfaction)
    spent = 0
    while (found := turn.best()) is not None:
        turn.buy(*found)
        spent += instance.costs[found[0]]
        if budget is not None and spent > budget:
            return None
    return turn.purses
