"""Copies are found by wording, and only copies."""

from forum.themes.texts.duplicates import copies, likeness
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


def test_a_slip_of_the_finger_in_a_short_text_is_a_copy():
    assert found("Több pad kell ide", "Több pda kell ide") == {2: 1}
    assert found("Több pad kell ide", "Több híd kell ide") == {}


def test_greetings_and_thanks_make_no_other_opinion():
    assert found("Több padot!", "Tisztelt Polgármester Úr! Több padot! Köszönöm szépen!") == {2: 1}


def test_the_order_of_the_input_does_not_matter():
    many = [opinion(FIRST[: 20 + n], n) for n in range(50)]
    assert copies(many[::-1], 0.75) == copies(many, 0.75)


def test_copies_are_found_among_very_many():
    words = [f"{a}{b}" for a in "bcdfghklmnprst" for b in "aeiouaeiou"]
    texts = [" ".join(words[(n * k) % 140] for k in range(1, 13)) for n in range(1, 2000)]
    kept = len(found(*texts))
    assert found(*texts, texts[5] + "!!", texts[900].upper())[2000] == 6
    assert len(found(*texts, *texts)) == kept + len(texts)
