"""The public tables of the ledger from month to month: nobody is found out, also not by two ways."""

import json
import random
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from forum.core import clock
from forum.core.cells import MINIMUM_CELL
from forum.core.db import db, now
from forum.participation import publishing, storing
from forum.participation.publishing import publishable
from forum.participation.recounting import mistakes

WAYS = ("sex", "category", "channel", "month")


def figures(counts):
    """Figures of a table of places by ages; each participation is another person's."""
    axes = []
    for axis in (0, 1):
        sums = {}
        for place, count in counts.items():
            sums[place[axis]] = sums.get(place[axis], 0) + count
        axes.append([[key, count, count] for key, count in sums.items() if count])
    whole = sum(counts.values())
    return {
        "participations": whole,
        "by": {"neighbourhood": axes[0], "age_band": axes[1]}
        | {way: [[None, whole, whole]] for way in WAYS},
        "cells": [[*place, count, count] for place, count in counts.items() if count],
    }


def months(rng, rows, columns):
    """Random months: the true counts, and what was published of them."""
    places = [(row, column) for row in [*range(rows - 1), None] for column in range(columns)]
    counts = {p: rng.choice([0, rng.randint(1, 4), rng.randint(1, 9), 15]) for p in places}
    before, found = None, []
    for _month in range(rng.randint(1, 4)):
        before = publishable(figures(counts), before)
        found.append((counts, before))
        counts = dict(counts)
        for _time in range(rng.randint(1, 6)):
            counts[rng.choice(places)] += rng.choice([1, 1, 2, 3, 5, 7])
    return found


def exact_months(rng, rows, columns):
    """The same, after a first month that the former rule told: exact numbers from five on."""
    found = months(rng, rows, columns)
    (counts, _told), later = found[0], found[1:]
    made = figures(counts)
    by = {
        way: [[key, count if count >= MINIMUM_CELL else None] for key, count, _people in table]
        for way, table in made["by"].items()
    }
    cells = [[*place, n if n >= MINIMUM_CELL else None] for *place, n, _people in made["cells"]]
    before = {"participations": made["participations"], "by": by, "cells": cells}
    found = [(counts, {**before, "made_of": None})]
    for counts, _told in later:
        before = publishable(figures(counts), json.loads(json.dumps(before)))
        found.append((counts, before))
    return found


def attacker(found, exact=False):
    """What is known of every cell in every month, as linprog takes it; totals are live.

    ``exact``: the first month was told by the former rule, whose numbers were what they were.
    """
    places = list(found[0][0])
    size = len(places)
    sums, totals, less, limits, bounds = [], [], [], [], []
    for month, (counts, told) in enumerate(found):
        row = np.zeros(size * len(found))
        row[month * size : (month + 1) * size] = 1
        sums.append(row)
        totals.append(sum(counts.values()))
        fresh = told["made_of"] == totals[-1]
        cells = {(place, band): count for place, band, count in told["cells"]}
        for number, place in enumerate(places):
            least = cells.get(place) or 0
            if exact and not month:
                bounds.append((least, least) if least else (0, None))
                continue
            most = least + MINIMUM_CELL - 1 if least else 2 * MINIMUM_CELL - 1
            bounds.append((least, most if fresh else None))
            if month:
                row = np.zeros(size * len(found))
                row[(month - 1) * size + number], row[month * size + number] = 1, -1
                less.append(row)
                limits.append(0)
        for axis, way in enumerate(("neighbourhood", "age_band")):
            for key, count in told["by"][way]:
                row = np.zeros(size * len(found))
                for number, place in enumerate(places):
                    row[month * size + number] = place[axis] == key
                less.append(-row)
                limits.append(-(count or 1))
                if exact and not month and count:
                    less.append(row)
                    limits.append(count)
                if fresh:
                    most = count + MINIMUM_CELL - 1 if count else 2 * MINIMUM_CELL - 1
                    less.append(row)
                    limits.append(most)
    above = {"A_ub": less, "b_ub": limits} if less else {}
    return {"A_eq": sums, "b_eq": totals, "bounds": bounds, **above}


def found_out(found, exact=False):
    """The small counts and the small steps that follow exactly from all that was published."""
    known, places = attacker(found, exact), list(found[0][0])
    size, goals = len(places), []
    for month, (counts, _told) in enumerate(found):
        goals += [(counts[p], {month * size + n: 1}) for n, p in enumerate(places)]
    for (early, first), (late, then) in combinations(enumerate(found), 2):
        for n, place in enumerate(places):
            step = {late * size + n: 1, early * size + n: -1}
            goals.append((then[0][place] - first[0][place], step))
    for value, parts in goals:
        if not 0 < value < MINIMUM_CELL:
            continue
        goal = np.zeros(size * len(found))
        for place, sign in parts.items():
            goal[place] = sign
        ends = [linprog(sign * goal, **known) for sign in (1, -1)]
        if any(end.status != 0 for end in ends):
            continue
        least, most = ends[0].fun, -ends[1].fun
        if most - least < 0.99 and least - 0.01 <= value <= most + 0.01:
            yield value, parts


