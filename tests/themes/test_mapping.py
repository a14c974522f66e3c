"""The map of opinions: the same every time, nothing covers anything, like lies near like."""

import json
import os
import random
import subprocess
import sys
from itertools import combinations
from math import dist

import pytest

from forum.themes.charting.arranging import arrange
from forum.themes.charting.mapping import LEAST_DRAWN, Likeness, Spot, draw, likeness
from forum.themes.charting.plane import aligned, scaled
from forum.themes.records import Opinion

BENCHES = ["Több padot a parkba!", "Kevés a pad a parkban.", "Padot kérünk a fák alá a parkba."]
TREES = ["Fákat ültessenek a parkba!", "Árnyékos fák kellenek.", "Kevés a fa a téren."]
BUSES = ["Éjszakai busz kellene.", "Ritkán jár a busz.", "A busz menetrendje rossz."]
OTHERS = ["Köszönöm szépen.", "😀", "Kutyafuttató!"]
LABELS = {1: (80.0, 23.0), 2: (120.0, 46.0), 3: (60.0, 23.0)}


@pytest.fixture
def said():
    texts = BENCHES + TREES + BUSES + OTHERS
    return [Opinion(number, text, number) for number, text in enumerate(texts, start=1)]


@pytest.fixture
def homes():
    return {number: (number - 1) // 3 + 1 for number in range(1, 10)}


def everything(homes, spots):
    return {number: homes.get(number) for number in spots}


def drawn(said, homes):
    found = likeness(said, homes)
    return arrange(found, everything(homes, found.spots), LABELS)


def test_the_order_of_opinions_changes_nothing(said, homes):
    shuffled = said[:]
    random.Random(3).shuffle(shuffled)
    turned = dict(reversed(homes.items()))
    assert likeness(shuffled, turned) == likeness(said, homes)
    assert drawn(shuffled, turned) == drawn(said, homes)


SCRIPT = """
import hashlib, json, sys
from forum.themes.charting.mapping import likeness
from forum.themes.charting.arranging import arrange
from forum.themes.records import Opinion
words = ["pad", "fa", "busz", "park", "séta", "lámpa", "bolt", "iskola", "zaj", "por", "víz", "út"]
said = [Opinion(i, f"{words[i % 12]} {words[i * 5 % 12]} {words[i * i % 7]} {i % 9}", i)
        for i in range(1, 240)]
homes = {o.id: o.id % 12 // 2 + 1 for o in said if o.id % 11}
found = likeness(said, homes)
sheet = arrange(found, {o.id: homes.get(o.id) for o in said}, {n: (90.0, 23.0) for n in range(9)})
print(hashlib.sha256(repr((sorted(found.themes.items()), sorted(found.spots.items()), sheet))
      .encode()).hexdigest())
"""


def test_hash_seed_and_threads_change_nothing():
    told = set()
    for seed, threads in (("0", "1"), ("1", "2"), ("77", "4")):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        env |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True
        )
        told.add(run.stdout)
    assert len(told) == 1


def test_themes_in_like_words_lie_near_each_other(said, homes):
    themes = likeness(said, homes).themes
    assert dist(themes[1], themes[2]) < dist(themes[1], themes[3])


def test_no_dot_covers_another_and_fields_and_names_stay_apart():
    lot = random.Random(5)
    homes = {n: lot.choice([1, 1, 1, 2, 2, 3, 4, 5, 6, 7, None]) for n in range(1, 400)}
    spots = {
        n: Spot(home, lot.random(), lot.random(), ((home or 1, 0.5),)) for n, home in homes.items()
    }
    places = {n: (lot.uniform(-1, 1), lot.uniform(-1, 1)) for n in range(1, 8)}
    labels = {n: (lot.uniform(40, 170), 46.0) for n in places}
    sheet = arrange(Likeness(places, spots), homes, labels)
    assert len(sheet.dots) == len(homes)
    for one, other in combinations(sheet.dots, 2):
        assert dist((one.x, one.y), (other.x, other.y)) > 1.8 * sheet.size
    for one, other in combinations(sheet.fields, 2):
        assert dist((one.x, one.y), (other.x, other.y)) > one.radius + other.radius
        if abs(one.label_y - other.label_y) < 40:
            wide = (labels[one.theme][0] + labels[other.theme][0]) / 2
            assert abs(one.label_x - other.label_x) > wide
    fields = {field.theme: field for field in sheet.fields}
    for dot in sheet.dots:
        assert 0 < dot.x < sheet.width
        assert 0 < dot.y < sheet.height
        for field in sheet.fields:
            inside = dist((dot.x, dot.y), (field.x, field.y)) <= field.radius
            assert inside == (dot.theme is not None and fields[dot.theme] is field)


