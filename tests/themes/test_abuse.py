"""Swear words and insults are recognised in their inflections; harmless words are not."""

import pytest

from forum.themes.words.abuse import is_abusive
from tests.themes.sample import HOSTILE


@pytest.mark.parametrize(
    "text",
    [
        "bassza meg", "a kurva anyját", "kurvára drága", "faszfej vezetés", "lófaszt", "szar az egész",
        "leszarják", "kibaszott hideg", "hülye ötlet", "idióták", "baromság ez", "seggfejek",
        "köcsögök", "csicskák", "rohadjon meg", "a picsába", "bazmeg", "bunkó sofőr", "szopjatok le",
        "fucking bus", "what a shitty park", "assholes", "stupid idea", "dieses Arschloch", "Scheiße",
    ],
)  # fmt: skip
def test_an_insult_is_one_in_every_form(text):
    assert is_abusive(text)
    assert is_abusive(text.upper())


@pytest.mark.parametrize(
    "text", ["k*rva drága", "f@sz", "b+ már megint", "kuuuurva", "k u r v a", "f**k", "bazdmeg!!"]
)
def test_masks_and_stretched_letters_do_not_hide_it(text):
    assert is_abusive(text)


@pytest.mark.parametrize(
    "text",
    [
        "száraz fák", "szarvas a parkban", "szárnyas ablak", "a virág szára", "faszerkezetű híd",
        "faszobor a téren", "basszusgitár", "baszk étel", "segítség", "baromfiudvar", "kurzus",
        "shiitake gomba", "gyökér a járdán", "patkányok", "mocskos aluljáró", "köcsögduda", "rohadt alma",
        "pincék", "fickó", "classic assessment", "dugó a hídnál", "szoptatós anyák", "leszármazottai",
        "30*40 cm", "C+ nyelv", "e-mail@",
    ],
)  # fmt: skip
def test_harmless_words_stay_harmless(text):
    assert not is_abusive(text)


def test_no_text_is_too_strange():
    assert not any(is_abusive(text) for text in HOSTILE if not text.strip())
    assert all(
        is_abusive(text) in {True, False} for text in [*HOSTILE, "a" * 100_000, "* " * 20_000]
    )
