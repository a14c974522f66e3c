"""Counts of people in small cells, made safe to publish."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Fewer people than this could be recognised by their neighbours, so their number is not shown.
MINIMUM_CELL = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """How many people of one neighbourhood or age band; ``people`` is None when suppressed.

    ``id`` is the row's number or code, None for those who did not say.
    """

    name: str
    people: int | None
    suppressed: bool = False
    id: int | str | None = None


#: What is counted (the number of a row or a code, None for those who did not say), and its name.
Key = tuple[int | str | None, str]
#: Counts of people by key, in the order they are to be shown.
Counts = Mapping[Key, int]


def exact(counts: Counts) -> tuple[Cell, ...]:
    """Return every count as it is, for the office's own eyes."""
    return tuple(Cell(name, people, id=number) for (number, name), people in counts.items())


def safe(counts: Counts, total: int) -> tuple[Cell, ...]:
    """Return the counts with small ones suppressed, also against taking them from the ``total``.

    Nothing is broken down at all when everybody together would be a small cell. A suppressed
    count must not follow from the rest: at least two are suppressed, and together they hold
    MINIMUM_CELL people (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
    """
    if total < MINIMUM_CELL:
        return ()
    hidden = _hidden(counts)
    return tuple(
        Cell(key[1], None if key in hidden else people, key in hidden, key[0])
        for key, people in counts.items()
    )


def _hidden(counts: Counts) -> set[Key]:
    rising = sorted(counts, key=lambda key: (counts[key], *_rank(key[0])))
    hidden = {key for key in rising if counts[key] < MINIMUM_CELL}
    for key in rising:
        together = sum(counts[each] for each in hidden)
        if not hidden or (len(hidden) > 1 and together >= MINIMUM_CELL):
            break
        hidden.add(key)
    return hidden


def _rank(number: int | str | None) -> tuple[bool, int, str]:
    """Equal counts go by number, never by name: both languages and every page must hide the same."""
    return number is None, number if isinstance(number, int) else 0, str(number)
