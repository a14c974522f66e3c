"""Of a single opinion the age is told to nobody, the neighbourhood only where five spoke."""

from forum.city.models import AgeBand, Neighbourhood
from forum.core.cells import MINIMUM_CELL
from forum.core.db import db

EN = {"Accept-Language": "en"}


def spoken(make, people=MINIMUM_CELL):
    avas = make.save(Neighbourhood(name_hu="Avasalja", name_en="Avasalja"))
    band = make.save(AgeBand(code="14-17", name_hu="14–17 éves", youngest=14, oldest=17))
    talk = make.conversation("speak")
    said = [
        make.opinion(f"Padot a {n}. utcába!", talk, neighbourhood_id=avas.id, age_band_id=band.id)
        for n in range(people)
    ]
    return avas, band, talk, said


def pages(client, talk, opinion):
    paths = (f"/conversations/{talk.id}", f"/opinions/{opinion.id}")
    paths += (f"/api/v1/conversations/{talk.id}/opinions", f"/api/v1/opinions/{opinion.id}")
    for path in paths:
        page = client.get(path)
        yield page.get_data(as_text=True).split("<main")[-1]


def test_the_age_stands_nowhere_and_a_small_place_neither(client, make):
    _avas, _band, talk, said = spoken(make, MINIMUM_CELL - 1)
    for page in pages(client, talk, said[0]):
        assert "Avasalja" not in page
        assert "14–17" not in page
        assert "14-17" not in page


def test_five_people_of_a_place_are_told_and_the_age_is_not(client, make):
    _avas, _band, talk, said = spoken(make)
    for page in pages(client, talk, said[0]):
        assert "Avasalja" in page
        assert "14" not in page.replace("2014", "").split("14-17")[0] or "14–17" not in page


def test_one_person_who_speaks_five_times_is_one(client, make):
    avas, _band, talk, said = spoken(make, 1)
    for number in range(MINIMUM_CELL):
        make.opinion(f"{number}. szavam", talk, said[0].author, neighbourhood_id=avas.id)
    for page in pages(client, talk, said[0]):
        assert "Avasalja" not in page


def test_a_list_is_not_chosen_by_age_nor_by_a_small_place(client, make):
    avas, band, talk, _said = spoken(make, MINIMUM_CELL - 1)
    page = client.get(f"/conversations/{talk.id}?age={band.id}", headers=EN).text
    assert 'name="age"' not in page
    assert "Padot a 0." in page
    page = client.get(f"/conversations/{talk.id}?neighbourhood={avas.id}", headers=EN).text
    assert "Padot a 3." in page  # the choice is not offered, so it counts as left alone


def test_the_office_still_sees_both(client, make, people):
    _avas, _band, _talk, said = spoken(make, 1)
    client.sign_in(people.mira)
    page = client.get(f"/opinions/{said[0].id}").text
    assert "Avasalja" in page
    assert "14–17" in page
    db.session.rollback()