@pytest.mark.parametrize(("rows", "columns"), [(2, 2), (3, 3), (2, 4)])
def test_no_cell_follows_from_months_of_tables_with_their_sums(rows, columns):
    rng = random.Random(rows * 10 + columns)
    for _history in range(25):
        found = months(rng, rows, columns)
        assert not list(found_out(found)), found


@pytest.mark.parametrize(("rows", "columns"), [(2, 2), (3, 3)])
def test_exact_tables_of_the_former_rule_give_nobody_away_when_carried_on(rows, columns):
    """What they told by themselves they told; the tables after them tell nothing more exactly."""
    rng = random.Random(rows * 10 + columns)
    for _history in range(25):
        found = exact_months(rng, rows, columns)
        known = {(value, *parts) for value, parts in found_out(found[:1], exact=True)}
        now_known = {(value, *parts) for value, parts in found_out(found, exact=True)}
        assert now_known <= known, found


def test_tables_of_the_former_rule_are_told_in_steps_from_the_next_month_on():
    first = figures({(1, 0): 13, (2, 0): 41, (3, 0): 4, (None, 0): 3})
    former = {
        "participations": 61,
        "by": {way: [[None, 61]] for way in WAYS}
        | {"neighbourhood": [[1, 13], [2, 41], [3, None], [None, None]], "age_band": [[0, 61]]},
        "cells": [[1, 0, 13], [2, 0, 41], [3, 0, None], [None, 0, None]],
    }
    told = publishable(first, former)
    assert told["made_of"] is None
    assert told["by"]["neighbourhood"] == [[1, 10], [2, 40], [3, None], [None, None]]
    again = publishable(figures({(1, 0): 26, (2, 0): 41, (3, 0): 16, (None, 0): 3}), told)
    assert again["by"]["neighbourhood"] == [[1, 25], [2, 40], [3, 15], [None, None]]


def test_without_its_sums_rising_no_cell_rises(monkeypatch):
    """The attacker is able: where cells may outgrow their sums, somebody is found out."""
    first = {(0, 0): 0, (0, 1): 9, (0, None): 1, (1, 0): 4, (1, 1): 3, (1, None): 12}
    first |= {(None, 0): 15, (None, 1): 1, (None, None): 1}
    then = first | {(0, 1): 10, (0, None): 2, (1, None): 19}

    def both():
        early = publishable(figures(first))
        return [(first, early), (then, publishable(figures(then), early))]

    assert not list(found_out(both()))
    monkeypatch.setattr(publishing, "_keep_within", lambda *_all: None)
    assert list(found_out(both()))


def test_many_participations_of_few_people_are_a_small_cell():
    """Two people who took part in nine things each would be known by their neighbours."""
    exact = figures({(1, 0): 18, (2, 0): 41, (3, 0): 62})
    exact["by"]["neighbourhood"] = [[1, 18, 2], [2, 41, 30], [3, 62, 50]]
    exact["cells"] = [[1, 0, 18, 2], [2, 0, 41, 30], [3, 0, 62, 50]]
    told = publishable(exact)
    assert {key: count for key, count in told["by"]["neighbourhood"] if count} == {2: 40, 3: 60}
    assert sorted(told["cells"]) == [[2, 0, 40], [3, 0, 60]]


@pytest.mark.parametrize("people", [0, 4])
def test_of_hardly_anybody_nothing_is_broken_down(people):
    exact = figures({(1, 1): people * 3})
    for rows in exact["by"].values():
        rows[:] = [[1, people * 3, people]]
    exact["cells"] = [[1, 1, people * 3, people]]
    told = publishable(exact)
    assert told["cells"] == []
    assert not any(told["by"].values())
    assert told["participations"] is None


def test_an_upgraded_city_makes_its_next_month_from_tables_stored_without_made_of(office, make):
    """As stored by the former rule: the nightly booking and the recount go on."""
    make.city()
    with clock.at(now() - timedelta(days=62)):
        event = make.event("now", title_hu="Nyitófórum")
        office.tally(event, 30, neighbourhood_id=make.neighbourhood("Avas").id)
    office.book()
    row = storing.stored(storing.PUBLIC)
    former = {key: value for key, value in row.data.items() if key != "made_of"}
    row.data, row.through = former, row.through.replace(day=1) - timedelta(days=1)
    db.session.commit()
    assert not list(mistakes())
    storing.store_figures(changed=False)
    db.session.commit()
    assert storing.stored(storing.PUBLIC).data["made_of"] is None
    assert storing.stored(storing.BEFORE).data == former
    assert not list(mistakes())
