"""Who stands behind a theme: copies of one wording are one voice with a number of people.

Themes are ranked by different people, never by posts. Somebody who sends the same wording again
and again adds nothing with it that the wording does not say already, so a handful of people cannot
lift a theme by sending hundreds of copies; hundreds of people who each send one count as hundreds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

#: So often somebody may say the same (once online, once on paper, once more by mistake).
MOST_REPEATS = 3


class Said(NamedTuple):
    """An opinion in a theme: its number, who said it, and the opinion it is a copy of, or itself."""

    opinion: int
    person: int
    wording: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A wording said more than once: the opinions, and how many different people said it."""

    wording: int
    opinions: tuple[int, ...]
    people: int


def voices(said: Iterable[Said]) -> list[Voice]:
    """The wordings several opinions share, those of most people first."""
    opinions: dict[int, list[int]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    for each in said:
        opinions[each.wording].append(each.opinion)
        people[each.wording].add(each.person)
    found = [Voice(w, tuple(sorted(ids)), len(people[w])) for w, ids in opinions.items()]
    shared = [voice for voice in found if len(voice.opinions) > 1]
    return sorted(shared, key=lambda v: (-v.people, -len(v.opinions), v.wording))


def weight(said: Iterable[Said], others: Collection[int] = ()) -> int:
    """How many people a theme is ranked by: all but those who only repeat one wording.

    Somebody who sent one wording more than MOST_REPEATS times is not counted for it again beside
    the wording itself, which always counts as one; what else they said counts. ``others`` are the
    people behind opinions whose wording nobody shares, which need not be listed in ``said``.
    """
    rows = list(said)
    sent = Counter((each.person, each.wording) for each in rows)
    counted = {each.person for each in rows if sent[each.person, each.wording] <= MOST_REPEATS}
    counted.update(others)
    heard = {each.wording for each in rows if each.person in counted}
    return len(counted) + len({each.wording for each in rows} - heard)


def places(weights: Mapping[int, float]) -> dict[int, int]:
    """The place of each theme by its weight, 1 for the heaviest; equal ones share a place."""
    return {
        theme: 1 + sum(other > own for other in weights.values()) for theme, own in weights.items()
    }
