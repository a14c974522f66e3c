"""The lottery of what is weighed next: fair, and the same wherever it is repeated."""

import os
import random
import subprocess
import sys
from collections import Counter
from statistics import pstdev

from forum.opinions.draw import SAMPLE, draw, sample, weight

EVERYBODY_EQUAL = [(number, 0) for number in range(1, 11)]


def _taking_part(chosen, numbers):
    return [number for number in numbers if chosen.takes(number)]


def test_nothing_is_drawn_from_nothing():
    assert draw(1, 2, 3, []) is None


def test_the_same_draw_gives_the_same_opinion_in_any_order():
    shuffled = random.Random(7).sample(EVERYBODY_EQUAL, k=10)
    assert draw(5, 8, 0, EVERYBODY_EQUAL) == draw(5, 8, 0, shuffled)


def test_the_draw_is_the_same_in_every_process():
    command = (
        "from forum.opinions.draw import draw, sample;"
        "print([draw(5, p, 3, [(n, n % 4) for n in range(1, 90)]) for p in range(9)],"
        " sample(5, 6, 7, 9000))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", command],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert "None" not in said.pop()


def test_seed_person_and_step_each_change_what_is_drawn():
    for argument in range(3):
        drawn = set()
        for value in range(30):
            key = [1, 1, 1]
            key[argument] = value
            drawn.add(draw(*key, EVERYBODY_EQUAL))
        assert len(drawn) > 5


def test_equal_opinions_are_drawn_equally_often():
    drawn = Counter(draw(1, person, 0, EVERYBODY_EQUAL) for person in range(10_000))
    # Expected 1,000 each with a standard deviation of 30; five of them happen once in a million.
    assert all(850 < drawn[number] < 1150 for number, _seen in EVERYBODY_EQUAL)


def test_what_nobody_has_seen_is_drawn_as_often_as_its_weight_says():
    candidates = [(1, 0), (2, 1), (3, 3)]
    drawn = Counter(draw(1, person, 0, candidates) for person in range(10_000))
    whole = sum(weight(seen) for _number, seen in candidates)
    for number, seen in candidates:
        assert abs(drawn[number] / 10_000 - weight(seen) / whole) < 0.02


def test_a_new_opinion_changes_only_the_draws_it_wins():
    before = {person: draw(1, person, 0, EVERYBODY_EQUAL) for person in range(500)}
    after = {person: draw(1, person, 0, [*EVERYBODY_EQUAL, (99, 0)]) for person in range(500)}
    assert all(after[person] in {before[person], 99} for person in before)
    assert 10 < list(after.values()).count(99) < 90


def test_everybody_takes_part_in_a_small_conversation():
    assert sample(1, 2, 3, SAMPLE).whole
    assert not sample(1, 2, 3, SAMPLE + 1).whole


def test_a_large_conversation_is_sampled_evenly():
    numbers = range(100_000, 110_000)
    sizes, part = [], Counter()
    for step in range(400):
        chosen = _taking_part(sample(9, 4, step, len(numbers)), numbers)
        sizes.append(len(chosen))
        part.update(number // 1000 for number in chosen)
    assert min(sizes) > 60
    assert max(sizes) < 2 * SAMPLE
    share = sum(sizes) / 10
    assert all(0.9 * share < part[thousand] < 1.1 * share for thousand in range(100, 110))


def test_attention_spreads_evenly_over_a_thousand_opinions():
    """A simulated day: 300 people weigh 20 opinions each; nobody is forgotten or flooded."""
    seen = dict.fromkeys(range(1, 1001), 0)
    for person in range(300):
        mine = set()
        for step in range(20):
            chosen = sample(3, person, step, len(seen) - step)
            open_to = [n for n in _taking_part(chosen, seen) if n not in mine]
            number = draw(3, person, step, [(n, seen[n]) for n in open_to])
            mine.add(number)
            seen[number] += 1
    assert sum(seen.values()) == 6_000
    # Six each; by plain chance the deviation would be 2.4, some having none and some sixteen.
    assert pstdev(seen.values()) < 1.4
    assert min(seen.values()) >= 2
    assert max(seen.values()) <= 12


def test_late_opinions_catch_up():
    seen = dict.fromkeys(range(1, 41), 20) | dict.fromkeys(range(41, 51), 0)
    drawn = Counter(draw(1, person, 0, list(seen.items())) for person in range(1000))
    assert sum(drawn[number] for number in range(41, 51)) > 950
