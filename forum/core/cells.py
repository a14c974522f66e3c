"""Counts of people by place, age and the like, made safe to publish: pure functions on plain numbers.

What everybody may see goes in steps of MINIMUM_CELL, and is never more than there are: 10 stands for
10 to 14. So neither one table, nor two of the same people, nor two made at different times with the
live total between them tell how many people a small group has, or who came to it meanwhile.
``tests/core/test_published_cells.py`` tries to find somebody out, by linear programming.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

#: Fewer people than this could be recognised by their neighbours, so their number is not shown.
#: Numbers of more people go in steps of as many.
MINIMUM_CELL = 5
#: So many people at least a table places nowhere, and leaves where they came since the last one.
UNPLACED = 1


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
    """Return the counts as they may be published for the first time, or once for good.

    Nothing is broken down at all when everybody together would be a small cell.
    """
    if total < MINIMUM_CELL:
        return ()
    return told(next_state(None, by_key(counts)), counts)


def suppressed(counts: Counts, total: int) -> tuple[Cell, ...]:
    """Return counts that tell nothing about who people are: how they spoke, by which door they came.

    They are told as they are; small ones are suppressed, at least two of them with MINIMUM_CELL
    people together, so that none follows from the rest (Hundepool et al., Statistical Disclosure
    Control, 2012, chapter 4). By place, age and the like use ``safe`` or ``held``: of two such
    tables the difference tells who came.
    """
    if total < MINIMUM_CELL:
        return ()
    hidden: set[Key] = set()
    for key in sorted(counts, key=lambda key: (counts[key], key[0] is None, str(key[0]))):
        together = sum(counts[each] for each in hidden)
        if counts[key] < MINIMUM_CELL or (hidden and not _hide_each_other(hidden, together)):
            hidden.add(key)
    return tuple(
        Cell(key[1], None if key in hidden else people, key in hidden, key[0])
        for key, people in counts.items()
    )


def _hide_each_other(hidden: set[Key], together: int) -> bool:
    """Whether none of the suppressed counts follows from the rest."""
    return len(hidden) > 1 and together >= MINIMUM_CELL


class State(NamedTuple):
    """What is published of a table: numbers by key, and the keys of which only that is told.

    ``people`` is how many there were when it was made; None after a table of the former rule, of
    which that is not known, as long as the table lives.
    """

    shown: dict[str, int]
    untold: tuple[str, ...] = ()
    people: int | None = None


def in_steps(people: int) -> int:
    """Return a number of people as it may be told: in steps, and never more than there are."""
    return people - people % MINIMUM_CELL


def next_state(
    before: State | None, counts: Mapping[str, int], few: frozenset[str] = frozenset()
) -> State:
    """Return what may be published of ``counts`` after ``before`` was.

    A table is made anew only when at least MINIMUM_CELL people more (or fewer) are in it, and rises
    only as far as it leaves it open who they were. The total is taken to be known at every moment.
    ``few`` are keys that may not be told though their numbers are large, such as many
    participations of few people.
    """
    people = sum(counts.values())
    if before is not None and before.people is None:
        return _carried_on(before, counts, few)
    if before is not None and abs(people - (before.people or 0)) < MINIMUM_CELL:
        return before
    former = before.shown if before else {}
    numbers = {key: _stepped(former.get(key), counts.get(key, 0)) for key in {**former, **counts}}
    shown = {k: number for k, number in numbers.items() if number and (k in former or k not in few)}
    left = [key for key, number in counts.items() if number and key not in shown]
    while not _leaves_open(before, shown, people, _most(left, few)):
        risen = [key for key, number in shown.items() if number > former.get(key, 0)]
        if not risen:
            break
        back = max(risen, key=lambda key: (shown[key], key))
        shown[back] -= MINIMUM_CELL
        if not shown[back]:
            del shown[back]
            left.append(back)
    return State(shown, _few(shown, left, people), people)


def _carried_on(before: State, counts: Mapping[str, int], few: frozenset[str]) -> State:
    """Return what may be published after a table of the former rule, which told exact numbers.

    Whoever kept that table could subtract it, so nothing is told that follows it closely: a number
    stands until it is at least two steps away, so that at least MINIMUM_CELL people came or left,
    and one not told before appears when nobody not told before can explain it. Numbers are then one
    person below what there is at least, so that what is left is never known to be nothing.
    """
    shown = dict(before.shown)
    for key in {**shown, **counts}:
        people, former = counts.get(key, 0), before.shown.get(key)
        lower = in_steps(max(0, people - UNPLACED))
        if former is None and key not in few and lower >= 3 * MINIMUM_CELL:
            shown[key] = lower
        elif former is not None and abs(lower - former) >= 2 * MINIMUM_CELL:
            shown[key] = max(MINIMUM_CELL, lower)
    return State(shown, tuple(key for key in before.untold if key not in shown), None)


def stepped(shown: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of a table of the former rule as they stand now: in steps, and no higher."""
    return {key: in_steps(number) for key, number in shown.items() if number >= MINIMUM_CELL}


def _stepped(before: int | None, people: int) -> int:
    """Return the number to tell of a key; what was told falls only when far fewer are left."""
    if before is not None and people < before:
        far = before - people >= MINIMUM_CELL
        return max(MINIMUM_CELL, in_steps(people)) if far else before
    return in_steps(people)


def _most(left: Iterable[str], few: frozenset[str]) -> float:
    """Return how many people the keys not shown may have at most, as far as the rule tells."""
    return sum(inf if key in few else 2 * MINIMUM_CELL - 1 for key in left)


def _leaves_open(before: State | None, shown: Mapping[str, int], people: int, rest: float) -> bool:
    """Whether nobody's number follows: from the total, from its bounds, or from the last table."""
    placed = sum(shown.values())
    most = placed + len(shown) * (MINIMUM_CELL - 1) + rest
    if people - placed < UNPLACED or most - people < UNPLACED:
        return False
    if before is None:
        return True
    could_be = {key: number + MINIMUM_CELL - 1 for key, number in before.shown.items()}
    came = [max(0, shown[key] - could_be.get(key, MINIMUM_CELL - 1)) for key in shown]
    return people - (before.people or 0) - sum(came) >= UNPLACED


def _few(shown: Mapping[str, int], left: Iterable[str], people: int) -> tuple[str, ...]:
    """Return the keys of which it is told that there are a few, where that hardly tells how many."""
    few = tuple(sorted(left))
    room = people - sum(shown.values()) - len(few)
    return few if len(few) > 1 and room >= MINIMUM_CELL else ()


def told(state: State | None, keys: Iterable[Key]) -> tuple[Cell, ...]:
    """Return the cells of a published state in the order of ``keys``; nothing without a state."""
    if state is None:
        return ()
    found = []
    for number, name in keys:
        key = str(number)
        if key in state.shown or key in state.untold:
            people = state.shown.get(key)
            found.append(Cell(name, people, people is None, number))
    return tuple(found)


def held(states: Mapping[str, State], name: str, counts: Counts, total: int) -> tuple[Cell, ...]:
    """Return what everybody may see of a table: its published state, never what it is just now.

    Only a table that has no state yet (for an hour at most) is told as its first state would be.
    """
    state = states.get(name)
    return safe(counts, total) if state is None else told(state, counts)


def by_key(counts: Counts) -> dict[str, int]:
    """Return counts by key as states hold them."""
    return {str(number): people for (number, _name), people in counts.items()}
