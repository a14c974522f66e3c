"""Nobody is found out by comparing what was published at different times."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from forum.core.cells import MINIMUM_CELL, State, next_state, stepped, told
from forum.core.published import publish, published

KEYS = ("1", "2", "None")
FEW = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, 6, 9])
FIRST = st.tuples(*(st.one_of(st.integers(0, 6), st.integers(0, 20)) for _key in KEYS))
STEPS = st.builds(
    lambda first, more: [first, *more],
    FIRST,
    st.lists(st.tuples(*(FEW for _key in KEYS)), max_size=4),
)


def history(steps):
    """The true counts after each step, and what was published of them."""
    counts, state, found = dict.fromkeys(KEYS, 0), None, []
    for step in steps:
        counts = {key: counts[key] + more for key, more in zip(KEYS, step, strict=True)}
        before, state = state, next_state(state, counts)
        found.append((dict(counts), before, state))
    return found


def knowledge(found, width=MINIMUM_CELL - 1):
    """All an attacker knows of every count at every moment: equations and bounds.

    They know the rule, every total at every moment, and that people only come. ``width`` is how far
    above a number just told they take the count to be.
    """
    size, equations, sums, bounds = len(KEYS), [], [], []
    for moment, (counts, _before, state) in enumerate(found):
        row = np.zeros(len(found) * size)
        row[moment * size : (moment + 1) * size] = 1
        equations.append(row)
        sums.append(sum(counts.values()))  # the total is live
        fresh = state.people == sum(counts.values())
        for key in KEYS:
            least = state.shown.get(key, 1 if key in state.untold else 0)
            most = least + width if key in state.shown else 2 * MINIMUM_CELL - 1
            if fresh and state.untold and key not in {*state.untold, *state.shown}:
                most = 0
            bounds.append((least, most if fresh else None))
    never_fewer = []
    for place in range(size, len(found) * size):
        row = np.zeros(len(found) * size)
        row[place - size], row[place] = 1, -1
        never_fewer.append(row)
    return equations, sums, bounds, never_fewer


def extent(known, goal):
    """The least and the greatest value that a sum of places may have; None for nothing at all."""
    equations, sums, bounds, never_fewer = known
    more = {"A_ub": never_fewer, "b_ub": np.zeros(len(never_fewer))} if never_fewer else {}
    ends = []
    for sign in (1, -1):
        result = linprog(sign * goal, A_eq=equations, b_eq=sums, bounds=bounds, **more)
        if result.status not in (0, 3):
            return None  # what the attacker takes for granted does not hold
        ends.append(round(sign * result.fun, 6) if result.status == 0 else sign * -np.inf)
    return ends


def secrets(found):
    """Every small count, and every small step of a count between two moments: (name, value, goal)."""
    size = len(KEYS)
    for moment, (counts, _before, _state) in enumerate(found):
        for number, key in enumerate(KEYS):
            goal = np.zeros(len(found) * size)
            goal[moment * size + number] = 1
            yield ("count", moment, key), counts[key], goal
    for (early, first), (late, then) in combinations(enumerate(found), 2):
        for number, key in enumerate(KEYS):
            goal = np.zeros(len(found) * size)
            goal[late * size + number], goal[early * size + number] = 1, -1
            yield ("step", early, late, key), then[0][key] - first[0][key], goal


def found_out(found, width=MINIMUM_CELL - 1):
    """What the attacker finds out exactly."""
    known = knowledge(found, width)
    for name, value, goal in secrets(found):
        ends = extent(known, goal) if 0 < value < MINIMUM_CELL else None
        if ends and ends[1] - ends[0] < 1 and ends[0] <= value <= ends[1]:
            yield name


@example([(10, 10, 0), (0, 0, 1), (0, 0, 5)])  # all the rest stayed: who came later would be known
@example([(12, 5, 0), (7, 4, 0), (4, 0, 0), (1, 0, 0)])  # both at their utmost
@example([(5, 20, 2), (1, 9, 0), (3, 0, 2), (4, 0, 0)])
@settings(max_examples=90, deadline=None, derandomize=True)
@given(STEPS)
@pytest.mark.parametrize("width", [MINIMUM_CELL - 1, 2 * MINIMUM_CELL - 1])
def test_no_small_count_or_step_follows_from_all_that_was_published(width, steps):
    found = history(steps)
    assert not list(found_out(found, width)), [(each[0], each[2]) for each in found]


def after_exact_numbers(steps):
    """The same, but the first table was published by the former rule: exact numbers from five on."""
    (counts, _before, _state), *_rest = history(steps[:1])
    large = {key: number for key, number in counts.items() if number >= MINIMUM_CELL}
    few = tuple(key for key, number in counts.items() if 0 < number < MINIMUM_CELL)
    first = State(large, few if len(few) > 1 else (), sum(counts.values()))
    found, state = [(counts, None, first)], State(stepped(large), first.untold, None)
    for step in steps[1:]:
        counts = {key: counts[key] + more for key, more in zip(KEYS, step, strict=True)}
        before, state = state, next_state(state, counts)
        found.append((dict(counts), before, state))
    return found


@example([(10, 14, 9), (5, 1, 0)])  # the one who came is the rise of a number just told
@example([(14, 20, 3), (1, 0, 0), (0, 5, 0)])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(STEPS)
def test_exact_numbers_of_the_former_rule_cannot_be_subtracted_from_what_is_told_now(steps):
    found = after_exact_numbers(steps)
    known_before = set(found_out(found[:1], width=0))
    assert set(found_out(found, width=0)) <= known_before, [each[2] for each in found]
    for _counts, _before, state in found[1:]:
        assert all(number % MINIMUM_CELL == 0 for number in state.shown.values())


def test_numbers_that_were_exact_are_told_anew_when_it_is_safe():
    state = State(stepped({"1": 14, "2": 23}), ("3", "4"), None)
    assert next_state(state, {"1": 15, "2": 23, "3": 9}).shown == {"1": 10, "2": 20}
    assert next_state(state, {"1": 21, "2": 30, "3": 16, "5": 17}) == State(
        {"1": 20, "2": 20, "3": 15, "5": 15}, ("4",), None
    )
    assert next_state(state, {"1": 1, "2": 8}).shown == {"1": MINIMUM_CELL, "2": MINIMUM_CELL}


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_numbers_go_in_steps_and_are_never_too_many(steps):
    for counts, before, state in history(steps):
        for key, number in state.shown.items():
            assert number % MINIMUM_CELL == 0
            assert MINIMUM_CELL <= number <= counts[key]
        for key, number in (before.shown if before else {}).items():
            assert state.shown[key] >= number  # nobody left


def test_a_careless_rule_is_found_out():
    """The attacker of these tests is able: what is told exactly each time gives somebody away."""
    first, then = {"1": 10, "2": 12, "None": 0}, {"1": 10, "2": 12, "None": 1}
    shown = State({"1": 10, "2": 12}, (), 22)
    careless = [(first, None, shown), (then, shown, State({"1": 10, "2": 12}, (), 23))]
    assert ("count", 1, "None") in found_out(careless, width=0)


def test_plain_steps_without_memory_are_found_out():
    """Whoever sees the total rise by one and a number by a step knows where that one belongs."""
    counts = [{"1": 14, "2": 12, "None": 3}, {"1": 15, "2": 12, "None": 3}]
    plain = [next_state(None, each) for each in counts]
    found = [(counts[0], None, plain[0]), (counts[1], plain[0], plain[1])]
    assert ("step", 0, 1, "1") in found_out(found)


def test_one_person_more_changes_nothing():
    state = next_state(None, {"1": 11, "2": 12})
    assert state == State({"1": 10, "2": 10}, (), 23)
    assert next_state(state, {"1": 12, "2": 12}) == state
    assert next_state(state, {"1": 11, "2": 12, "3": 4}) == state
    assert next_state(state, {"1": 17, "2": 12}).shown == {"1": 15, "2": 10}


def test_what_falls_far_is_told_lower_and_never_small():
    state = next_state(None, {"1": 31, "2": 12})
    assert next_state(state, {"1": 27, "2": 12}).shown["1"] == 30
    assert next_state(state, {"1": 22, "2": 12}).shown["1"] == 20
    assert next_state(state, {"1": 1, "2": 12}).shown["1"] == MINIMUM_CELL


def test_a_table_is_published_and_read_again(app):
    publish("theme:1:place", {"1": 10, "2": 4, "3": 4})
    publish("theme:1:place", {"1": 12, "2": 4, "3": 4})
    state = published(["theme:1:place", "theme:2:place"])["theme:1:place"]
    assert state.people == 18
    cells = told(state, [(1, "Avas"), (2, "Diósgyőr"), (3, "Pereces"), (4, "Szirma")])
    assert [(cell.name, cell.people) for cell in cells] == [
        ("Avas", 10),
        ("Diósgyőr", None),
        ("Pereces", None),
    ]
    assert told(None, [(1, "Avas")]) == ()
