"""What is said first tells the matter; where something is tells less."""

import numpy as np

from forum.themes.texts import stress
from forum.themes.texts.columns import Texts


def weights(text):
    texts = Texts([text])
    first = [texts.written[word] for word in texts.firsts]
    return {word: round(told, 3) for word, told in zip(first, texts.stress.tolist(), strict=True)}


def test_a_place_counts_less():
    found = weights("A parkban szemét van")
    assert found["parkban"] == round(stress.PLACE, 3)
    assert found["szemét"] == 1.0


def test_only_endings_are_places():
    assert weights("Alkatrész kell a bennragadt kapuba")["bennragadt"] == 1.0
    assert weights("There is litter in the garden")["garden"] == 1.0


def test_later_words_count_less():
    found = weights("Kátyú, gödör, lyuk, süllyedés, hinta")
    assert found["hinta"] == round(stress.LATER, 3)
    assert found["kátyú"] == 1.0


def test_accents_do_not_matter():
    assert stress.of_place(["megállónál", "megallonal", "pad"]).tolist() == [True, True, False]
    assert stress.stress(np.array([0, 9]), np.array([True, True])).tolist() == [
        np.float32(stress.PLACE),
        np.float32(stress.PLACE * stress.LATER),
    ]


def test_nothing_is_stressed_in_nothing():
    assert Texts([""]).stress.tolist() == []
    assert Texts([]).stress.tolist() == []
