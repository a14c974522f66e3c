"""Completion "add1": raise everybody's endowment step by step until the budget would be exceeded.

Equal shares alone leaves money unspent. So everybody is given one step more (one unit of money, or
what ``Instance.step`` says where a unit is worth next to nothing), and one more, and the
method is run anew each time; it ends before the first result that would exceed the budget, or when
every eligible project is bought (as in Wieliczka in 2023: that it goes on even when nothing more
would fit is part of the rule, since another unit may still exchange one project for another).

That would be thousands of runs where the unit is one forint. Runs that cannot differ are skipped:

**Claim.** Let the runs with endowments lo <= e buy the same projects in the same order up to some
step. Then everybody owns at least as much at e as at lo, and no project asks more at e than at lo.
*Proof* by induction over the steps. At first everybody owns the endowment. If everybody owns more,
the level x with sum(min(owned, x)) = cost is not higher, so that each project asks no more; and
everybody who pays min(owned, x) keeps max(0, owned - x), which is not less. QED.

**Certificate.** Let lo be a run and hi > lo an endowment. Follow the order of lo at hi. If at every
step what the bought project asked *at lo* is less than what every other one asks *at hi*, or the
other one asks the same at lo and hi because all its supporters pay in full already at lo; and if at
the end no project can be bought at hi: then every run between lo and hi buys the same projects in
the same order. *Proof* by induction: at e the bought project asks at most what it asked at lo, every
other one at least what it asks at hi, so the same one comes next (where the other asks a constant,
lo itself decided, and it could only become clearer); money that is not enough at hi is not enough
at e. QED.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from forum.planning.fair.equal_shares import Round, Satisfaction, equal_shares
from forum.planning.fair.instance import Instance
from forum.planning.fair.purses import CLOSE, Purses

#: How much further the next jump is tried after one that went well.
FURTHER = 2
#: A trial costs about two runs: jumps that win less are left for a while, up to so many steps.
WORTH, LONGEST_PAUSE = 2, 64
#: No jump is longer; it doubles from one, so that this is only where arithmetic ends.
LONGEST_JUMP = 2**40
#: Growing steps are a hundredth of the endowment, from three times the first one on (in Wieliczka
#: the endowment was a little more than doubled, by steps of 0.7 percent of the first).
PARTS, GROWS_FROM = 100, 3


@dataclass(frozen=True)
class Completed:
    """The run that counts: its purses, and by how much money the first endowment was raised."""

    purses: Purses
    raised: int

    @property
    def order(self) -> tuple[int, ...]:
        """The projects in the order in which they were bought."""
        return tuple(payment.project for payment in self.purses.payments)


def step_at(instance: Instance, endowment: Fraction) -> int:
    """Return by how much everybody's endowment is raised next.

    Where steps grow, they do so from GROWS_FROM times the first endowment on, so that dear projects
    nobody can pay together do not ask for runs without end.
    """
    if not instance.grows or endowment < _first(instance) * GROWS_FROM:
        return instance.step
    return max(instance.step, int(endowment) // PARTS)


def add_one(instance: Instance, satisfaction: Satisfaction = "cost") -> Completed:
    """Return the run of equal shares with add1 completion, skipping runs that cannot differ."""
    if not instance.people:
        return Completed(Purses(instance, Fraction(0)), 0)
    jump, pause, waiting = 1, 1, 0
    purses = _begun(instance, satisfaction)
    while len(purses.payments) < len(instance.eligible):
        longest = _longest(instance, purses.endowment)
        if not waiting and longest:
            found, length, trials = _jump(instance, satisfaction, purses, min(jump, longest))
            worth = length >= WORTH * trials
            pause = 1 if worth else min(pause * FURTHER, LONGEST_PAUSE)
            waiting, jump = 0 if worth else pause, max(1, length) * FURTHER
            if found is not None:
                purses = found
                continue
        following = _following(instance, satisfaction, purses)
        if following is None:
            break
        purses, waiting = following, max(0, waiting - 1)
    return Completed(purses, int(purses.endowment - _first(instance)))


def add_one_plainly(instance: Instance, satisfaction: Satisfaction = "cost") -> Completed:
    """Return the same, by running every step: what ``add_one`` is tested against."""
    purses = _begun(instance, satisfaction)
    while len(purses.payments) < len(instance.eligible):
        following = _following(instance, satisfaction, purses)
        if following is None:
            break
        purses = following
    return Completed(purses, int(purses.endowment - _first(instance)))


def _first(instance: Instance) -> Fraction:
    return Fraction(instance.budget, max(1, instance.people))


def _begun(instance: Instance, satisfaction: Satisfaction) -> Purses:
    purses = equal_shares(instance, _first(instance), satisfaction)
    assert purses is not None
    return purses


def _following(instance: Instance, satisfaction: Satisfaction, purses: Purses) -> Purses | None:
    """Return the run after one step more, None when it would exceed the budget."""
    endowment = purses.endowment + step_at(instance, purses.endowment)
    return equal_shares(instance, endowment, satisfaction, instance.budget)


def _longest(instance: Instance, endowment: Fraction) -> int:
    """Return how many steps a jump may skip at most: none where steps grow."""
    if not instance.grows:
        return LONGEST_JUMP
    left = _first(instance) * GROWS_FROM - endowment
    return max(0, -int(-left // instance.step)) if left > 0 else 0


def _jump(
    instance: Instance, satisfaction: Satisfaction, low: Purses, jump: int
) -> tuple[Purses | None, int, int]:
    """Return the purses at the end of a jump that changes nothing, its length, and the trials made.

    A jump that fails is tried again, shorter; no purses when not even one unit is certain.
    """
    trials = 0
    while jump >= 1:
        trials += 1
        trial = _Trial(instance, satisfaction, low, jump)
        if trial.holds():
            return trial.high.purses, jump, trials
        jump = trial.shorter()
    return None, 0, trials


class _Trial:
    """One jump: the former run is followed at both ends at once."""

    def __init__(
        self, instance: Instance, satisfaction: Satisfaction, low: Purses, jump: int
    ) -> None:
        self.instance, self.former, self.jump = instance, low, jump
        self.low = Round(instance, Purses(instance, low.endowment), satisfaction)
        self.high = Round(
            instance, Purses(instance, low.endowment + jump * instance.step), satisfaction
        )
        self.where = 0.5

    def holds(self) -> bool:
        """Whether the same is bought in the same order all the way."""
        for payment in self.former.payments:
            rate = self.low.purses.price(payment.project) / self.low.units[payment.project]
            others = [p for p, least in self.high.least.items() if least <= rate * (1 + CLOSE)]
            if any(self._overtakes(p, rate) for p in others if p != payment.project):
                return False
            at_high = self.high.ask(payment.project)
            self.low.buy(payment.project, rate)
            self.high.buy(payment.project, at_high)
        return not any(self._overtakes(p, float("inf")) for p in list(self.high.least))

    def _overtakes(self, project: int, rate: float) -> bool:
        """Whether another project might come before one that asked ``rate`` at the low end."""
        at_high = self.high.ask(project)
        if at_high > rate * (1 + CLOSE) or at_high == float("inf"):
            return False
        rows, votes = self.instance.supporters[project], self.instance.votes[project]
        share = self.instance.costs[project] / votes
        if float(self.low.purses.left[rows].min()) > share * (1 + CLOSE):
            return False
        self._aim(project, rate, at_high)
        return True

    def _aim(self, project: int, rate: float, at_high: float) -> None:
        """Guess how far one can go before the other project comes first."""
        cost, rows = self.instance.costs[project], self.instance.supporters[project]
        at_low = self.low.purses.price(project) / self.low.units[project]
        if at_low == float("inf"):
            weights = self.instance.weights[rows]
            owned = (float(end.purses.left[rows] @ weights) for end in (self.low, self.high))
            first, last = owned
            self.where = (cost - first) / (last - first) if last > first else 0.5
        elif at_low > at_high:
            self.where = (at_low - rate) / (at_low - at_high)

    def shorter(self) -> int:
        """Return a shorter jump to try next, 0 when there is none."""
        aimed = int(self.jump * min(max(self.where, 0.0), 0.99))
        return aimed if aimed >= 1 else int(self.jump > 1)
