"""How long equal shares takes: `python -m bench.equal_shares [--voters 20000] [--budget 20000000]`.

Draws a voting: voters of twelve tastes mark some seven of the projects each, so that hardly two
ballots are alike. Prints the time of the advice with its add1 completion, of one run of the
method, and of running every step of the completion plainly: the baseline of the ratio.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from forum.planning.ballots.advising import step_of
from forum.planning.fair.completing import add_one
from forum.planning.fair.equal_shares import equal_shares
from forum.planning.fair.explaining import by_equal_shares
from forum.planning.fair.instance import Instance, instance_of

TASTES = 12
MARKS = 6  # marks of a voter beside the first, on average
MOST_MARKS = 40
COSTS = (10, 400)  # in ten thousands of forints
SAMPLE = 12  # steps of the completion that are timed to tell how long all of them would take


def draw(voters: int, projects: int, budget: int, seed: int = 7) -> Instance:
    """A voting with tastes: the same numbers give the same voting."""
    rng = np.random.default_rng(seed)
    costs = [int(cost) * 10_000 for cost in rng.integers(*COSTS, projects)]
    liked = rng.gamma(0.7, 1, (TASTES, projects))
    liked /= liked.sum(axis=1, keepdims=True)
    taste = rng.integers(0, TASTES, voters)
    marks = np.minimum(1 + rng.poisson(MARKS, voters), min(MOST_MARKS, projects))
    ballots = [
        set(rng.choice(projects, number, p=liked[kind]).tolist())
        for number, kind in zip(marks, taste, strict=True)
    ]
    return instance_of(costs, budget, ballots, step=step_of(budget, voters), grows=True)


def _seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


def measure(instance: Instance) -> dict[str, float]:
    """The times in seconds, and how many steps of the completion there were."""
    whole, portfolio = _seconds(lambda: by_equal_shares(instance))
    quick, completed = _seconds(lambda: add_one(instance))
    raised = completed.raised
    base = completed.purses.endowment - raised
    steps = [base + raised * number // SAMPLE for number in range(SAMPLE)]
    runs_made = raised // instance.step
    runs = [_seconds(lambda at=at: equal_shares(instance, at))[0] for at in steps]
    plain = sum(runs) / len(runs) * (runs_made + 2)
    return {
        "chosen": len(portfolio.chosen),
        "spent": portfolio.cost / instance.budget,
        "steps": runs_made,
        "advice": whole,
        "one_run": sum(runs) / len(runs),
        "plain": plain,
        "ratio": quick / plain,
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.equal_shares", description=__doc__)
    parser.add_argument("--voters", type=int, default=20_000)
    parser.add_argument("--projects", type=int, default=80)
    parser.add_argument("--budget", type=int, default=20_000_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    if min(asked.voters, asked.projects, asked.budget) < 1:
        parser.error("voters, projects and budget are at least 1")
    found = measure(draw(asked.voters, asked.projects, asked.budget))
    if asked.json:
        print(json.dumps(found))
        return 0
    print(f"{asked.voters:,} voters, {asked.projects} projects, {asked.budget:,} Ft")
    print(f"  chosen {found['chosen']:.0f} projects for {found['spent']:.1%} of the budget")
    print(f"  advice, completion of {found['steps']:,.0f} steps: {found['advice']:.2f} s")
    print(f"  one run of the method: {found['one_run'] * 1000:.1f} ms")
    print(f"  every step run plainly, about: {found['plain']:.2f} s; ratio {found['ratio']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
