"""The money voters own while projects are bought: quick in floats, exact where it decides."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forum.planning.fair.instance import Instance, Rows

#: Floats closer than this, relatively, are compared as fractions. Sums over 20,000 people are off
#: by less than 10^-10, so a comparison that floats decide is decided rightly.
CLOSE = 1e-7


class Quote(NamedTuple):
    """The exact terms of a purchase: who pays ``share`` in full, who the last they have."""

    share: Fraction
    full: Rows
    poor: Rows
    rest: Fraction


class Payment(NamedTuple):
    """A purchase that was made: of the ``full`` payers some own nothing afterwards."""

    project: int
    full: Rows
    poor: Rows


class Purses:
    """What is left to each row of voters, after everybody was given ``endowment``.

    The exact money of a row that owns something is the endowment less the shares of what it paid
    for, so only the shares are kept as fractions, and those only once something asks for them.
    """

    def __init__(self, instance: Instance, endowment: Fraction) -> None:
        self.instance = instance
        self.endowment = endowment
        self.left: NDArray[np.float64] = np.full(len(instance.weights), float(endowment))
        self.payments: list[Payment] = []
        self._shares: list[Fraction] = []

    def price(self, project: int, least: float = 0.0) -> float:
        """Return what a full payer would pay, about; infinite when the money is not enough.

        It is known to be ``least`` or more. What is within ``CLOSE`` of enough is decided exactly.
        """
        rows = self.instance.supporters[project]
        cost = self.instance.costs[project]
        left, weights = self.left[rows], self.instance.weights_of[project]
        total = float(left @ weights)
        surely_less = total < cost * (1 - CLOSE)
        if surely_less or (total < cost * (1 + CLOSE) and self.money(rows) < cost):
            return float("inf")
        return _level(left, weights, cost, least)

    def money(self, rows: Rows) -> Fraction:
        """Return exactly what rows of voters own together."""
        owning = rows[self.left[rows] > 0]
        weights = self.instance.weights
        total = int(weights[owning].sum()) * self.endowment
        member = np.zeros(len(weights), dtype=bool)
        member[owning] = True
        for payment, share in zip(self.payments, self.shares, strict=True):
            paid = payment.full[member[payment.full]]
            total -= int(weights[paid].sum()) * share
        return total

    @property
    def shares(self) -> list[Fraction]:
        """Return what each purchase so far cost a full payer, exactly."""
        while len(self._shares) < len(self.payments):
            self._shares.append(self._share_of(len(self._shares)))
        return self._shares

    def _share_of(self, number: int) -> Fraction:
        """Work out the share of a purchase that floats decided, from those before it."""
        payment = self.payments[number]
        weights = self.instance.weights
        rest = int(weights[payment.poor].sum()) * self.endowment
        member = np.zeros(len(weights), dtype=bool)
        member[payment.poor] = True
        for former, share in zip(self.payments[:number], self._shares, strict=True):
            rest -= int(weights[former.full[member[former.full]]].sum()) * share
        full = int(weights[payment.full].sum())
        return (self.instance.costs[payment.project] - rest) / full

    def quote(self, project: int) -> Quote:
        """Return the exact terms of a project that its supporters can afford.

        Whoever owns less than the share pays what they have; the share is raised until everybody
        else can pay it. Whoever owns exactly the share pays in full.
        """
        rows = self.instance.supporters[project]
        rows = rows[self.left[rows] > 0]
        cost, weights = self.instance.costs[project], self.instance.weights
        about = _level(self.left[rows], weights[rows].astype(np.float64), cost)
        near = np.abs(self.left[rows] - about) <= CLOSE * about
        poor, full = (
            rows[~near & (self.left[rows] < about)],
            rows[~near & (self.left[rows] > about)],
        )
        unsure = sorted(self._owned(rows[near]), key=lambda each: each[0])
        rest, payers = self.money(poor), int(weights[rows].sum()) - int(weights[poor].sum())
        while unsure and unsure[0][0] * payers < cost - rest:
            owned, together = unsure.pop(0)
            count = int(weights[together].sum())
            rest, payers = rest + owned * count, payers - count
            poor = np.concatenate([poor, together])
        full = np.concatenate([full, *(together for _owned, together in unsure)])
        return Quote((cost - rest) / payers, full, poor, rest)

    def _owned(self, rows: Rows) -> Iterable[tuple[Fraction, Rows]]:
        """Return rows by what exactly one voter of them owns."""
        found: dict[Fraction, list[int]] = {}
        paid = np.array([np.isin(rows, payment.full) for payment in self.payments], dtype=bool)
        known: dict[bytes, Fraction] = {}
        for place, row in enumerate(rows):
            column = paid[:, place] if len(self.payments) else np.zeros(0, dtype=bool)
            pattern = column.tobytes()
            if pattern not in known:
                spent = (share for share, was in zip(self.shares, column, strict=True) if was)
                known[pattern] = self.endowment - sum(spent, Fraction(0))
            found.setdefault(known[pattern], []).append(int(row))
        return [(owned, np.array(each, dtype=np.int64)) for owned, each in found.items()]

    def pay(self, project: int, price: float) -> None:
        """Take the price of a project from its supporters; near the border it is taken exactly."""
        rows = self.instance.supporters[project]
        left = self.left[rows]
        over = left - price
        if (np.abs(over[left > 0]) <= CLOSE * price).any():
            self._pay_exactly(project)
            return
        rich = over > 0
        self.payments.append(Payment(project, rows[rich], rows[~rich & (left > 0)]))
        self.left[rows] = np.where(rich, over, 0.0)

    def _pay_exactly(self, project: int) -> None:
        terms = self.quote(project)
        shares = self.shares
        spent = [rows for owned, rows in self._owned(self._near(terms)) if owned == terms.share]
        self.left[terms.full] -= float(terms.share)
        self.left[terms.poor] = 0.0
        for rows in spent:
            self.left[rows] = 0.0
        shares.append(terms.share)
        self.payments.append(Payment(project, terms.full, terms.poor))

    def _near(self, terms: Quote) -> Rows:
        share = float(terms.share)
        return terms.full[np.abs(self.left[terms.full] - share) <= 2 * CLOSE * share]


def _level(
    left: NDArray[np.float64], weights: NDArray[np.float64], cost: float, least: float = 0.0
) -> float:
    """Return the level x at which the sum of min(left, x) over all voters is ``cost``.

    From below, where ``least`` is no more than x: whoever owns less than the level pays what they
    have, which raises it; it ends when nobody more owns less.
    """
    payers = float(weights.sum())
    x, known = max(cost / payers, least), -1.0
    while True:
        poor = weights * (left < x)
        count = float(poor.sum())
        if count == known:
            return x
        if count >= payers:  # all but exactly enough, and rounding took the last payer
            return float(left.max())
        known, x = count, (cost - float(left @ poor)) / (payers - count)
