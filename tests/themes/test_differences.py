"""A difference is claimed only when it is one."""

from random import Random

import pytest

from forum.themes.differences import Table, Tally, compare, fisher


def table(cells, whole, name="place", unnamed=()):
    """A table of one opinion a person from {(theme, part): people} and {part: people}."""
    themes = tuple(sorted({theme for theme, _part in cells}))
    return Table(
        name,
        themes,
        tuple(whole),
        {key: Tally(people, people) for key, people in cells.items()},
        {part: Tally(people, people) for part, people in whole.items()},
        frozenset(unnamed),
    )


def verdicts(found):
    return {(each.theme, each.part): each.verdict for each in found}


@pytest.mark.parametrize(
    ("counts", "chance"),
    [
        # The tea tasting lady: 3 of 4 against 1 of 4 (Fisher 1935).
        ((3, 4, 1, 4), 0.485714285714),
        ((4, 4, 0, 4), 0.028571428571),
        ((0, 5, 0, 7), 1.0),
        ((5, 5, 7, 7), 1.0),
        ((0, 0, 3, 9), 1.0),
    ],
)
def test_the_exact_test_agrees_with_the_books(counts, chance):
    assert fisher(*counts) == pytest.approx(chance, abs=1e-9)


def test_the_exact_test_agrees_with_another_author():
    from scipy.stats import fisher_exact

    lot = Random(7)
    for _round in range(60):
        asked, there = lot.randint(1, 400), lot.randint(1, 5000)
        share = lot.random() * 0.4
        here, others = int(asked * share), int(there * share * lot.uniform(0.5, 1.5))
        theirs = fisher_exact([[here, asked - here], [others, there - others]])[1]
        assert fisher(here, asked, others, there) == pytest.approx(theirs, abs=1e-9)


def test_counts_that_make_no_proportion_are_refused():
    for counts in ((5, 4, 0, 1), (-1, 4, 0, 1), (0, 1, 3, 2)):
        with pytest.raises(ValueError):
            fisher(*counts)


def test_a_real_difference_is_told_with_its_interval():
    found = compare([table({(1, "a"): 40, (1, "b"): 20, (1, "c"): 20}, dict.fromkeys("abc", 100))])
    here = found["place"][0]
    assert verdicts(found["place"]) == {(1, "a"): "more", (1, "b"): "open", (1, "c"): "open"}
    assert (here.share, here.elsewhere, here.asked) == (0.4, 0.2, 100)
    assert here.low < 0.4 < here.high


def test_less_is_told_too():
    found = compare([table({(1, "a"): 2, (1, "b"): 40}, {"a": 100, "b": 100})])["place"]
    assert verdicts(found) == {(1, "a"): "less", (1, "b"): "more"}


def test_few_opinions_say_nothing_however_clear_they_look():
    # All of nineteen people against none of two hundred.
    found = compare([table({(1, "a"): 19, (1, "b"): 1}, {"a": 19, "b": 200})])["place"]
    assert verdicts(found)[1, "a"] == "open"
    found = compare([table({(1, "a"): 20}, {"a": 20, "b": 200})])["place"]
    assert verdicts(found)[1, "a"] == "more"


def test_a_hundred_posts_of_three_people_are_three_people():
    cells = {(1, "a"): Tally(300, 3), (1, "b"): Tally(20, 20)}
    whole = {"a": Tally(330, 33), "b": Tally(200, 200)}
    found = compare([Table("place", (1,), ("a", "b"), cells, whole)])["place"]
    assert set(verdicts(found).values()) == {"open"}


def test_a_difference_too_small_to_plan_by_is_none():
    found = compare([table({(1, "a"): 1150, (1, "b"): 1000}, {"a": 10000, "b": 10000})])["place"]
    assert found[0].chance < 0.001
    assert set(verdicts(found).values()) == {"open"}


def test_nothing_is_claimed_about_those_who_did_not_say():
    cells, whole = {(1, None): 60, (1, 7): 5}, {None: 100, 7: 100}
    found = compare([table(cells, whole, unnamed=[None])])["place"]
    assert verdicts(found) == {(1, None): "open", (1, 7): "less"}


def test_where_nobody_else_spoke_there_is_no_elsewhere():
    (only,) = compare([table({(1, "a"): 30}, {"a": 40})])["place"]
    assert (only.verdict, only.chance, only.elsewhere) == ("open", 1.0, 0.0)
    assert compare([table({}, {})]) == {"place": ()}


def noise(seed, people=400, themes=12, parts=8):
    """People who name themes and live somewhere, the one without regard to the other."""
    lot = Random(seed)
    often = [lot.random() ** 2 * 0.25 for _theme in range(themes)]
    cells, whole = {}, {}
    for _person in range(people):
        part = min(lot.randrange(parts), lot.randrange(parts))
        whole[part] = whole.get(part, 0) + 1
        for theme in range(themes):
            if lot.random() < often[theme]:
                cells[theme, part] = cells.get((theme, part), 0) + 1
    return table(cells, dict(sorted(whole.items())))


def test_chance_alone_hardly_ever_makes_a_claim():
    wrong = sum(
        any(verdict != "open" for verdict in verdicts(compare([noise(seed)])["place"]).values())
        for seed in range(100)
    )
    assert wrong <= 8  # five in a hundred, give or take chance


def test_more_tables_make_no_more_claims_by_chance():
    wrong = sum(
        any(
            each.verdict != "open"
            for some in compare([noise(seed * 3 + n) for n in range(3)]).values()
            for each in some
        )
        for seed in range(40)
    )
    assert wrong <= 5


def test_the_order_of_counting_changes_nothing():
    cells, whole = {(1, "a"): 30, (1, "b"): 20, (2, "a"): 5}, {"a": 100, "b": 100}
    turned = dict(reversed(cells.items()))
    assert compare([table(cells, whole)]) == compare([table(turned, whole)])
