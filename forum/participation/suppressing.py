"""Two-way tables made safe: what is not told cannot be worked out from what is.

A published table tells some cells, some sums of its rows and columns, and the grand total. A cell
that is not told can still be bounded by the sums (Hundepool et al., Statistical Disclosure
Control, 2012, chapter 4). What is not told and its sums are flows in a small network, so the least
and the greatest value an attacker cannot rule out are maximum flows in it (Gusfield, "A graph
theoretic approach to statistical data security", SIAM J. Computing 17, 1988). Further cells are
withheld until every one left untold may take MINIMUM_CELL + 1 values or more.

Pure: counts in, a set of cells out; ties go by the order of the rows, never by a name.
"""

from collections import deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from forum.core.cells import MINIMUM_CELL

Place = tuple[Hashable, Hashable]
#: Stands for the sum of a row or column in a place, and for the node of all such sums.
SUM = "sum"
#: What may be added to a flow: more than any table holds.
ENOUGH = 1 << 40


def withheld(
    counts: Mapping[Place, int],
    small: set[Place],
    untold_rows: set[Any] = frozenset(),  # type: ignore[assignment]
    untold_columns: set[Any] = frozenset(),  # type: ignore[assignment]
) -> set[Place] | None:
    """Return the cells of a table not to tell, the ``small`` ones among them; None: no table.

    ``counts`` holds every cell, also those with nobody; ``untold_rows`` and ``untold_columns`` are
    those whose sums are not told. The grand total is taken to be known.
    """
    hidden = set(small)
    sums = {(row, SUM) for row in untold_rows} | {(SUM, column) for column in untold_columns}
    values = {**counts, **_sums(counts)}
    while (weak := _weakest(values, hidden | sums)) is not None:
        more = _next_to_hide(counts, hidden, weak)
        if more is None:
            return None
        hidden.add(more)
    return hidden


def _sums(counts: Mapping[Place, int]) -> dict[Place, int]:
    found: dict[Place, int] = {}
    for (row, column), count in counts.items():
        found[row, SUM] = found.get((row, SUM), 0) + count
        found[SUM, column] = found.get((SUM, column), 0) + count
    return found


def _weakest(values: Mapping[Place, int], untold: set[Place]) -> Place | None:
    """Return an untold place that is known too well, None when there is none."""
    order = [place for place in values if place in untold]
    for place in order:
        if freedom(values, order, place) < MINIMUM_CELL:
            return place
    return None


def _next_to_hide(counts: Mapping[Place, int], hidden: set[Place], weak: Place) -> Place | None:
    """Choose the cell whose withholding costs least: of the same row or column, and small."""
    shown = [place for place in counts if place not in hidden]
    beside = [place for place in shown if place[0] == weak[0] or place[1] == weak[1]]
    return min(beside or shown, key=lambda place: (counts[place] == 0, counts[place]), default=None)


def freedom(values: Mapping[Place, int], untold: Sequence[Place], place: Place) -> int:
    """Return by how much the value of an untold place may vary, as far as the table tells.

    Anything from MINIMUM_CELL on is returned as it was found there: enough is enough.
    """
    tail, head = _edge(place)
    room = _rooms(values, untold, place)
    more = _flow(room, head, tail, MINIMUM_CELL)
    room = _rooms(values, untold, place)
    return more + _flow(room, tail, head, min(MINIMUM_CELL, values[place]))


def _edge(place: Place) -> tuple[Any, Any]:
    """Return the ends of a place: sums flow into rows, rows into columns, columns into sums."""
    row, column = place
    if column == SUM:
        return ("rows", SUM), ("row", row)
    if row == SUM:
        return ("column", column), ("columns", SUM)
    return ("row", row), ("column", column)


def _rooms(
    values: Mapping[Place, int], untold: Sequence[Place], besides: Place
) -> dict[Any, dict[Any, int]]:
    """Return how much each untold place but one may rise, and (backwards) fall to nothing."""
    room: dict[Any, dict[Any, int]] = {}
    for place in untold:
        if place != besides:
            tail, head = _edge(place)
            room.setdefault(tail, {})[head] = ENOUGH
            room.setdefault(head, {})[tail] = values[place]
    return room


def _flow(room: dict[Any, dict[Any, int]], source: Any, sink: Any, wanted: int) -> int:
    """Return how much can flow from source to sink, at most ``wanted`` (Edmonds and Karp)."""
    total = 0
    while total < wanted and (path := _path(room, source, sink)):
        step = min(wanted - total, *(room[tail][head] for tail, head in path))
        for tail, head in path:
            room[tail][head] -= step
            room[head][tail] += step
        total += step
    return total


def _path(room: dict[Any, dict[Any, int]], source: Any, sink: Any) -> list[tuple[Any, Any]]:
    before: dict[Any, Any] = {source: None}
    waiting = deque([source])
    while waiting and sink not in before:
        node = waiting.popleft()
        for other, left in room.get(node, {}).items():
            if left > 0 and other not in before:
                before[other] = node
                waiting.append(other)
    return list(_back(before, sink)) if sink in before else []


def _back(before: dict[Any, Any], node: Any) -> Iterator[tuple[Any, Any]]:
    while before[node] is not None:
        yield before[node], node
        node = before[node]
