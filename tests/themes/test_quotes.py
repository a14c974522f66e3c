"""Quotes are people's own words, central and different."""

import pytest

from forum.themes.quotes import choose, focus
from forum.themes.records import Opinion
from tests.themes.sample import HOSTILE, OPINIONS, RIGHT, opinion

PLAY = [o for o in OPINIONS if RIGHT[o.id] == 1]


def test_a_quote_is_an_exact_span():
    texts = {o.id: o.text for o in PLAY}
    quotes = choose(PLAY)
    assert len(quotes) == 3
    assert all(texts[q.opinion_id][q.start : q.end] == q.text for q in quotes)


def test_nobody_is_quoted_twice_and_order_does_not_matter():
    assert len({q.opinion_id for q in choose(PLAY, count=5)}) == 5
    assert choose(PLAY[::-1]) == choose(PLAY)


def test_personal_data_is_never_quoted():
    private = [
        opinion("Írjanak a kiss.eva@pelda.hu címre a hinta miatt", 1),
        opinion("Hívjanak a +36 30 123 4567 számon a hinta ügyében", 2),
        opinion("A hinta képe itt van: https://pelda.hu/kep nézzék meg", 3),
    ]
    assert choose(private) == ()


def test_a_long_post_is_quoted_by_its_sentence():
    long = "Ez itt egy hosszú bevezető a semmiről. " * 8 + "A hinta eltört a játszótéren!"
    (quote,) = choose([opinion(long, 1)], count=1)
    assert len(quote.text.split()) <= 40


def test_the_sentence_about_the_theme_is_quoted():
    long = (
        "Jó napot kívánok mindenkinek! Régóta lakom a telepen és szeretem. "
        "A busz reggelente zsúfolt és mindig késik, ritkán jön. "
        "A hinta viszont eltört a játszótéren, javítsák meg. "
        "Egyébként a boltban is drága lett minden, de ez már nem ide tartozik, csak elmondom."
    )
    (play,) = choose([opinion(long, 1)], count=1, words={"hinta": 3, "játszótér": 2})
    (bus,) = choose([opinion(long, 1)], count=1, words={"busz": 3})
    assert play.text == "A hinta viszont eltört a játszótéren, javítsák meg."
    assert bus.text == "A busz reggelente zsúfolt és mindig késik, ritkán jön."
    assert long[play.start : play.end] == play.text


def test_quotes_come_from_what_is_surely_in_the_theme():
    sure = {o.id: 0.9 for o in PLAY}
    doubtful = opinion("A hinta és a csúszda meg a homokozó a játszótéren mind rossz", 999)
    chosen = choose([*PLAY, doubtful], {**sure, 999: 0.2})
    assert 999 not in {q.opinion_id for q in chosen}


def test_an_opinion_of_several_themes_is_less_central():
    assert focus(0.9, 0.9) == 0.9
    assert focus(0.9, 1.8) == 0.45
    assert focus(0.9, 0.0) == 0.0


def test_places_and_sides_take_turns():
    same = [
        Opinion(n, f"A {w} hinta eltört a téren", n, 1, agrees=5)
        for n, w in enumerate(("piros nagy fém", "kék kicsi fa", "zöld új lánc"), 1)
    ]
    other = Opinion(9, "A sárga régi kötél hinta eltört a téren", 9, 2, disagrees=5)
    assert 9 in {q.opinion_id for q in choose([*same, other], count=2)}


def test_the_same_is_not_quoted_twice():
    same = [opinion(f"A {w} hinta eltört a játszótér szélén!", n) for n, w in enumerate("abc")]
    assert len(choose(same)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "A KURVA HINTA MÁR MEGINT NEM MŰKÖDIK ITT",
        "AZONNAL JAVÍTSÁK MEG A HINTÁT A TÉREN",
        "Javítsák meg a hintát végre!!!!!!",
        "A hülye hinta megint eltört a téren",
        "Kovács Jánosnak szóltam a hinta miatt",
        "A hinta a Petőfi utca 12. előtt eltört",
        "Az ABC-123 rendszámú autó áll a hintánál",
    ],
)
def test_shouting_insults_and_names_are_not_quoted(text):
    assert choose([opinion(text, 1)]) == ()


def test_abuse_silences_the_whole_post():
    long = (
        "A hinta eltört a játszótéren, kérem javítsák meg. " * 4 + "Idióta mind, aki itt dolgozik."
    )
    assert choose([opinion(long, 1)]) == ()


def test_no_text_is_too_strange():
    assert choose([opinion(text, n) for n, text in enumerate(HOSTILE)]) is not None
    assert choose([]) == ()
