"""Groups are told of when they are there, and not when they are not."""

import os
import subprocess
import sys
from random import Random

import numpy as np
import pytest

from forum.themes.votes.clusters import agreement, cluster, least_size
from forum.themes.votes.findings import analyse
from forum.themes.votes.matrix import Vote, build
from forum.themes.votes.names import letters, match
from forum.themes.votes.representative import Side, one_proportion, strength, two_proportions
from tests.themes.votes_sample import CAMPS, STATEMENTS, camps, coins


def standings(found):
    return {each.opinion_id: each.standing for each in found.standings}


def test_two_camps_are_found_with_what_divides_them():
    found = analyse(build(camps(seen=0.8)))
    assert found.grouping.state == "groups"
    assert sorted(found.grouping.sizes) == [CAMPS, CAMPS]
    assert len(set(found.grouping.labels[:CAMPS].tolist())) == 1
    assert set(standings(found).values()) == {"divided"}
    assert {r.opinion for r in found.representatives} == set(range(STATEMENTS))


def test_a_statement_by_coin_among_camps_is_split_but_does_not_divide():
    found = analyse(build(camps(people=60, coins=6)))
    assert found.grouping.k == 2
    by_coin = [s for n, s in standings(found).items() if n >= STATEMENTS]
    assert by_coin.count("divided") == 0
    assert "split" in by_coin
    assert not {r.opinion for r in found.representatives if r.opinion >= STATEMENTS}


def test_coin_flips_make_no_groups_and_no_claims():
    runs = [analyse(build(coins(seed=seed, seen=0.6)), seed=seed) for seed in range(12)]
    assert sum(run.grouping.state == "groups" for run in runs) <= 1
    stands = [s for run in runs for s in standings(run).values()]
    assert sum(s in ("agreed", "rejected") for s in stands) <= 0.02 * len(stands)
    assert stands.count("divided") <= 0.05 * len(stands)


def test_too_few_people_or_statements_tell_nothing():
    for votes in ([], [Vote(1, 1, 1)], camps(people=3), camps(statements=3)):
        found = analyse(build(votes))
        assert found.grouping.state == "few"
        assert found.representatives == ()


def test_no_group_is_smaller_than_five_people_or_a_twentieth():
    assert (least_size(20), least_size(400)) == (5, 20)
    crowd = np.array([[float(n % 3) / 10, 0.0] for n in range(40)])
    loners = np.array([[50.0, 50.0], [60.0, -50.0]])
    assert cluster(np.vstack((crowd, loners)), 2) is None


def test_the_same_votes_give_the_same_bytes_in_any_order_and_process():
    votes = camps(people=20, coins=4, seen=0.7)
    one, other = analyse(build(votes)), analyse(build(Random(9).sample(votes, k=len(votes))))
    assert one.grouping.points.tobytes() == other.grouping.points.tobytes()
    assert one.grouping.labels.tobytes() == other.grouping.labels.tobytes()
    assert (one.standings, one.representatives) == (other.standings, other.representatives)
    command = (
        "from tests.themes.votes_sample import camps, matrix;"
        "from forum.themes.votes.findings import analyse;"
        "f = analyse(matrix(camps(people=20, coins=4, seen=0.7)));"
        "print(f.grouping.points.tobytes().hex(), f.grouping.p, f.representatives, f.apart)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", command],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads},
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }
    assert len(said) == 1


def test_letters_survive():
    before = {"A": {1, 2, 3, 4}, "C": {7, 8, 9}}
    assert letters([{7, 8, 9, 10}, {1, 2, 3}, {20, 21}], before) == ["C", "A", "B"]
    assert letters([{5, 6}, {1, 2, 3}]) == ["B", "A"]
    assert letters([{100, 101}], before) == ["B"]
    assert match([{1, 2}], []) == {}


def test_agreement_of_groupings():
    same = np.array([0, 0, 1, 1, 2, 2])
    assert agreement(same, np.array([2, 2, 0, 0, 1, 1])) == pytest.approx(1)
    assert agreement(same, np.array([0, 1, 0, 1, 0, 1])) < 0


def test_the_measures_of_polis_are_as_published():
    own, others = Side(14, 15), Side(2, 18)
    assert own.share == pytest.approx(15 / 17)
    assert one_proportion(own) == pytest.approx(2 * 4 * (15 / 16 - 0.5))
    pooled = 18 / 35
    spread = (pooled * (1 - pooled) * (1 / 16 + 1 / 19)) ** 0.5
    assert two_proportions(own, others) == pytest.approx((15 / 16 - 3 / 19) / spread)
    assert strength(own, others) > strength(Side(9, 15), others)
    assert two_proportions(Side(3, 3), Side(4, 4)) == 0
