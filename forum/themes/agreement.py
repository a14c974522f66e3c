"""What people agree on and what divides them, claimed only when the counts bear it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import bdtrc

from forum.themes.records import Opinion, Settings

Counts = npt.NDArray[np.int64]
Chances = npt.NDArray[np.float64]
Stand = Literal["agreed", "rejected", "divided", "split", "open"]
MAJORITY = 0.5  # of everybody who reacted, passing included: silence is not consent
DIVIDED_SHARE = 1 / 4  # of those who took a side, the smaller side must be above this
Z95 = 1.959963984540054  # two-sided 95 % interval


@dataclass(frozen=True, slots=True)
class Standing:
    """One opinion's standing; share and interval (0..1) are of agreement among all reactions."""

    opinion_id: int
    standing: Stand
    share: float
    low: float
    high: float
    reactions: int


def wilson(successes: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """The Wilson score interval of a proportion (Wilson 1927); (0, 1) without trials.

    Raises ValueError when the counts make no proportion.
    """
    if successes < 0 or trials < 0 or successes > trials:
        raise ValueError(f"{successes} of {trials} is no proportion")
    if trials == 0:
        return 0.0, 1.0
    share, square = successes / trials, z * z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    spread = (
        z
        / (1 + square / trials)
        * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    )
    return max(0.0, middle - spread), min(1.0, middle + spread)


def classify(
    opinions: Sequence[Opinion],
    settings: Settings | None = None,
    apart: Mapping[int, float] | None = None,
) -> tuple[Standing, ...]:
    """Every opinion's standing, by id.

    agreed: more than half of all who reacted agree; rejected: more than half disagree; divided:
    of those who took a side the smaller side is above a quarter; open: none is shown, or fewer
    than `minimum_votes` reactions. Exact binomial tests, Benjamini-Hochberg (1995) over all
    opinions at `false_discovery_rate`, and for a majority the Wilson bound must hold as well.

    Counts alone cannot tell a town in two camps from a town that tosses coins. `apart` holds, by
    id, the chance that the two sides answer the other opinions as differently as they do (see
    `votes.division`); where it is given, divided also asks for that, and an opinion that is only
    evenly answered is `split`.
    """
    settings = settings or Settings()
    ordered = sorted(opinions, key=lambda o: o.id)
    heard = [o for o in ordered if _reactions(o) >= max(1, settings.minimum_votes)]
    rate = settings.false_discovery_rate
    reactions = np.array([_reactions(o) for o in heard])
    sides = np.array([o.agrees + o.disagrees for o in heard])
    agrees, disagrees = (
        np.array([getattr(o, name) for o in heard]) for name in ("agrees", "disagrees")
    )
    for_or_against = np.column_stack(
        (_tail(agrees, reactions, MAJORITY), _tail(disagrees, reactions, MAJORITY))
    )
    majority = discoveries(for_or_against.ravel().tolist(), rate)
    smaller = np.minimum(agrees, disagrees)
    halves = _tail(smaller, sides, DIVIDED_SHARE)
    split = discoveries(halves.tolist(), rate)
    camps = np.array([(apart or {}).get(o.id, 0.0 if apart is None else 1.0) for o in heard])
    divided = discoveries(np.maximum(halves, camps).tolist(), rate)
    stands: dict[int, Stand] = {}
    for i, o in enumerate(heard):
        if majority[2 * i] and wilson(o.agrees, _reactions(o))[0] > MAJORITY:
            stands[o.id] = "agreed"
        elif majority[2 * i + 1] and wilson(o.disagrees, _reactions(o))[0] > MAJORITY:
            stands[o.id] = "rejected"
        elif divided[i]:
            stands[o.id] = "divided"
        elif split[i]:
            stands[o.id] = "split"
    return tuple(_standing(o, stands.get(o.id, "open")) for o in ordered)


def _standing(opinion: Opinion, stand: Stand) -> Standing:
    reactions = _reactions(opinion)
    low, high = wilson(opinion.agrees, reactions)
    share = opinion.agrees / reactions if reactions else 0.0
    return Standing(opinion.id, stand, round(share, 6), round(low, 6), round(high, 6), reactions)


def _reactions(opinion: Opinion) -> int:
    return opinion.agrees + opinion.disagrees + opinion.passes


def _tail(successes: Counts, trials: Counts, chance: float) -> Chances:
    """The chances of at least so many successes when each has the given chance; 1 for none."""
    sure = np.ones(successes.shape)
    some = successes > 0
    sure[some] = bdtrc(successes[some] - 1, trials[some], chance)
    return sure


def discoveries(chances: Sequence[float], rate: float) -> list[bool]:
    """Which tests hold when at most `rate` of the claims may be false (Benjamini-Hochberg 1995)."""
    order = sorted(range(len(chances)), key=lambda i: (chances[i], i))
    last = 0
    for rank, i in enumerate(order, start=1):
        if chances[i] <= rate * rank / len(chances):
            last = rank
    held = set(order[:last])
    return [i in held for i in range(len(chances))]
