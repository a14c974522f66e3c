"""Most votes first, as long as the money lasts."""

from fractions import Fraction

from hypothesis import given

from forum.planning.fair.greedy import greedy
from forum.planning.fair.instance import instance_of
from forum.planning.fair.sharing import Share, shares
from tests.planning.test_equal_shares import votings


def test_the_most_votes_come_first_and_what_does_not_fit_is_passed_over():
    instance = instance_of([60, 50, 40], 100, [{0, 1}, {0, 1}, {0, 2}])
    assert greedy(instance).chosen == (0, 2)


def test_equal_votes_go_to_the_cheaper_one_and_then_to_the_one_drawn_first():
    assert greedy(instance_of([9, 5, 5], 30, [{0, 1, 2}])).chosen == (1, 2, 0)


def test_what_nobody_marked_is_never_chosen():
    assert greedy(instance_of([5, 5], 100, [{1}])).chosen == (1,)


@given(votings())
def test_the_budget_holds_and_nothing_that_was_marked_would_still_fit(voting):
    costs, budget, ballots = voting
    instance = instance_of(costs, budget, ballots)
    portfolio = greedy(instance)
    assert portfolio.cost <= budget
    left = budget - portfolio.cost
    others = set().union(*ballots) - set(portfolio.chosen)
    assert all(costs[project] > left for project in others)


def test_a_group_is_told_what_it_gets():
    voters = [(1, (0,)), (1, (0, 1)), (2, (1,)), (None, (2,))]
    found = shares(voters, [100, 30, 10], chosen=[0, 1])
    assert found[1] == Share(2, 2, Fraction(115))
    assert found[2] == Share(1, 1, Fraction(15))
    assert found[None] == Share(1, 0, Fraction(0))
    assert found[1].each == Fraction(115, 2)
