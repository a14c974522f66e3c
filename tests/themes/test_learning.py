"""Decisions correct the first belief, and never more than they must."""

import numpy as np

from forum.themes.records import Verdict
from forum.themes.sorting import calibrating, stacking
from forum.themes.sorting import sorter as sorting
from forum.themes.sorting.calibrating import FIRST
from forum.themes.sorting.classifier import Labels
from forum.themes.sorting.stacking import Lesson
from tests.themes.sample import BUS, LIGHT, OPINIONS, PLAYGROUND, RIGHT, THEMES, opinion


def best(verdicts, text):
    sorter = sorting.fit(OPINIONS, THEMES, verdicts)
    return sorter.sort([opinion(text)], said=False)[0]


def test_a_word_no_seed_names_is_learnt_from_decisions():
    text = "Hol van kutyafuttató a belvárosban, legyen kerítése?"
    dogs = [o.id for o in OPINIONS if "kutyafuttató" in o.text.lower()]
    said = [Verdict(i, PLAYGROUND.id, True, n) for n, i in enumerate(dogs, start=1)]
    assert best(said, text).best == PLAYGROUND.id
    assert best(said, "A busz mindig késik reggel.").best == BUS.id


def test_none_of_these_is_learnt_from_refusals():
    dogs = [o.id for o in OPINIONS if "kutyafuttató" in o.text.lower()]
    said = [Verdict(i, t.id, False, n) for n, i in enumerate(dogs, start=1) for t in THEMES]
    said += [Verdict(o.id, RIGHT[o.id], True, 50) for o in OPINIONS if RIGHT[o.id]]
    model = sorting.fit(OPINIONS, THEMES, said).models["what"]
    assert model.classifier.knows_none


def test_without_decisions_there_is_no_classifier():
    sorter = sorting.fit(OPINIONS, THEMES, [])
    assert all(model.classifier is None for model in sorter.models.values())


def test_examples_shape_the_first_belief_and_decisions_do_not():
    labels = Labels(((0, 1, True),), ((5, 0, True),))
    assert labels.taught() == Labels(((5, 0, True),))


def test_contradicting_decisions_stay_between():
    said = [Verdict(8, LIGHT.id, True, 1), Verdict(8, LIGHT.id, False, 2)]
    assert best(said, "Nem ég a lámpa.").best == LIGHT.id


def lesson(allowed, weight=1.0):
    rows = len(allowed)
    belief = np.log(np.array([[0.6, 0.4]] * rows))
    return Lesson(np.eye(rows), belief, np.asarray(allowed, float), np.full(rows, weight))


def test_what_was_said_becomes_likely():
    found = stacking.solve(lesson([[0, 1], [0, 1], [1, 0]]))
    logits = found.trust * np.log([0.6, 0.4]) + found.offsets + np.eye(3) @ found.duals
    assert logits[:, 1].argmax() in (0, 1)
    assert stacking.softmax(logits)[0, 1] > 0.8


def test_a_row_that_allows_everything_teaches_nothing():
    found = stacking.solve(lesson([[1, 1]]))
    assert np.allclose(found.duals, 0, atol=1e-6)
    assert abs(found.trust - stacking.START) < 1e-6


def test_confidence_follows_decisions_and_never_falls_with_the_lead():
    rng = np.random.default_rng(1)
    lead = rng.random(4000)
    right = rng.random(4000) < 0.3 + 0.3 * lead
    curve = calibrating.fit(lead, right)
    said = curve.at(np.array([0.1, 0.5, 0.9]))
    assert np.all(np.diff(said) > 0)
    assert np.abs(said - [0.33, 0.45, 0.57]).max() < 0.12
    unchanged = calibrating.fit(np.zeros(0), np.zeros(0))
    assert np.abs(unchanged.at(lead) - FIRST.at(lead)).max() < 0.01
    hopeless = calibrating.fit(np.linspace(0, 1, 2000), np.zeros(2000))
    assert hopeless.at(np.array([1.0]))[0] < 0.2


def test_before_anybody_said_that_none_fits_strangers_are_left_alone():
    said = [Verdict(o.id, RIGHT[o.id], True, o.id) for o in OPINIONS if RIGHT[o.id]]
    for text in (
        "Nyerjünk végre a lottón!",
        "Legyen éjszakai élet ebben a városban.",
        "Jó a zene.",
    ):
        assert best(said, text).assignments == (), text
