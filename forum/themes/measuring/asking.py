"""The next opinions to show to staff: those whose answer teaches most, and a few drawn by lot."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from forum.themes.language import fold, tokens

SAME_WORDING = 0.5  # nearer than this, a second answer teaches little
DENSITY = 0.7  # power of how common a kind of text is; 0.5 to 1 were alike, 0 was worse
SHORTLIST = 10  # times the number wanted: those compared with each other at a time
MOST_LISTS = 5  # shortlists read when so many are worded alike that one is not enough
GRAM = 4
READ = 1000  # characters by which wordings are told apart
MOST_LOTS = 2  # times the usual share, when earlier rounds drew too few


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text with its likeliest theme and how narrowly it won (0..1, small is doubtful).

    `common` says how much like all other texts it is, 1 for the usual one.
    """

    opinion_id: int
    text: str
    theme_id: int | None
    margin: float
    common: float = 1.0


def choose(doubts: Sequence[Doubt], count: int) -> tuple[int, ...]:
    """At most `count` opinion ids, the most instructive first, no two worded alike.

    Margin sampling (Scheffer, Decomain & Wrobel 2001) weighted by information density (Settles &
    Craven 2008): a doubtful text that many others resemble comes before a doubtful oddity, and
    what was chosen already makes its like less wanted.
    """
    worth = {d.opinion_id: (1 - d.margin) * max(d.common, 0.0) ** DENSITY for d in doubts}
    ordered = sorted(doubts, key=lambda d: (-round(worth[d.opinion_id], 6), d.opinion_id))
    chosen: list[Doubt] = []
    size = SHORTLIST * count
    for first in range(0, MOST_LISTS * size, size or 1):
        if len(chosen) < count:
            chosen += _most_telling(ordered[first : first + size], chosen, count, worth)
    return tuple(doubt.opinion_id for doubt in chosen)


def _most_telling(
    left: Sequence[Doubt], before: Sequence[Doubt], count: int, worth: dict[int, float]
) -> list[Doubt]:
    """Further doubts of this shortlist until `count` are chosen; `worth` sinks as it is covered."""
    chosen: list[Doubt] = []
    left = [d for d in left if all(_likeness(d.text, o.text) < SAME_WORDING for o in before)]
    while left and len(before) + len(chosen) < count:
        best = min(left, key=lambda d: (-round(worth[d.opinion_id], 6), d.opinion_id))
        chosen.append(best)
        alike = {d.opinion_id: _likeness(best.text, d.text) for d in left}
        left = [d for d in left if d is not best and alike[d.opinion_id] < SAME_WORDING]
        for doubt in left:
            worth[doubt.opinion_id] *= 1 - alike[doubt.opinion_id]
    return chosen


def due(decided: int, held: int, count: int, every: int) -> int:
    """How many of the next `count` questions are drawn by lot, so that every `every`-th is.

    `decided` wordings were answered so far, `held` of them drawn by lot.
    """
    if every < 1 or count < 1:
        return 0
    usual = -(-count // every)
    return max(0, min((decided + count) // every - held, MOST_LOTS * usual, count))


def draw(opinion_ids: Sequence[int], count: int, seed: int) -> tuple[int, ...]:
    """At most `count` of these at random: the lowest hashes of seed and id, whatever their order.

    Whether an opinion is drawn does not depend on what the engine thinks of it, so what people
    say of the drawn ones measures the sorting of all that is undecided.
    """
    return tuple(sorted(set(opinion_ids), key=lambda i: (_lot(i, seed), i))[: max(count, 0)])


def questions(
    doubts: Sequence[Doubt], undecided: Sequence[int], count: int, lots: int, seed: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(what to ask, which of it was drawn by lot): the lots stand spread among the others.

    `undecided` are the wordings a lot may fall on. Nobody can tell from the place of a question
    whether it was drawn.
    """
    samples = draw(undecided, lots, seed)
    drawn = set(samples)
    taught = choose([d for d in doubts if d.opinion_id not in drawn], count - len(samples))
    asked = list(taught)
    for number, opinion in enumerate(samples):
        share = int.from_bytes(_lot(opinion, seed + 1)[:4], "big") / 2**32
        asked.insert(min(int(share * (len(taught) + number + 1)), len(asked)), opinion)
    return tuple(asked), samples


def _lot(opinion_id: int, seed: int) -> bytes:
    return hashlib.blake2b(f"{seed}:{opinion_id}".encode(), digest_size=16).digest()


def _likeness(one: str, other: str) -> float:
    """Jaccard similarity (0..1) of the character 4-grams, blind to accents and case."""
    first, second = _grams(one), _grams(other)
    common = len(first & second)
    return common / max(1, len(first) + len(second) - common)


@lru_cache(maxsize=4096)
def _grams(text: str) -> frozenset[str]:
    plain = f" {' '.join(tokens(fold(text[:READ])))} "
    return frozenset(plain[i : i + GRAM] for i in range(len(plain) - GRAM + 1))
