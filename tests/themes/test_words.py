"""Words that speak for a theme without being seeds, and seeds that mislead."""

from forum.themes.analysis import analyse
from forum.themes.records import Theme
from forum.themes.sorting.telling_words import Placed, doubtful_words, learned_words
from tests.themes.sample import HOSTILE, OPINIONS, THEMES, opinion

LIGHT = Theme(1, "közvilágítás", "what", seeds=("lámpa", "sötét"))
ROADS = Theme(2, "közlekedés", "what", seeds=("zebra", "autó"))
TEXTS = [
    *["Sötét az utca, vak a villanyoszlop."] * 5,
    *["Vak a villanyoszlop a ház előtt."] * 5,
    *["Hibás a közlekedési lámpa a kereszteződésben."] * 6,
    *["Kevés a zebra."] * 20,
]
NOWHERE = [{} for _ in TEXTS]
GIVEN = [frozenset({1})] * 10 + [frozenset({2})] * 26


def words(found, theme):
    return [told.word for told in found[theme.id]]


def test_a_typical_word_is_learnt_and_a_seed_is_not_learnt_again():
    found = learned_words([LIGHT, ROADS], Placed(TEXTS, GIVEN, NOWHERE))
    assert "villanyoszlop" in words(found, LIGHT)
    assert not {"sötét", "lámpa"} & set(words(found, LIGHT))
    (pole,) = [told for told in found[1] if told.word == "villanyoszlop"]
    assert (pole.opinions, pole.agreed, pole.disagreed) == (10, 0, 0)


def test_a_word_staff_refused_is_not_learnt():
    said = [{1: False} for _ in range(10)] + [{} for _ in range(26)]
    found = learned_words([LIGHT, ROADS], Placed(TEXTS, GIVEN, said))
    assert "villanyoszlop" not in words(found, LIGHT)


def test_a_homograph_staff_refused_is_doubtful():
    said = [{} for _ in range(10)] + [{1: False, 2: True}] * 4 + [{} for _ in range(22)]
    (lamp,) = doubtful_words([LIGHT, ROADS], Placed(TEXTS, GIVEN, said))[1]
    assert (lamp.word, lamp.opinions, lamp.agreed, lamp.disagreed) == ("lámpa", 0, 0, 4)


def test_a_yes_elsewhere_refuses_unless_both_fit():
    both = [{} for _ in range(10)] + [{1: True, 2: True}] * 6 + [{} for _ in range(20)]
    assert not doubtful_words([LIGHT, ROADS], Placed(TEXTS, GIVEN, both))[1]
    other = [{} for _ in range(10)] + [{2: True}] * 6 + [{} for _ in range(20)]
    assert words(doubtful_words([LIGHT, ROADS], Placed(TEXTS, GIVEN, other)), LIGHT) == ["lámpa"]


def test_a_seed_whose_texts_lie_elsewhere_is_doubtful_before_anybody_decided():
    texts = ["Tábla csokit kérek a büfébe."] * 9
    theme = Theme(3, "jelzések", "what", seeds=("tábla",))
    found = doubtful_words([theme], Placed(texts, [frozenset()] * 9, [{}] * 9))
    assert words(found, theme) == ["tábla"]


def test_names_are_not_shown():
    texts = ["A szomszédom, Kovácsné szerint vak a villanyoszlop."] * 8 + ["Kevés a zebra."] * 20
    given = [frozenset({1})] * 8 + [frozenset({2})] * 20
    found = words(learned_words([LIGHT], Placed(texts, given, [{}] * 28)), LIGHT)
    assert "villanyoszlop" in found
    assert "kovácsné" not in found


def test_a_run_of_the_engine_tells_its_words_and_strange_texts_do_no_harm():
    strange = [opinion(text, 2000 + n) for n, text in enumerate(HOSTILE)]
    result = analyse([*OPINIONS, *strange], THEMES)
    assert set(result.learned) == set(result.doubtful) == {theme.id for theme in THEMES}
    assert learned_words([], Placed([], [], [])) == {}
