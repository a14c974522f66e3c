"""Copies are found by wording, and only copies."""

from forum.themes.duplicates import copies, likeness
from tests.themes.sample import HOSTILE, OPINIONS, opinion

FIRST = "Kérjük, hogy legyen újra éjszakai buszjárat az Avasra, mert gyalog félünk."


def found(*texts):
    return copies([opinion(text, number) for number, text in enumerate(texts, start=1)], 0.75)


def test_accents_case_punctuation_and_typos_do_not_hide_a_copy():
    assert found("Több padot!", "TOBB PADOT") == {2: 1}
    assert found(FIRST, FIRST.replace("gyalog", "gyalgo")) == {2: 1}


def test_numbers_and_negations_make_another_opinion():
    assert found("Legyen sűrűbb a 30-as busz este", "Legyen sűrűbb a 31-es busz este") == {}
    assert found(FIRST, FIRST.replace("legyen", "ne legyen")) == {}


def test_different_opinions_are_not_copies():
    assert copies(OPINIONS, 0.75) == {}
    assert likeness("koszos a park", "késik a busz") < 0.2


def test_every_copy_names_an_original():
    many = [opinion(FIRST + "!" * n, n) for n in range(1, 200)]
    assert copies(many, 0.75) == dict.fromkeys(range(2, 200), 1)


def test_no_text_is_too_strange():
    assert found(*HOSTILE) is not None
