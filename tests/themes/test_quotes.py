"""Quotes are people's own words, central and different."""

from forum.themes.quotes import choose
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


def test_places_and_sides_take_turns():
    same = [
        Opinion(n, f"A {w} hinta eltört a téren", n, 1, agrees=5) for n, w in enumerate("abc", 1)
    ]
    other = Opinion(9, "A d hinta eltört a téren", 9, 2, disagrees=5)
    assert 9 in {q.opinion_id for q in choose([*same, other], count=2)}


def test_no_text_is_too_strange():
    assert choose([opinion(text, n) for n, text in enumerate(HOSTILE)]) is not None
    assert choose([]) == ()
