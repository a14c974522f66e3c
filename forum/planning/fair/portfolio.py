"""What was chosen, who paid what for it, and what was missing for the others."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Purchase:
    """A project that its supporters paid for together.

    ``full`` people paid ``share`` each, in units of money; ``partial`` people paid the last they
    had, ``rest`` altogether; the others of the supporters had nothing left.
    """

    project: int
    supporters: int
    full: int
    share: Fraction
    partial: int
    rest: Fraction

    @property
    def payers(self) -> int:
        """How many people paid something."""
        return self.full + self.partial


@dataclass(frozen=True)
class Shortfall:
    """A project that was not chosen: what its supporters had left, and what was missing."""

    project: int
    supporters: int
    left: Fraction
    missing: Fraction


@dataclass(frozen=True)
class Portfolio:
    """Projects in the order in which they were chosen, and what they cost together.

    ``endowment`` is what each voter was given, in units of money, and ``raised`` by how much
    that is more than an equal part of the budget. A selection by votes has no payments.
    """

    chosen: tuple[int, ...]
    cost: int
    endowment: Fraction = Fraction(0)
    raised: int = 0
    purchases: tuple[Purchase, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
