"""Why each project was chosen, and what was missing for the others."""

from __future__ import annotations

from fractions import Fraction

from forum.planning.fair.completing import Completed, add_one
from forum.planning.fair.equal_shares import Satisfaction
from forum.planning.fair.instance import Instance
from forum.planning.fair.portfolio import Portfolio, Purchase, Shortfall
from forum.planning.fair.purses import Purses


def by_equal_shares(instance: Instance, satisfaction: Satisfaction = "cost") -> Portfolio:
    """Choose by equal shares with add1 completion, and tell who paid what."""
    completed = add_one(instance, satisfaction)
    return Portfolio(
        chosen=completed.order,
        cost=instance.cost_of(completed.order),
        endowment=completed.purses.endowment,
        raised=completed.raised,
        purchases=_purchases(instance, completed.purses),
        shortfalls=_shortfalls(instance, completed),
    )


def _purchases(instance: Instance, purses: Purses) -> tuple[Purchase, ...]:
    found = []
    for payment, share in zip(purses.payments, purses.shares, strict=True):
        full = int(instance.weights[payment.full].sum())
        found.append(
            Purchase(
                project=payment.project,
                supporters=instance.votes[payment.project],
                full=full,
                share=share,
                partial=int(instance.weights[payment.poor].sum()),
                rest=instance.costs[payment.project] - full * share,
            )
        )
    return tuple(found)


def _shortfalls(instance: Instance, completed: Completed) -> tuple[Shortfall, ...]:
    """Return what was missing, the least missing first."""
    found = []
    for project in sorted(set(range(len(instance.costs))) - set(completed.order)):
        left = completed.purses.money(instance.supporters[project])
        missing = max(Fraction(0), instance.costs[project] - left)
        found.append(Shortfall(project, instance.votes[project], left, missing))
    return tuple(sorted(found, key=lambda each: (each.missing, *instance.order(each.project))))
