"""Votes become a table and a map: the newest counts, and the order of the rows does not."""

from random import Random

import numpy as np
import pytest

from forum.themes.votes.consensus import group_informed
from forum.themes.votes.extremity import extremities
from forum.themes.votes.matrix import Vote, build
from forum.themes.votes.projection import components, place
from tests.themes.votes_sample import camps


def test_the_newest_vote_replaces_the_older():
    found = build([Vote(1, 7, 1, at=5), Vote(1, 7, -1, at=9), Vote(1, 7, 1, at=2)])
    assert found.value.tolist() == [-1]
    assert build([Vote(1, 7, 1), Vote(1, 7, 0)]).value.tolist() == [1]


def test_nonsense_is_left_out_and_nothing_is_no_error():
    assert len(build([Vote(1, 2, 7), Vote(1, 2, -3)]).value) == 0
    empty = build([], opinions=[3, 1])
    assert empty.shape == (0, 2)
    assert empty.means().tolist() == [0, 0]
    loadings, variances = components(empty.centred())
    assert not loadings.any()
    assert not variances.any()


def test_the_order_of_votes_changes_nothing():
    votes = camps(seen=0.6)
    one, other = build(votes), build(Random(4).sample(votes, k=len(votes)))
    for name in ("people", "opinions", "row", "column", "value"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_what_was_not_seen_counts_as_the_mean():
    votes = build([Vote(1, 1, 1), Vote(2, 1, -1), Vote(3, 1, 1), Vote(1, 2, 1)])
    centred = votes.centred().toarray()
    assert centred[:, 0] == pytest.approx([2 / 3, -4 / 3, 2 / 3])
    assert centred[:, 1].tolist() == [0, 0, 0]


def test_a_person_who_saw_less_is_moved_outwards():
    votes = build(camps(people=10, statements=8))
    centred = votes.centred()
    loadings, _variances = components(centred)
    everything = place(centred, loadings, votes.votes_of_people())
    half = place(centred, loadings, votes.votes_of_people() // 2)
    assert half == pytest.approx(everything * np.sqrt(2), abs=1e-6)


def test_the_map_agrees_with_the_whole_spectrum_and_has_a_fixed_sign():
    votes = build(camps(seen=0.7))
    loadings, variances = components(votes.centred())
    table = votes.centred().toarray()
    _left, singular, right = np.linalg.svd(table, full_matrices=False)
    assert variances == pytest.approx(singular[:2] ** 2)
    for at in (0, 1):
        assert abs(loadings[:, at] @ right[at]) == pytest.approx(1)
        assert loadings[np.abs(loadings[:, at]).argmax(), at] > 0


def test_consensus_is_the_product_over_groups():
    votes = [Vote(p, 1, 1) for p in range(8)] + [Vote(8, 1, -1), Vote(9, 1, 0)]
    labels = np.array([0] * 6 + [1] * 4)
    found = build(votes)
    assert group_informed(found, labels)[0] == pytest.approx(7 / 8 * 3 / 6)
    assert group_informed(found, np.full(10, -1))[0] == pytest.approx(9 / 12)


def test_extremity_is_where_a_lone_agreement_would_stand():
    found = build([Vote(1, 1, 1), Vote(2, 1, -1), Vote(1, 2, 1), Vote(2, 2, 1)])
    loadings, _variances = components(found.centred())
    assert extremities(found, loadings) == pytest.approx([np.sqrt(2), 0])
