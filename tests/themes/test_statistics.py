"""Figures about themes: exact for the office, safe for everybody, traceable for all."""

import pytest
from sqlalchemy import update

from forum.core.cells import exact, safe
from forum.core.db import db, now
from forum.opinions.models import Opinion
from forum.themes.statistics import theme_figures, totals


def told(cells):
    return {cell.name: cell.people for cell in cells}


@pytest.fixture
def avas(make):
    return make.neighbourhood("Avas")


@pytest.fixture
def said(make):
    """Say something in a conversation and put it into a theme."""

    def say(text, talk, theme=None, **kwargs):
        opinion = make.opinion(text, talk, **kwargs)
        if theme is not None:
            make.membership(opinion, theme)
        return opinion

    return say


def test_people_and_opinions_are_counted_both(make, said):
    talk, benches, ana = make.conversation(), make.theme(), make.person("visitor")
    said("Több padot kérünk a parkba!", talk, benches, author=ana)
    said("Legyen árnyékos pad is.", talk, benches, author=ana)
    said("Sok pad kell.", talk, benches)
    said("Kutyafuttató kellene.", talk)
    (figures,) = theme_figures(talk)
    assert (figures.opinions, figures.people, figures.share) == (3, 2, 0.75)
    assert totals(talk) == totals(talk).__class__(4, 3, 0, 1)


def test_hidden_opinions_are_in_no_figure(make, said, people):
    talk, benches = make.conversation(), make.theme()
    said("Több padot kérünk!", talk, benches)
    hidden = said("Buta pad.", talk, benches)
    hidden.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    (figures,) = theme_figures(talk, internal=True)
    assert figures.opinions == 1
    assert totals(talk).opinions == 1
    assert hidden.id not in {quote.opinion_id for quote in figures.quotes}


def test_other_conversations_are_left_out_and_retired_themes_are_not(make, said):
    talk, other = make.conversation(), make.conversation()
    old = make.theme("régi", retired_at=now())
    said("Régi dolog.", talk, old)
    said("Padot!", other, make.theme())
    assert [figures.theme for figures in theme_figures(talk)] == [old]


def test_small_cells_are_exact_for_planners_and_hidden_from_the_public(make, said, avas):
    talk, benches = make.conversation(), make.theme()
    for number in range(6):
        said(f"Padot kérünk ide is, {number}. hely", talk, benches, neighbourhood_id=avas.id)
    for number in range(2):
        said(f"Székeket is, {number}. hely", talk, benches)
    (public,), (internal,) = theme_figures(talk), theme_figures(talk, internal=True)
    assert sorted(told(internal.by_neighbourhood).values()) == [2, 6]
    # Two of eight cannot be taken from the total: five stands for five to nine.
    assert told(public.by_neighbourhood) == {avas.name: 5}


@pytest.mark.parametrize(
    ("counts", "total", "shown"),
    [
        ({"a": 9, "b": 7}, 16, {"a": 5, "b": 5}),
        ({"a": 20, "b": 9, "c": 2}, 31, {"a": 20, "b": 5}),
        ({"a": 20, "b": 4, "c": 4}, 28, {"a": 20, "b": None, "c": None}),
        # That there are one and one would follow from the total, so neither is named.
        ({"a": 20, "b": 1, "c": 1}, 22, {"a": 20}),
        ({"a": 2, "b": 2}, 4, {}),
        # Nobody is left over, so it would be known that all of them are of one place.
        ({"a": 5}, 5, {}),
        ({}, 0, {}),
    ],
)
def test_what_is_told_does_not_give_away_small_cells(counts, total, shown):
    named = {(number, name): people for number, (name, people) in enumerate(counts.items())}
    assert told(safe(named, total)) == shown
    assert told(exact(named)) == counts


def test_what_people_agree_on_and_what_divides_them_leads_to_opinions(make, said):
    talk, benches = make.conversation(), make.theme()
    liked, split, refused, quiet = (
        said(text, talk, benches)
        for text in ("Több padot!", "Zárják be este!", "Legyen fizetős!", "Árnyék kell.")
    )
    counts = ((liked, 60, 3), (split, 40, 38), (refused, 2, 50), (quiet, 3, 0))
    for opinion, agrees, disagrees in counts:
        weighed = update(Opinion).where(Opinion.id == opinion.id)
        db.session.execute(weighed.values(agrees=agrees, disagrees=disagrees))
    db.session.commit()
    (figures,) = theme_figures(talk)
    assert [w.opinion_id for w in figures.agreed] == [liked.id]
    assert [w.reference for w in figures.divided] == [split.reference]
    assert [w.opinion_id for w in figures.rejected] == [refused.id]


def test_quotes_are_exact_spans_of_their_opinions(make, said):
    talk, benches = make.conversation(), make.theme()
    for text in (
        "Több árnyékos pad kellene a játszótér mellé.",
        "A buszmegállóba is kérünk padot.",
        "Az idősek nem tudnak hova leülni a téren.",
        "Padok nélkül nincs hol pihenni.",
    ):
        said(text, talk, benches)
    (figures,) = theme_figures(talk)
    assert figures.quotes
    for quote in figures.quotes:
        opinion = db.session.get(Opinion, quote.opinion_id)
        assert opinion.text[quote.start : quote.end] == quote.text
        assert quote.reference == opinion.reference


def test_one_theme_can_be_asked_for_alone(make, said):
    talk, benches, shade = make.conversation(), make.theme(), make.theme("árnyék")
    said("Padot!", talk, benches)
    said("Árnyékot!", talk, shade)
    (figures,) = theme_figures(talk, theme=shade)
    assert (figures.theme.name_hu, figures.opinions, figures.share) == ("árnyék", 1, 0.5)


def test_the_number_of_queries_does_not_grow(make, said, avas, count_queries):
    talk = make.conversation()

    def spent():
        db.session.expire_all()
        _ = talk.id
        with count_queries() as log:
            theme_figures(talk)
        return len(log)

    said("Padot!", talk, make.theme("egy"), neighbourhood_id=avas.id)
    few = spent()
    for number in range(6):
        theme = make.theme(f"téma {number}")
        for _each in range(3):
            said(f"Padot ide is, {number}!", talk, theme)
    assert spent() == few <= 10
