"""How a neighbourhood is said in a sentence."""

import pytest
from sqlalchemy import select

from forum.city import places
from forum.city.models import Neighbourhood
from forum.core.db import db
from forum.demo import content


@pytest.mark.parametrize(
    ("name", "place", "source"),
    [
        ("Diósgyőr", "Diósgyőrben", "Diósgyőrből"),
        ("Szentpéteri kapu", "a Szentpéteri kapuban", "a Szentpéteri kapuból"),
        ("Egyetemváros", "az Egyetemvárosban", "az Egyetemvárosból"),
        ("Pereces", "Perecesen", "Perecesről"),
        ("Tapolca", "Tapolcán", "Tapolcáról"),
        ("Komlóstető", "Komlóstetőn", "Komlóstetőről"),
        ("Görömböly", "Görömbölyön", "Görömbölyről"),
        ("Lillafüred", "Lillafüreden", "Lillafüredről"),
        ("Fehérvár", "Fehérváron", "Fehérvárról"),
        ("Kispest", "Kispesten", "Kispestről"),
        ("Komárom", "Komáromban", "Komáromból"),
        ("Tihany", "Tihanyban", "Tihanyból"),
        ("Szolnok", "Szolnokon", "Szolnokról"),
    ],
)
def test_vowels_and_custom_suggest_the_ending(name, place, source):
    assert places.suggest(name)[:2] == (place, source)


@pytest.mark.parametrize(
    "name", ["", " ", "-", "12", "Xyz 3.", "💡", "ß", "a" * 500, "<svg onload=alert(1)>"]
)
def test_no_name_is_too_strange(name):
    assert len(places.suggest(name)) == 3


def test_most_names_of_the_demo_city_are_suggested_right():
    rows = content.toml("city")["neighbourhoods"]
    right = sum(
        places.suggest(row["name_hu"])[:2]
        == tuple(
            row[form].removeprefix("a ").removeprefix("az ") for form in ("place_hu", "source_hu")
        )
        or places.suggest(row["name_hu"])[:2] == (row["place_hu"], row["source_hu"])
        for row in rows
    )
    assert right >= len(rows) - 2


def test_every_neighbourhood_of_the_demo_city_has_its_forms():
    for row in content.toml("city")["neighbourhoods"]:
        assert all(row[form] for form in ("place_hu", "source_hu", "place_en")), row["name_hu"]
        assert row["place_en"].startswith(places.PREPOSITIONS)


def test_without_a_form_the_sentence_is_stiff_but_right(make):
    assert make.neighbourhood("Avas").place == {"hu": "az Avas városrészben", "en": "in Avas"}
    bare = make.neighbourhood("Diósgyőr", name_en="Old Works")
    assert bare.source == {"hu": "a Diósgyőr városrészből", "en": "from Old Works"}


def test_the_stored_form_is_said(make):
    forms = {"place_hu": "a Belvárosban", "source_hu": "a Belvárosból"}
    row = make.neighbourhood("Belváros", place_en="in the city centre", **forms)
    assert row.place == {"hu": "a Belvárosban", "en": "in the city centre"}
    assert row.source == {"hu": "a Belvárosból", "en": "from the city centre"}


@pytest.fixture
def adam(client, people):
    """Adam's browser."""
    return client.sign_in(people.adam)


def test_a_button_suggests_the_forms_and_saves_nothing(adam):
    typed = {"name_hu": "Pereces", "source_hu": "Pereces-telepről", "suggest": "1"}
    page = adam.send("/city/neighbourhoods/new", typed)
    assert page.status_code == 200
    assert 'value="Perecesen"' in page.text
    assert 'value="Pereces-telepről"' in page.text
    assert db.session.scalar(select(Neighbourhood)) is None


def test_what_is_suggested_can_be_corrected_and_kept(adam, make):
    avas = make.neighbourhood("Avas")
    path = f"/city/neighbourhoods/{avas.id}/edit"
    assert 'value="Avason"' in adam.send(path, {"name_hu": "Avas", "suggest": "1"}).text
    forms = {"place_hu": "az Avason", "source_hu": "az Avasról", "place_en": "on Avas hill"}
    assert adam.send(path, {"name_hu": "Avas", **forms}).status_code == 303
    db.session.refresh(avas)
    assert avas.place == {"hu": "az Avason", "en": "on Avas hill"}
    assert "az Avason, az Avasról" in adam.get("/city/neighbourhoods").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"place_hu": "Diósgyőrben"},
        {"source_hu": "a hegyről"},
        {"place_en": "Avas"},
        {"place_hu": "az Avason" * 20},
    ],
)
def test_a_form_of_something_else_is_refused(adam, make, wrong):
    make.neighbourhood("Szirma")
    answer = adam.send("/city/neighbourhoods/new", {"name_hu": "Avas", **wrong})
    assert answer.status_code == 422
    assert len(db.session.scalars(select(Neighbourhood)).all()) == 1
