"""Nobody can work out from a published table what it does not tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from forum.core.cells import MINIMUM_CELL
from forum.participation.publishing import publishable
from forum.participation.suppressing import SUM, freedom, withheld


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    counts = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 60))
    return {(r, c): draw(counts) for r in range(rows) for c in range(columns)}


def bounds(counts, hidden, place, untold_rows=(), untold_columns=()):
    """What an attacker knows of a hidden cell, by linear programming."""
    unknown = sorted(hidden)
    index = {cell: number for number, cell in enumerate(unknown)}
    equations, sums = [], []
    for axis, untold in ((0, untold_rows), (1, untold_columns)):
        lines = {cell[axis] for cell in counts}
        for group in [{line} for line in lines - set(untold)] + [lines]:
            cells = [cell for cell in counts if cell[axis] in group]
            shown = sum(counts[cell] for cell in cells if cell not in hidden)
            row = [0] * len(unknown)
            for cell in cells:
                if cell in hidden:
                    row[index[cell]] = 1
            equations.append(row)
            sums.append(sum(counts[cell] for cell in cells) - shown)
    found = []
    for sign in (1, -1):
        goal = [0] * len(unknown)
        goal[index[place]] = sign
        result = linprog(goal, A_eq=equations, b_eq=sums, bounds=(0, None))
        found.append(round(sign * result.fun))
    return found


@settings(max_examples=60, deadline=None)
@given(tables())
def test_what_is_withheld_may_be_many_numbers(counts):
    small = {cell for cell, count in counts.items() if count < MINIMUM_CELL}
    hidden = withheld(counts, small)
    if hidden is None:
        return
    assert small <= hidden
    for cell in hidden:
        least, most = bounds(counts, hidden, cell)
        assert most - least >= MINIMUM_CELL, (cell, least, most)


@settings(max_examples=40, deadline=None)
@given(tables(), st.data())
def test_nor_when_sums_are_untold_too(counts, data):
    rows = {row for row, _column in counts}
    untold = data.draw(st.sets(st.sampled_from(sorted(rows)), max_size=2))
    small = {cell for cell, count in counts.items() if count < MINIMUM_CELL}
    hidden = withheld(counts, small, untold)
    if hidden is None:
        return
    for cell in hidden:
        least, most = bounds(counts, hidden, cell, untold)
        assert most - least >= MINIMUM_CELL
    # The untold sums themselves must stay untold.
    for row in untold:
        assert any(cell in hidden for cell in counts if cell[0] == row)


def test_a_single_hidden_cell_would_be_a_subtraction():
    counts = {(r, c): 20 for r in range(3) for c in range(3)} | {(0, 0): 2}
    values = {**counts, (0, SUM): 42, (SUM, 0): 42}
    assert freedom(values, [(0, 0)], (0, 0)) == 0
    hidden = withheld(counts, {(0, 0)})
    assert len(hidden) >= 4
    assert (0, 0) in hidden


def test_two_rows_with_nobody_tell_by_being_never_less_than_nobody():
    counts = {(0, 0): 0, (0, 1): 1, (1, 0): 3, (1, 1): 0, (0, 2): 30, (1, 2): 30, (2, 0): 9}
    counts |= {(2, 1): 9, (2, 2): 9}
    hidden = withheld(counts, {cell for cell, count in counts.items() if count < 5})
    for cell in hidden or ():
        least, most = bounds(counts, hidden, cell)
        assert most - least >= MINIMUM_CELL


def test_a_table_without_small_cells_is_told_whole():
    counts = {(r, c): 9 for r in range(3) for c in range(3)}
    assert withheld(counts, set()) == set()


def test_a_table_that_cannot_be_made_safe_is_not_told():
    assert withheld({(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 0}, {(0, 0)}) is None


def test_many_participations_of_few_people_are_a_small_cell():
    """Two people who took part in nine things each would be known by their neighbours."""
    rows = [[1, 18, 2], [2, 40, 30], [3, 60, 50]]
    ways = {way: [[None, 118, 82]] for way in ("sex", "category", "channel", "month")}
    exact = {
        "participations": 118,
        "by": {"neighbourhood": rows, "age_band": [[None, 118, 82]], **ways},
        "cells": [[key, None, count, people] for key, count, people in rows],
    }
    told = publishable(exact)
    assert dict(told["by"]["neighbourhood"])[1] is None
    assert list(dict(told["by"]["neighbourhood"]).values()).count(None) == 2


@pytest.mark.parametrize("people", [0, 4])
def test_of_hardly_anybody_nothing_is_broken_down(people):
    exact = {
        "participations": people * 3,
        "by": {
            key: [[1, people * 3, people]]
            for key in ("neighbourhood", "age_band", "sex", "category", "channel", "month")
        },
        "cells": [[1, 1, people * 3, people]],
    }
    told = publishable(exact)
    assert told["cells"] == []
    assert not any(told["by"].values())
    assert told["participations"] is None
