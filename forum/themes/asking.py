"""The next opinions to show to staff: those whose answer teaches most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .duplicates import likeness

SAME_WORDING = 0.5  # nearer than this, a second answer teaches little


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text with its likeliest theme and how narrowly it won (0..1, small is doubtful)."""

    opinion_id: int
    text: str
    theme_id: int | None
    margin: float


def choose(doubts: Sequence[Doubt], count: int) -> tuple[int, ...]:
    """At most `count` opinion ids: the narrowest of each theme in turn, no two worded alike.

    Margin sampling (Scheffer, Decomain & Wrobel 2001) spread over the themes.
    """
    queues: dict[int, list[Doubt]] = defaultdict(list)
    for doubt in sorted(doubts, key=lambda d: (d.margin, d.opinion_id)):
        queues[-1 if doubt.theme_id is None else doubt.theme_id].append(doubt)
    chosen: list[Doubt] = []
    while any(queues.values()) and len(chosen) < count:
        for theme in sorted(queues):
            found = _next(queues[theme], chosen)
            if found and len(chosen) < count:
                chosen.append(found)
    return tuple(doubt.opinion_id for doubt in chosen)


def _next(queue: list[Doubt], chosen: Sequence[Doubt]) -> Doubt | None:
    while queue:
        doubt = queue.pop(0)
        if all(likeness(doubt.text, other.text) < SAME_WORDING for other in chosen):
            return doubt
    return None
