"""Votes by coin flip: whatever is claimed about them is false."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from forum.themes.votes.findings import analyse
from forum.themes.votes.matrix import VoteMatrix, from_columns


@dataclass(frozen=True)
class Coin:
    """A way of voting without an opinion: the share of statements seen, and of passes."""

    name: str
    seen: float
    passes: float


COINS = (
    Coin("everybody votes on everything", 1.0, 0.0),
    Coin("half is seen", 0.5, 0.0),
    Coin("half is seen, a third passes", 0.5, 1 / 3),
)
FIGURES = ("false_consensus", "false_divides", "false_representative_cells", "groups_claimed")


def toss(people: int, statements: int, coin: Coin, seed: int) -> VoteMatrix:
    """Votes of `people` who toss a coin on each of the statements they see."""
    random = np.random.default_rng([seed, people, statements, COINS.index(coin), 0xC011])
    row, column = np.nonzero(random.random((people, statements)) < coin.seen)
    value = random.choice([-1, 1], size=len(row))
    value[random.random(len(row)) < coin.passes] = 0
    return from_columns(row, column, value, np.zeros(len(row)), range(statements))


def false_claims(people: int, statements: int, coin: Coin, seed: int) -> dict[str, float]:
    """Shares of statements (and of group x statement cells) claimed, and whether groups were."""
    found = analyse(toss(people, statements, coin, seed), seed=seed)
    stands = [each.standing for each in found.standings]
    cells = {(r.group, r.opinion) for r in found.representatives}
    return {
        "false_consensus": sum(s in ("agreed", "rejected") for s in stands) / statements,
        "false_divides": stands.count("divided") / statements,
        "false_representative_cells": len(cells) / (statements * max(2, found.grouping.k)),
        "groups_claimed": float(found.grouping.state == "groups"),
    }


def count(people: int, statements: int, seeds: Iterable[int]) -> dict[str, Any]:
    """What --json prints under `noise`: the means over all runs, and over those of each coin."""
    numbers = list(seeds)
    runs = {
        coin: [false_claims(people, statements, coin, seed) for seed in numbers] for coin in COINS
    }
    every = [run for listed in runs.values() for run in listed]
    return {
        "people": people,
        "statements": statements,
        "seeds": numbers,
        "runs": len(every),
        **{name: round(fmean(run[name] for run in every), 6) for name in FIGURES},
        "coins": [
            {
                "name": coin.name,
                "seen": coin.seen,
                "passes": round(coin.passes, 4),
                **{name: round(fmean(run[name] for run in listed), 6) for name in FIGURES},
            }
            for coin, listed in runs.items()
        ],
    }
