"""Counts of people in small cells, made safe to publish."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Fewer people than this could be recognised by their neighbours, so their number is not shown.
MINIMUM_CELL = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """How many people of one neighbourhood or age band; ``people`` is None when suppressed."""

    name: str
    people: int | None
    suppressed: bool = False


def exact(counts: Mapping[str, int]) -> tuple[Cell, ...]:
    """Return every count as it is, for the office's own eyes."""
    return tuple(Cell(name, people) for name, people in counts.items())


def safe(counts: Mapping[str, int], total: int) -> tuple[Cell, ...]:
    """Return the counts with small ones suppressed, also against taking them from the ``total``.

    Nothing is broken down at all when everybody together would be a small cell. A suppressed
    count must not follow from the rest: at least two are suppressed, and together they hold
    MINIMUM_CELL people (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
    """
    if total < MINIMUM_CELL:
        return ()
    hidden = _hidden(counts)
    return tuple(
        Cell(name, None if name in hidden else people, name in hidden)
        for name, people in counts.items()
    )


def _hidden(counts: Mapping[str, int]) -> set[str]:
    rising = sorted(counts, key=lambda name: (counts[name], name))
    hidden = {name for name in rising if counts[name] < MINIMUM_CELL}
    for name in rising:
        together = sum(counts[each] for each in hidden)
        if not hidden or (len(hidden) > 1 and together >= MINIMUM_CELL):
            break
        hidden.add(name)
    return hidden
