"""Reading many texts at once finds what reading each of them alone finds."""

import numpy as np

from forum.themes.language import language_of, words_and_terms
from forum.themes.texts import columns
from forum.themes.texts.columns import Pieces, Texts
from tests.themes.sample import HOSTILE, OPINIONS

ENGLISH = ["There is no light in the park, we can't see the benches", "X-ray is not a bus-stop"]
GERMAN = ["Es gibt nicht genug Bänke für die Straße", "Der Bus ist zu spät und der Weg zu weit"]
TEXTS = [o.text for o in OPINIONS] + HOSTILE + ENGLISH + GERMAN


def alone(text):
    pairs = words_and_terms(text, language_of(text))
    return [(word, term) for word, term in pairs if not term.isdigit()]


def test_languages_words_and_terms_are_those_of_each_text_alone():
    read = Texts(TEXTS)
    assert read.languages == [language_of(text) for text in TEXTS]
    assert read.words == [alone(text) for text in TEXTS]
    assert read.sizes.tolist() == [len(alone(text)) for text in TEXTS]


def test_the_table_counts_terms_and_knows_their_first_form():
    read = Texts(TEXTS)
    assert read.vocabulary == sorted(set(read.vocabulary))
    for row, text in enumerate(TEXTS):
        span = slice(read.table.indptr[row], read.table.indptr[row + 1])
        names = [read.vocabulary[column] for column in read.table.indices[span]]
        counts = dict(zip(names, read.table.data[span], strict=True))
        pairs = alone(text)[: columns.MOST_TERMS]
        assert counts == {term: [t for _, t in pairs].count(term) for term in names}
        forms = {term: word for word, term in reversed(pairs)}
        written = [read.written[number] for number in read.firsts[span]]
        assert dict(zip(names, written, strict=True)) == forms


def test_small_blocks_read_the_same(monkeypatch):
    whole = Texts(TEXTS)
    monkeypatch.setattr(columns, "BLOCK", 5)
    parts = Texts(TEXTS)
    assert parts.vocabulary == whole.vocabulary
    assert (parts.table != whole.table).nnz == 0
    assert np.array_equal(parts.firsts, whole.firsts)


def test_some_texts_are_as_if_read_alone():
    rows = np.asarray([3, 5, len(OPINIONS), len(TEXTS) - 1])
    taken, fresh = Texts(TEXTS).take(rows), Texts([TEXTS[row] for row in rows])
    assert taken.vocabulary == fresh.vocabulary
    assert (taken.table != fresh.table).nnz == 0
    assert (taken.words, taken.languages) == (fresh.words, fresh.languages)


def test_nothing_is_read_from_nothing():
    assert len(Texts([])) == len(Pieces([])) == 0
    assert Texts(["", " \n"]).words == [[], []]
