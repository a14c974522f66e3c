"""Equal shares: as the paper has it, as Wieliczka counted in 2023, and exact where it is close."""

import csv
import os
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.planning.fair.completing import add_one, add_one_plainly, step_at
from forum.planning.fair.equal_shares import equal_shares
from forum.planning.fair.explaining import by_equal_shares
from forum.planning.fair.instance import instance_of
from tests.planning import fair_reference as reference

#: A folder with poland_wieliczka_2023.pb from pabulib.org; see docs/fair-selection.md.
PABULIB = Path(os.environ.get("KALAKA_PABULIB", "")) / "poland_wieliczka_2023.pb"
SATISFACTIONS = st.sampled_from(["cost", "count"])


@st.composite
def votings(draw, most_projects=7, most_voters=10):
    """Small votings with small costs, so that ties and exhausted purses are common."""
    number = draw(st.integers(1, most_projects))
    costs = draw(st.lists(st.integers(1, 12), min_size=number, max_size=number))
    ballots = draw(
        st.lists(st.sets(st.integers(0, number - 1), min_size=1), min_size=1, max_size=most_voters)
    )
    return costs, draw(st.integers(1, 40)), ballots


@settings(max_examples=300, deadline=None)
@given(votings(), SATISFACTIONS)
def test_it_buys_what_the_paper_buys_in_the_same_order_at_the_same_price(voting, satisfaction):
    costs, budget, ballots = voting
    endowment = Fraction(budget, len(ballots))
    wanted, payments = reference.equal_shares(costs, budget, ballots, endowment, satisfaction)
    purses = equal_shares(instance_of(costs, budget, ballots), endowment, satisfaction)
    assert [payment.project for payment in purses.payments] == wanted
    for project, share in zip(wanted, purses.shares, strict=True):
        assert share == max(paid.get(project, 0) for paid in payments)


@settings(max_examples=200, deadline=None)
@given(votings(), SATISFACTIONS)
def test_completion_by_jumps_is_completion_step_by_step(voting, satisfaction):
    costs, budget, ballots = voting
    instance = instance_of(costs, budget, ballots)
    wanted, _payments, endowment = reference.add_one(costs, budget, ballots, satisfaction)
    quick, plain = add_one(instance, satisfaction), add_one_plainly(instance, satisfaction)
    assert list(quick.order) == list(plain.order) == wanted
    assert quick.raised == plain.raised
    assert quick.purses.endowment == endowment


@settings(max_examples=60, deadline=None)
@given(votings(), st.integers(20, 400), SATISFACTIONS)
def test_jumps_are_as_good_where_the_unit_is_small(voting, scale, satisfaction):
    costs, budget, ballots = voting
    large = instance_of([cost * scale for cost in costs], budget * scale, ballots)
    quick, plain = add_one(large, satisfaction), add_one_plainly(large, satisfaction)
    assert (quick.order, quick.raised) == (plain.order, plain.raised)


@settings(max_examples=60, deadline=None)
@given(votings(), st.integers(20, 400), st.integers(2, 50), SATISFACTIONS)
def test_jumps_are_as_good_with_longer_steps(voting, scale, step, satisfaction):
    costs, budget, ballots = voting
    costs, budget = [cost * scale for cost in costs], budget * scale
    instance = instance_of(costs, budget, ballots, step=step)
    quick, plain = add_one(instance, satisfaction), add_one_plainly(instance, satisfaction)
    assert (quick.order, quick.raised) == (plain.order, plain.raised)
    base = Fraction(budget, max(1, instance.people))
    assert not ballots or quick.purses.endowment == base + quick.raised
    assert quick.raised % step == 0


@settings(max_examples=80, deadline=None)
@given(votings(), st.integers(20, 2000), st.integers(1, 20), SATISFACTIONS)
def test_growing_steps_are_jumped_as_they_are_run(voting, scale, step, satisfaction):
    costs, budget, ballots = voting
    costs, budget = [cost * scale for cost in costs], budget * scale
    instance = instance_of(costs, budget, ballots, step=step, grows=True)
    quick, plain = add_one(instance, satisfaction), add_one_plainly(instance, satisfaction)
    assert (quick.order, quick.purses.endowment) == (plain.order, plain.purses.endowment)


def test_a_dear_project_nobody_can_pay_does_not_ask_for_runs_without_end():
    costs = [10_000_000, 9_000_000, 10]
    ballots = [[0]] + [[1]] + [[2]] * 998
    instance = instance_of(costs, 10_000_000, ballots, step=100, grows=True)
    assert step_at(instance, Fraction(20_000)) == 100
    assert step_at(instance, Fraction(1_000_000)) == 10_000
    assert instance.cost_of(add_one(instance).order) <= instance.budget


@settings(max_examples=150, deadline=None)
@given(votings(), SATISFACTIONS)
def test_nobody_pays_more_than_they_own_and_every_project_is_paid_exactly(voting, satisfaction):
    costs, budget, ballots = voting
    portfolio = by_equal_shares(instance_of(costs, budget, ballots), satisfaction)
    assert portfolio.cost == sum(costs[p] for p in portfolio.chosen) <= budget
    for bought in portfolio.purchases:
        assert bought.full * bought.share + bought.rest == costs[bought.project]
        assert bought.share <= portfolio.endowment
        assert bought.rest <= bought.partial * bought.share
        assert bought.payers <= bought.supporters
    for missed in portfolio.shortfalls:
        left = sum(
            portfolio.endowment - _paid(portfolio, ballots, ballot)
            for ballot in ballots
            if missed.project in ballot
        )
        assert missed.left == left


