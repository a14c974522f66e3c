"""State machines: the verbs of a room in any order, and what must hold after each of them."""

import logging
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from torture.figures import Figures


def bounds(examples: int, steps: int, shrink: bool = False) -> settings:
    """Return how many stories of how many steps are told, always the same ones."""
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def run(times: int = 60, seconds: float = 600, **more: Any) -> Figures:
    """Tell ``times`` stories of thirty steps to each machine, chosen by the seed."""
    from torture import serving
    from torture.machines import base, forums, ideas, participants, talks

    figures = Figures("state machines over the real verbs")
    logging.disable(logging.CRITICAL)
    place = Path(tempfile.mkdtemp(prefix="machines"))
    base.use(serving.prepared(serving.settings(place)))
    until = time.monotonic() + seconds
    for machine in (talks.Talk, ideas.Ideas, forums.Forum, participants.Participants):
        if time.monotonic() > until:
            figures.fall_short(f"no stories of {machine.__name__.lower()}")
            continue
        chosen = seed(more.get("seed", 1))
        base.House.steps = base.House.refusals = 0
        try:
            run_state_machine_as_test(chosen(machine), settings=bounds(times, 30, shrink=True))
        except Exception as fault:
            notes = " / ".join(getattr(fault, "__notes__", ()))
            figures.find(
                f"{machine.__name__}: {type(fault).__name__} {str(fault)[:200]} {notes[-900:]}"
            )
        figures.count(f"steps of {machine.__name__.lower()}", base.House.steps)
        figures.count("steps refused with a kind word", base.House.refusals)
    logging.disable(logging.NOTSET)
    shutil.rmtree(place, ignore_errors=True)
    return figures
