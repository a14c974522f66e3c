"""How many opinions a theme has: what people said is exact, the rest has an interval."""

from dataclasses import replace
from random import Random

import numpy as np

from forum.themes.measuring.counting import Tally, count, spread

SURE = Tally(
    themes=(7, 9),
    facets=("what", "what"),
    shares=np.array([[0.9, 0.1]] * 30 + [[0.2, 0.8]] * 10, np.float32),
    ids=np.arange(40),
    rows=np.arange(40),
    said={},
    held=frozenset(),
    learnt=0,
)


def by_theme(tally, ids=None):
    return {c.theme_id: c for c in count(tally, ids)}


def test_the_estimate_adds_up_what_is_likely():
    counts = by_theme(SURE)
    assert counts[7].estimate == 29.0
    assert counts[7].low < 29 < counts[7].high
    assert 0 <= counts[9].low <= counts[9].estimate <= counts[9].high <= 40


def test_what_people_said_is_counted_as_they_said():
    said = {i: {7: False, 9: True} for i in range(40)}
    counts = by_theme(replace(SURE, said=said, learnt=40))
    assert (counts[7].estimate, counts[7].low, counts[7].high) == (0, 0, 0)
    assert (counts[9].estimate, counts[9].low, counts[9].high) == (40, 40, 40)


def test_a_refused_theme_leaves_its_share_to_the_others():
    counts = by_theme(replace(SURE, said={i: {7: False} for i in range(30)}))
    assert counts[7].estimate == 2.0
    assert counts[9].estimate == 38.0


def test_decisions_narrow_the_interval():
    few, many = by_theme(SURE)[7], by_theme(replace(SURE, learnt=60))[7]
    assert many.high - many.low < few.high - few.low


def test_a_neighbourhood_is_counted_by_itself_and_strangers_are_passed_over():
    counts = by_theme(SURE, [30, 31, 32, 999])
    assert counts[9].estimate == 2.4
    assert counts[9].high <= 3


def test_many_copies_of_one_wording_are_one_doubt():
    copies = replace(SURE, shares=np.array([[0.5, 0.5]], np.float32), rows=np.zeros(40, int))
    assert by_theme(copies)[7].low == 0
    assert by_theme(copies)[7].high == 40


def test_answers_drawn_by_lot_correct_the_estimate():
    wide = Tally(
        (7,), ("what",), np.full((4000, 1), 0.5, np.float32), np.arange(4000), np.arange(4000),
        {}, frozenset(), 0,
    )  # fmt: skip
    drawn = {i: {7: i % 5 == 0} for i in range(0, 4000, 13)}
    checked = by_theme(replace(wide, said=drawn, held=frozenset(drawn)))[7]
    assert abs(checked.estimate - 800) < 250
    assert checked.high - checked.low < by_theme(wide)[7].high - by_theme(wide)[7].low


def test_the_interval_holds_the_truth_when_the_shares_are_right():
    held = 0
    for seed in range(200):
        draw = Random(seed)
        shares = np.array([[draw.random()] for _ in range(60)], np.float32)
        true = sum(draw.random() < float(share[0]) for share in shares)
        tally = Tally((1,), ("what",), shares, np.arange(60), np.arange(60), {}, frozenset(), 500)
        (found,) = count(tally)
        held += found.low <= true <= found.high
    assert held >= 190


def test_shares_of_a_text_add_up_to_one_at_most():
    scores = np.array([[0.5, 0.3, 0.2], [0.0, 0.0, 0.0]])
    found = spread(np.full((2, 3), 0.7), scores, np.array([0.1, 0.0]))
    assert found[0, 0] == np.float32(0.7)
    assert found.sum(axis=1).max() <= 1.0001
    assert spread(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0)).shape == (0, 3)


def test_nothing_to_count_is_fine():
    assert (
        count(
            Tally((), (), np.zeros((0, 0)), np.zeros(0, int), np.zeros(0, int), {}, frozenset(), 0)
        )
        == ()
    )
    assert by_theme(SURE, [])[7].high == 0
