"""The lottery of what is weighed next: fair, and the same wherever it is repeated."""

import os
import random
import subprocess
import sys
from collections import Counter
from statistics import pstdev

import pytest

from forum.opinions.draw import SAMPLE, Candidate, draw, sample, weight

EVERYBODY_EQUAL = [Candidate(number) for number in range(1, 11)]


def _taking_part(chosen, numbers):
    return [number for number in numbers if chosen.takes(number)]


def test_nothing_is_drawn_from_nothing():
    assert draw(1, 2, 3, []) is None


def test_the_same_draw_gives_the_same_opinion_in_any_order():
    shuffled = random.Random(7).sample(EVERYBODY_EQUAL, k=10)
    assert draw(5, 8, 0, EVERYBODY_EQUAL) == draw(5, 8, 0, shuffled)


def test_the_draw_is_the_same_in_every_process():
    command = (
        "from forum.opinions.draw import Candidate, draw, sample;"
        "some = [Candidate(n, n % 3, n % 2, n % 3 + 2, n / 9) for n in range(1, 90)];"
        "print([draw(5, p, 3, some) for p in range(9)],"
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
    assert all(850 < drawn[number] < 1150 for number in range(1, 11))


def test_opinions_are_drawn_as_often_as_their_weight_says():
    candidates = [Candidate(1), Candidate(2, 1, 0, 1), Candidate(3, 2, 1, 4), Candidate(4, 9, 0, 9)]
    drawn = Counter(draw(1, person, 0, candidates) for person in range(10_000))
    whole = sum(weight(*one[1:]) for one in candidates)
    for one in candidates:
        assert abs(drawn[one.number] / 10_000 - weight(*one[1:]) / whole) < 0.02


def test_the_weight_is_the_published_priority():
    # Nobody has seen it: a half agrees, a half passes, and nine times the importance, squared.
    assert weight(0, 0, 0) == (0.5 * 1 * 0.5 * 9) ** 2
    # Ten have: a = 9/12, p = 2/12, E = 1.5 and 1 + 8 / 4.
    assert weight(8, 1, 10, 1.5) == pytest.approx((10 / 12 * 2.5 * 9 / 12 * 3) ** 2)


def test_new_far_out_and_welcome_opinions_weigh_more():
    assert weight(0, 0, 0) > 3 * weight(20, 0, 30)
    assert weight(10, 2, 20, 2.0) > weight(10, 2, 20, 0.5)
    assert weight(15, 2, 20) > weight(5, 2, 20)
    assert weight(10, 1, 20) > weight(10, 9, 20)
    assert weight(0, 1000, 1000) > 0


def test_a_new_opinion_changes_only_the_draws_it_wins():
    before = {person: draw(1, person, 0, EVERYBODY_EQUAL) for person in range(500)}
    after = {person: draw(1, person, 0, [*EVERYBODY_EQUAL, Candidate(99)]) for person in range(500)}
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


def test_attention_spreads_over_a_thousand_opinions():
    """A simulated day: 300 people weigh 20 opinions each; a quarter finds no agreement at all."""
    agreed, seen = Counter(), dict.fromkeys(range(1, 1001), 0)
    for person in range(300):
        mine = set()
        for step in range(20):
            chosen = sample(3, person, step, len(seen) - step)
            open_to = [n for n in _taking_part(chosen, seen) if n not in mine]
            candidates = [Candidate(n, agreed[n], 0, seen[n]) for n in open_to]
            number = draw(3, person, step, candidates)
            mine.add(number)
            agreed[number] += number % 4 > 0
            seen[number] += 1
    assert sum(seen.values()) == 6_000
    # Six each on average; what nobody agrees with is shown less, as the published formula has it.
    assert pstdev(seen.values()) < 3.8
    assert sum(times == 0 for times in seen.values()) < 60
    assert max(seen.values()) <= 25
    unwelcome = [times for number, times in seen.items() if number % 4 == 0]
    assert 1.5 < sum(unwelcome) / len(unwelcome) < 4


def test_late_opinions_catch_up():
    old = [Candidate(number, 12, 2, 20) for number in range(1, 41)]
    late = [Candidate(number) for number in range(41, 51)]
    drawn = Counter(draw(1, person, 0, [*old, *late]) for person in range(1000))
    # A fifth of the opinions, and nearly three quarters of the attention.
    assert sum(drawn[one.number] for one in late) > 650
