"""The list of fields is well made, quick to read, and hears compounds and slips of the finger."""

import numpy as np
import pytest
import scipy.sparse as sp

from forum.themes.language import terms
from forum.themes.texts import meaning
from forum.themes.words import lexicon, typos

LANGUAGES = ("hu", "en", "de")


def places(*names):
    every = [name for family, name, _ in lexicon._lines() if family != lexicon.PLAIN]
    return {every.index(name) for name in names}


def about(word, language="hu"):
    known = meaning.concepts(LANGUAGES)
    return set(known.about(terms(word, language)).indices.tolist())


def test_every_line_is_a_field_in_three_languages():
    for family, name, words in lexicon._lines():
        assert family
        assert name
        assert words.count("|") == 2, name
        assert all(part.split() for part in words.split("|")), name
    names = [name for _, name, _ in lexicon._lines()]
    assert len(names) == len(set(names)) >= 200
    assert len(lexicon.families()) == len(lexicon.fields("hu")) == len(lexicon.fields("de"))
    assert lexicon.fields("fr") == ()


def test_a_word_of_two_meanings_stands_in_both():
    assert places("street lamps", "traffic lights") <= about("lámpa")
    assert places("road signs", "board games") <= about("tábla")


@pytest.mark.parametrize(
    ("word", "language", "name"),
    [
        ("csatornafedelek", "hu", "manholes"),
        ("homokozóba", "hu", "sandpits and surfaces"),
        ("zsebtolvajok", "hu", "theft"),
        ("potholes", "en", "potholes"),
        ("Schlaglöcher", "de", "potholes"),
        ("Straßenbeleuchtung", "de", "street lamps"),
    ],
)
def test_words_find_their_field(word, language, name):
    assert places(name) <= about(word, language)


def test_plain_words_speak_for_nothing():
    assert about("különbség") == set()
    assert about("vasárnap") == set()


def test_a_compound_speaks_softer_than_its_last_part():
    known = meaning.concepts(("hu",))
    assert known.known("hinta") == ("hinta", meaning.WHOLE)
    assert known.known("kulonhinta") == ("hinta", meaning.END)
    assert known.known("1234") == known.known("xq") == ("", 0.0)


def test_what_all_texts_are_about_tells_nothing():
    table = np.ones((40, 2), np.float32)
    table[5:, 1] = 0
    fitted = meaning.fit(sp.csr_matrix(table), ["hinta", "kuka"], ("hu",))
    swings, bins = about("hinta"), about("kuka")
    assert max(fitted.worth[sorted(swings - bins)]) < 0.05
    assert min(fitted.worth[sorted(bins - swings)]) > 0.5


def test_the_list_is_read_once():
    """How long the first reading takes is a matter of bench.scale, not of a test beside others."""
    meaning.concepts.cache_clear()
    meaning._fields.cache_clear()
    first = meaning.concepts(("hu",))
    assert meaning.concepts(("hu",)) is first
    assert meaning.concepts.cache_info().misses == 1


def test_slips_of_the_finger_are_mended():
    for slip in ("jástzótér", "játzsótéren", "közviláítás", "villmaos", "kerékpráút"):
        right = {"j": "játszótér", "k": "közvilágítás", "v": "villamos"}.get(slip[0])
        right = "kerékpárút" if slip.startswith("ker") else right
        assert terms(slip) == terms(right), slip


def test_other_words_are_not_taken_for_slips():
    for one, other in (("egység", "hegység"), ("hangok", "hangos"), ("január", "jaguár")):
        assert terms(one) != terms(other)


def test_a_slip_is_one_change_inside_a_word():
    assert typos.one_slip("villmaos", "villamos")
    assert typos.one_slip("kozvilaitas", "kozvilagitas")
    assert not typos.one_slip("egyseg", "hegyseg")
    assert not typos.one_slip("hangok", "hangos")
    assert typos.known(["jaguar", "valami"]).nearest("semmi") == ""
