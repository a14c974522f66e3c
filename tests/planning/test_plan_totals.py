"""The sums of a plan: whatever is decided, totals are the sums of their parts."""

import random
from types import SimpleNamespace

import pytest
from flask_babel import force_locale

from forum.planning.models import CHOICES
from forum.planning.money import forints
from forum.planning.seasons.totals import Part, add_up, compare, totals
from forum.planning.seasons.versions import copy, new_plan
from forum.planning.seasons.wording import budget_line, difference

STATES = ("", *CHOICES)


def random_parts(dice: random.Random, numbers=range(30)) -> list[Part]:
    """Some candidates, decided on by the dice."""
    return [
        Part(
            candidate_id=number,
            choice=dice.choice(STATES),
            cost=dice.randrange(3_000_000),
            expected=dice.choice((None, dice.randrange(900))),
            kind=dice.choice((None, 1, 2, 3)),
            neighbourhoods=tuple(dice.sample(range(1, 8), dice.randrange(4))),
            ages=tuple(dice.sample(range(1, 6), dice.randrange(3))),
            needs=tuple(dice.sample(range(1, 9), dice.randrange(3))),
        )
        for number in numbers
        if dice.random() < 0.8
    ]


@pytest.mark.parametrize("seed", range(40))
def test_no_total_differs_from_the_sum_of_its_parts(seed):
    dice = random.Random(seed)
    parts, budget = random_parts(dice), dice.randrange(20_000_000)
    sums = add_up(parts, budget)
    taken = [part for part in parts if part.choice in ("adopt", "adapt")]
    assert sums.used == sum(part.cost for part in taken)
    assert sums.left + sums.used == budget
    assert sums.over == max(0, sums.used - budget)
    assert sums.count == len(taken)
    assert sum(each.count for each in sums.by_choice.values()) == len(parts)
    assert sum(each.cost for each in sums.by_choice.values()) == sum(part.cost for part in parts)
    assert sum(each.cost for each in sums.by_kind.values()) == sums.used
    assert sum(each.count for each in sums.by_kind.values()) == sums.count
    for groups, name in ((sums.by_neighbourhood, "neighbourhoods"), (sums.by_age, "ages")):
        times = {part.candidate_id: max(1, len(getattr(part, name))) for part in taken}
        assert sum(each.count for each in groups.values()) == sum(times.values())
        assert sum(each.cost for each in groups.values()) == sum(
            part.cost * times[part.candidate_id] for part in taken
        )
    assert sums.needs == {need for part in taken for need in part.needs}
    assert sums.undecided == sum(part.choice == "" for part in parts)
    assert sums.expected == sum(part.expected or 0 for part in taken)


@pytest.mark.parametrize("seed", range(40))
def test_the_differences_of_two_versions_add_up(seed):
    dice = random.Random(seed)
    first, second = random_parts(dice), random_parts(dice, range(10, 40))
    changes = compare(first, second)
    used = [add_up(parts, 0).used for parts in (first, second)]
    assert sum(change.difference for change in changes) == used[1] - used[0]
    assert len({change.candidate_id for change in changes}) == len(changes)
    where = [change.where for change in changes]
    assert where.count("first") + where.count("both") == add_up(first, 0).count
    assert where.count("second") + where.count("both") == add_up(second, 0).count
    assert all(
        change.first == change.second and not change.difference for change in compare(first, first)
    )


def test_a_program_for_several_parts_stands_under_each_and_counts_once():
    part = Part(1, "adopt", 100, neighbourhoods=(5, 6), ages=(1,))
    sums = add_up([part], 1000)
    assert (sums.used, sums.in_several) == (100, 1)
    assert {key: each.cost for key, each in sums.by_neighbourhood.items()} == {5: 100, 6: 100}


@pytest.mark.parametrize("seed", range(5))
def test_a_copy_adds_up_to_what_its_source_does(make, people, seed):
    dice = random.Random(seed)
    season = make.season()
    places = [make.neighbourhood(f"V{number}") for number in range(3)]
    for number in range(6):
        one = make.candidate(f"J{number}", season=season, cost=dice.randrange(900_000))
        one.neighbourhoods = dice.sample(places, dice.randrange(3))
    plan = new_plan(season, people.paul, "source", 2_000_000)
    for item in plan.items:
        item.choice, item.reason_hu = dice.choice(STATES), "Mert."
        item.cost = dice.randrange(900_000)
    made = copy(plan, people.paul, "copy")
    assert totals(made) == totals(plan)
    said = [(item.candidate_id, item.choice, item.cost, item.reason_hu) for item in made.items]
    assert said == [
        (item.candidate_id, item.choice, item.cost, item.reason_hu) for item in plan.items
    ]
    assert made.based_on_id == plan.id


def test_money_is_written_as_the_language_does(app):
    sums = SimpleNamespace(used=1_240_000, budget=2_000_000, over=0, left=760_000)
    with force_locale("en"):
        assert budget_line(sums) == (
            "1,240,000\u00a0Ft of 2,000,000\u00a0Ft is used; 760,000\u00a0Ft is left"
        )
        assert difference(5) == "+5\u00a0Ft"
        assert difference(-5) == "−5\u00a0Ft"
    with force_locale("hu"):
        assert forints(1_240_000) == "1\u00a0240\u00a0000\u00a0Ft"