def _paid(portfolio, ballots, ballot):
    """What a voter paid, from the terms alone: each purchase, until the money is spent."""
    owned = {id(each): portfolio.endowment for each in ballots}
    for bought in portfolio.purchases:
        for each in ballots:
            if bought.project in each:
                owned[id(each)] -= min(owned[id(each)], bought.share)
    return portfolio.endowment - owned[id(ballot)]


@settings(max_examples=80, deadline=None)
@given(votings(most_projects=5, most_voters=6))
def test_every_cohesive_group_gets_its_part_up_to_one_project(voting):
    """EJR up to one (Peters, Pierczyński, Skowron 2021, theorem 2), for cost and before completion."""
    costs, budget, ballots = voting
    endowment = Fraction(budget, len(ballots))
    purses = equal_shares(instance_of(costs, budget, ballots), endowment)
    chosen = {payment.project for payment in purses.payments}
    people = range(len(ballots))
    for size in range(1, len(ballots) + 1):
        for group in combinations(people, size):
            common = set.intersection(*(set(ballots[voter]) for voter in group))
            for number in range(1, len(common) + 1):
                for wish in combinations(sorted(common), number):
                    cost = sum(costs[project] for project in wish)
                    if cost > endowment * size or any(costs[p] > budget for p in wish):
                        continue
                    assert any(
                        _served(voter, wish, chosen, costs, ballots, cost) for voter in group
                    )


def _served(voter, wish, chosen, costs, ballots, cost):
    """Whether a voter gets as much as the group's wish is worth, or would with one project more."""
    value = sum(costs[project] for project in chosen if project in ballots[voter])
    more = [costs[project] for project in wish if project not in chosen]
    return value >= cost or any(value + each > cost for each in more) or not more


def test_ties_go_to_the_cheaper_then_to_the_one_drawn_first():
    costs, ballots = [30, 20, 20], [{0, 1, 2}] * 3
    purses = equal_shares(instance_of(costs, 90, ballots), Fraction(30))
    assert [payment.project for payment in purses.payments] == [1, 2, 0]


def test_a_difference_that_floats_cannot_see_decides():
    """One unit in ten thousand million decides; in floats both would ask the same."""
    huge = 10**10
    ballots = [{0}] * 3 + [{1}] * 3
    costs = [3 * huge + 1, 3 * huge]
    purses = equal_shares(instance_of(costs, 10 * huge, ballots), Fraction(huge) + 1)
    assert {payment.project for payment in purses.payments} == {0, 1}
    short = equal_shares(instance_of(costs, 10 * huge, ballots), Fraction(huge))
    assert [payment.project for payment in short.payments] == [1]


def test_a_small_group_gets_its_part_where_the_most_votes_would_take_all():
    """Six of ten like the two large ones, four the small ones: both groups are served."""
    costs = [50, 50, 20, 20]
    instance = instance_of(costs, 100, [{0, 1}] * 6 + [{2, 3}] * 4)
    assert set(by_equal_shares(instance).chosen) == {0, 2, 3}


def test_without_ballots_nothing_is_chosen():
    portfolio = by_equal_shares(instance_of([5, 7], 20, []))
    assert portfolio.chosen == ()
    assert portfolio.cost == 0
    assert [missed.missing for missed in portfolio.shortfalls] == [5, 7]


def test_what_costs_more_than_the_whole_budget_takes_no_part():
    instance = instance_of([200, 10], 100, [{0, 1}] * 5)
    assert by_equal_shares(instance).chosen == (1,)


@pytest.mark.parametrize("costs", [[0], [-5]])
def test_a_program_costs_something(costs):
    with pytest.raises(ValueError, match="at least one unit"):
        instance_of(costs, 100, [{0}])


def test_a_ballot_cannot_name_a_program_that_is_not_there():
    with pytest.raises(ValueError, match="number 3"):
        instance_of([5], 100, [{3}])


def read_pabulib(path):
    """The meta data, projects and ballots of a file."""
    parts, head = {"META": [], "PROJECTS": [], "VOTES": []}, None
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if row[0] in parts:
                part, head = parts[row[0]], None
            elif head is None:
                head = row
            else:
                part.append(dict(zip(head, row, strict=False)))
    meta = {row["key"]: row["value"] for row in parts["META"]}
    return meta, parts["PROJECTS"], [row["vote"].split(",") for row in parts["VOTES"]]


@pytest.mark.skipif(not PABULIB.is_file(), reason="KALAKA_PABULIB names no folder with the file")
def test_it_chooses_the_thirty_projects_of_wieliczka():
    meta, projects, votes = read_pabulib(PABULIB)
    assert meta["rule"] == "equalshares/add1"
    number = {row["project_id"]: place for place, row in enumerate(projects)}
    ballots = [{number[project] for project in vote} for vote in votes]
    instance = instance_of([int(row["cost"]) for row in projects], int(meta["budget"]), ballots)
    official = {number[row["project_id"]] for row in projects if row["selected"] == "1"}
    assert len(official) == 30
    assert set(add_one(instance).order) == official
