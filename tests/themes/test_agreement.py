"""Agreement and division are claimed only when the counts bear it."""

from random import Random

import pytest

from forum.themes.agreement import classify, discoveries, wilson
from forum.themes.records import Opinion


def standing(agrees, disagrees, passes=0):
    return classify([Opinion(1, "x", 1, None, None, agrees, disagrees, passes)])[0].standing


def test_clear_counts_are_named():
    assert standing(40, 5) == "agreed"
    assert standing(5, 40) == "rejected"
    assert standing(50, 50) == "divided"


def test_few_votes_and_silence_claim_nothing():
    assert standing(15, 0) == standing(0, 0) == "open"
    assert standing(22, 3, passes=40) == "open"


def test_the_interval_is_wilsons():
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError):
        wilson(3, 2)


def test_false_claims_are_controlled():
    assert discoveries([0.01, 0.04, 0.03, 0.5], 0.05) == [True, False, False, False]
    draw = Random(3)
    coins = []
    for number in range(300):
        agrees = sum(draw.random() < 0.5 for _ in range(60))
        coins.append(Opinion(number, "x", number, None, None, agrees, 60 - agrees))
    claims = [s for s in classify(coins) if s.standing in ("agreed", "rejected")]
    assert len(claims) <= 6
