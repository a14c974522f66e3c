"""Whether a theme is said more, or less, often in one part of a conversation than in the rest.

The parts are neighbourhoods, age bands, channels or months. People are counted, not posts: who
says a thing a hundred times is one voice, so a campaign of few people makes no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from forum.themes.agreement import discoveries, wilson

Part = int | str | None
Verdict = Literal["more", "less", "open"]

LEAST_OPINIONS = 20  # behind a claim: in the part, and in the theme; fewer say nothing
LEAST_GAP = 0.02  # two people in a hundred: a smaller difference is nothing to plan by
FALSE_DISCOVERY_RATE = 0.05  # share of the claims on one page that may be chance
REACH = 12.0  # standard deviations of the exact distribution that are summed: all but 1e-30
SAME = 1e-7  # chances closer than this, in proportion, count as equal (as in R's fisher.test)


class Tally(NamedTuple):
    """How many opinions, and how many different people behind them."""

    opinions: int = 0
    people: int = 0


@dataclass(frozen=True)
class Table:
    """Themes by the parts of a conversation.

    ``cells`` counts by (theme, part), ``whole`` counts everybody of a part, whatever they said;
    what is missing is zero. Nothing is claimed about the parts in ``unnamed``, such as those who
    did not say where they live, but they belong to "the rest".
    """

    name: str
    themes: tuple[int, ...]
    parts: tuple[Part, ...]
    cells: Mapping[tuple[int, Part], Tally]
    whole: Mapping[Part, Tally]
    unnamed: frozenset[Part] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell: of ``asked`` people in the part, ``people`` said it; shares are 0..1.

    ``low`` and ``high`` bound the share 95 times in 100 (Wilson), ``elsewhere`` is the share in the
    rest of the conversation, ``chance`` how often so large a difference comes by chance alone.
    """

    theme: int
    part: Part
    opinions: int
    people: int
    asked: int
    share: float
    low: float
    high: float
    elsewhere: float
    chance: float
    verdict: Verdict


def compare(
    tables: Sequence[Table], rate: float = FALSE_DISCOVERY_RATE
) -> dict[str, tuple[Difference, ...]]:
    """Every cell of every table by the table's name, themes and parts in the order given.

    Each cell is tested against the rest of its theme with Fisher's exact test (1922, two-sided).
    All tables are looked at together, under one false-discovery rate (Benjamini and Hochberg
    1995), because the more one tests, the more is found by chance.
    """
    measured = [
        (table, _measure(table, theme, part)) for table in tables for theme, part in _order(table)
    ]
    tested = [i for i, (table, cell) in enumerate(measured) if _testable(table, cell)]
    held = discoveries([measured[i][1].chance for i in tested], rate)
    claimed = {i for i, true in zip(tested, held, strict=True) if true}
    found: dict[str, list[Difference]] = {table.name: [] for table in tables}
    for i, (table, cell) in enumerate(measured):
        found[table.name].append(_told(cell, i in claimed))
    return {name: tuple(cells) for name, cells in found.items()}


def _order(table: Table) -> list[tuple[int, Part]]:
    return [(theme, part) for theme in table.themes for part in table.parts]


@dataclass(frozen=True, slots=True)
class _Measured:
    """A cell with the counts of the rest."""

    theme: int
    part: Part
    here: Tally
    asked: Tally
    there: Tally
    asked_there: int
    chance: float


def _measure(table: Table, theme: int, part: Part) -> _Measured:
    none = Tally()
    here, asked = table.cells.get((theme, part), none), table.whole.get(part, none)
    others = [each for each in table.parts if each != part]
    rest = [table.cells.get((theme, each), none) for each in others]
    there = Tally(sum(r.opinions for r in rest), sum(r.people for r in rest))
    asked_there = sum(table.whole.get(each, none).people for each in others)
    chance = fisher(here.people, asked.people, there.people, asked_there)
    return _Measured(theme, part, here, asked, there, asked_there, chance)


def _testable(table: Table, cell: _Measured) -> bool:
    """Whether there is enough to say anything: only sizes decide, never the difference itself."""
    of_theme = cell.here.opinions + cell.there.opinions
    return (
        cell.part not in table.unnamed
        and min(cell.asked.opinions, of_theme) >= LEAST_OPINIONS
        and cell.asked_there > 0
    )


def _told(cell: _Measured, claimed: bool) -> Difference:
    here, asked = cell.here.people, cell.asked.people
    share = here / asked if asked else 0.0
    elsewhere = cell.there.people / cell.asked_there if cell.asked_there else 0.0
    low, high = wilson(here, asked)
    gap = round(share - elsewhere, 9)
    claimed = claimed and abs(gap) >= LEAST_GAP
    verdict: Verdict = "open" if not claimed else "more" if gap > 0 else "less"
    return Difference(
        cell.theme,
        cell.part,
        cell.here.opinions,
        here,
        asked,
        round(share, 6),
        round(low, 6),
        round(high, 6),
        round(elsewhere, 6),
        cell.chance,
        verdict,
    )


def fisher(here: int, asked: int, there: int, asked_there: int) -> float:
    """The two-sided chance of ``here`` of ``asked`` against ``there`` of ``asked_there`` (0..1).

    All tables with the same margins that are no likelier than this one are summed (Fisher 1922).
    Raises ValueError when the counts make no proportions.
    """
    if not (0 <= here <= asked and 0 <= there <= asked_there):
        raise ValueError(f"{here} of {asked} and {there} of {asked_there} are no proportions")
    total, said = asked + asked_there, here + there
    first, last = max(0, said - asked_there), min(asked, said)
    if first == last:
        return 1.0
    middle = asked * said / total
    spread = (middle * (total - said) / total * asked_there / max(1, total - 1)) ** 0.5
    reach = int(REACH * spread) + 2
    first = max(first, min(here, int(middle) - reach))
    last = min(last, max(here, int(middle) + reach))
    logs = _log_chances(np.arange(first, last + 1), asked, said, total)
    chances = np.exp(logs - logs.max())
    limit = chances[here - first] * (1 + SAME)
    return round(min(1.0, float(chances[chances <= limit].sum() / chances.sum())), 12)


def _log_chances(
    here: npt.NDArray[np.int64], asked: int, said: int, total: int
) -> npt.NDArray[np.float64]:
    """Logarithms of the hypergeometric chances of ``here``, up to a constant."""
    logs = _log_factorials(1 << (total + 1).bit_length())
    rest = total - asked - said + here
    found: npt.NDArray[np.float64] = -(
        logs[here] + logs[asked - here] + logs[said - here] + logs[rest]
    )
    return found


@lru_cache(maxsize=2)
def _log_factorials(size: int) -> npt.NDArray[np.float64]:
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, size, dtype=np.float64)))))
