"""Words meet whatever their accents and endings are."""

import pytest

from forum.themes.language import fold, language_of, sentence_spans, sentences, terms, tokens
from tests.themes.sample import HOSTILE


def test_accents_never_matter():
    assert fold("Árvíztűrő TÜKÖRFÚRÓGÉP") == "arvizturo tukorfurogep"
    for word in ("búcsú", "játszótéren", "közvilágításról", "kátyúk", "rendőröknek", "őszi"):
        assert terms(word) == terms(fold(word)) == terms(word.upper())


@pytest.mark.parametrize(
    "family",
    [
        "játszótér játszóteret játszótéren játszótérről játszóterek jatszoteren",
        "lámpa lámpák lámpát lámpával lámpákat",
        "kátyú kátyúk kátyút katyuk",
        "óvoda óvodában óvodánál óvodák",
        "park parkban parkok parkot",
        "gyerek gyerekek gyerekeknek gyereket",
        "fiatal fiatalok fiataloknak fiataloktól",
        "nyugdíjas nyugdíjasok nyugdíjasoknak",
        "program programok programot programokból",
        "busz buszok buszt busszal buszokra",
        "görbeház görbeházak görbeházat görbeházban",
        "fa fák fákat fával",
        "bench benches",
    ],
)
def test_forms_of_one_word_meet(family):
    assert len({tuple(terms(word)) for word in family.split()}) == 1


def test_different_words_stay_apart():
    words = "busz pad park pár kuka lámpa játék járda zebra zene szemét szép"
    assert len({tuple(terms(word)) for word in words.split() if terms(word)}) >= 11


def test_stems_are_not_blunt():
    for one, other in (("szemét", "szem"), ("terem", "tér"), ("park", "pár"), ("kutya", "kút")):
        assert terms(one) != terms(other)
    assert terms("szeméttel") == terms("szemetet") == terms("szemét")


def test_a_query_of_one_word_meets_documents_of_any_language():
    assert set(terms("park")) <= set(terms("There are not enough benches in the park"))
    assert set(terms("benches")) <= set(terms("The bench is broken and nobody cares about it"))
    assert set(terms("búcsú")) <= set(terms("A bucsut a templomnal tartjuk"))
    assert "the" not in terms("There is no light in the park")


def test_politeness_and_grammar_are_left_out():
    assert terms("Tisztelt Cím! Kérem szépen, jó lenne egy pad, köszönöm.") == terms("pad")
    assert terms("Please, we would like some benches", "en") == ["bench"]
    assert terms("kosz") != []


def test_a_word_keeps_its_accents_and_hyphen():
    assert tokens("A 30-as BUSZ, Avas-Dél!") == ["a", "30-as", "busz", "avas-dél"]
    assert set(terms("Avas-Dél")) == {*terms("Avas"), *terms("Dél")}


def test_the_language_is_told_and_hungarian_is_the_default():
    assert language_of("Nincs elég pad a parkban") == "hu"
    assert language_of("There are not enough benches in the park") == "en"
    assert language_of("Es gibt nicht genug Bänke im Park") == "de"
    assert language_of("xyz") == language_of("") == "hu"


def test_sentences_are_exact_spans():
    text = "Jó. Az 3. emeleten pl. nincs pad! Miért?\nÚj sor :)"
    assert sentences(text) == ["Jó.", "Az 3. emeleten pl. nincs pad!", "Miért?", "Új sor :)"]
    assert [text[a:b] for a, b in sentence_spans(text)] == sentences(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_too_strange(text):
    assert fold(fold(text)) == fold(text)
    assert language_of(text) in ("hu", "en", "de")
    assert all(terms(text, tongue) is not None for tongue in ("hu", "en", "de"))
    assert all(text[a:b].strip() for a, b in sentence_spans(text))