def test_the_plainest_stand_in_the_middle():
    spots = {n: Spot(1, n / 50, 0.3) for n in range(51)}
    sheet = arrange(Likeness({1: (0.0, 0.0)}, spots), dict.fromkeys(spots, 1))
    (field,) = sheet.fields
    away = {d.opinion: dist((d.x, d.y), (field.x, field.y)) for d in sheet.dots}
    assert away[0] < away[50] / 3


def test_an_opinion_that_was_moved_stands_at_the_rim():
    spots = {n: Spot(1, n / 50, 0.3) for n in range(51)} | {99: Spot(2, 0.0, 0.1)}
    sheet = arrange(Likeness({1: (0.0, 0.0)}, spots), dict.fromkeys(spots, 1))
    (field,) = sheet.fields
    moved = next(dot for dot in sheet.dots if dot.opinion == 99)
    assert dist((moved.x, moved.y), (field.x, field.y)) > field.radius / 2


def test_only_what_may_be_seen_is_drawn(said, homes):
    found = likeness(said, homes)
    sheet = arrange(found, {1: 1, 2: 1, 10: None}, LABELS)
    assert [dot.opinion for dot in sheet.dots] == [1, 2, 10]
    assert [field.theme for field in sheet.fields] == [1]


def test_a_map_made_again_lies_as_it_lay():
    places = [(1.0, 0.1), (-0.8, 0.3), (-0.2, -0.9)]
    former = {7: (-0.1, 1.0), 8: (-0.3, -0.8), 9: (0.9, -0.2)}  # turned by a quarter
    mirrored = {n: (-x, y) for n, (x, y) in zip((7, 8, 9), places, strict=True)}
    for before in (former, mirrored):
        after = aligned(places, [7, 8, 9], before)
        for place, wanted in zip(after, before.values(), strict=True):
            assert place == pytest.approx(wanted, abs=0.01)
    assert aligned(places, [7, 8, 9], {}) == places


def test_scaling_tells_the_distances_of_a_plane():
    import numpy as np

    points = np.array([(0.0, 0.0), (3.0, 0.0), (0.0, 1.0), (2.0, 2.0)])
    found = scaled(points @ points.T)
    ratio = dist(found[0], found[1]) / 3
    for i, j in combinations(range(4), 2):
        assert dist(found[i], found[j]) == pytest.approx(ratio * dist(*points[[i, j]]), abs=0.001)


def test_beyond_the_limit_the_lot_decides_and_small_themes_stay():
    ids = list(range(1, 3001))
    homes = dict.fromkeys(ids, 1) | dict.fromkeys(range(1, 9), 2)
    chosen = draw(ids, homes, 200)
    assert 200 <= len(chosen) <= 200 + LEAST_DRAWN
    assert sum(homes[n] == 2 for n in chosen) >= LEAST_DRAWN
    assert draw(ids[::-1], homes, 200) == chosen
    stayed = set(draw([*ids, 3001], homes, 200)) & set(chosen)
    assert len(stayed) >= len(chosen) - 1


def test_bad_input_never_fails():
    texts = ["", "a", "😀", "x" * 100_000, "שלום עולם", "<svg onload=alert(1)>", "\x00\ud800"]
    said = [Opinion(number, text, 0) for number, text in enumerate(texts)]
    for homes in ({}, dict.fromkeys(range(7), 1), {n: n for n in range(7)}):
        found = likeness(said, homes)
        sheet = arrange(found, everything(homes, found.spots))
        assert len(sheet.dots) == len(texts)
        json.dumps([(dot.x, dot.y) for dot in sheet.dots], allow_nan=False)
    assert arrange(likeness([], {}), {}).dots == ()


def test_many_wordings_alike_are_one_heap():
    said = [Opinion(number, "Több padot!", number) for number in range(40)]
    found = likeness(said, dict.fromkeys(range(40), 1))
    sheet = arrange(found, dict.fromkeys(range(40), 1))
    assert len({(dot.x, dot.y) for dot in sheet.dots}) == 40
