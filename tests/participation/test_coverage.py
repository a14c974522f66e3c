"""Whom have we not heard: census figures in, plain sentences out."""

from datetime import timedelta
from io import BytesIO

import pytest

from forum.core.clock import at
from forum.core.db import db, now
from forum.participation import census, queries
from forum.participation.aims import Census


@pytest.fixture
def city(make):
    """Three neighbourhoods, two age bands."""
    make.city()
    return {
        "avas": make.neighbourhood("Avas", aliases=["Avas-dél"]),
        "kilian": make.neighbourhood("Kilián"),
        "pereces": make.neighbourhood("Pereces"),
        "young": make.age_band("18-29", youngest=18, oldest=29),
        "old": make.age_band("65+", youngest=65),
    }


@pytest.fixture
def counted(office, people, make, city):
    """Residents of three neighbourhoods, and who of them came two months ago."""
    places, bands = [city[n] for n in ("avas", "kilian", "pereces")], [city["young"], city["old"]]
    residents = {(p.id, b.id): 100 for p in places for b in bands}
    census.enter(people.paul, "KSH", 2022, residents, "census-key")
    with at(now() - timedelta(days=62)):
        event = make.event("now")
        traits = {"neighbourhood_id": city["avas"].id}
        office.tally(event, 40, age_band_id=city["young"].id, **traits)
        office.tally(event, 20, age_band_id=city["old"].id, **traits)
        office.tally(event, 8, age_band_id=city["young"].id, neighbourhood_id=city["pereces"].id)
    office.book()


def test_planners_read_it_in_plain_words(paul, counted):
    page = paul.get("/participation/coverage").text
    assert "Kilián: nobody who lives there has taken part yet." in page
    assert "Pereces: at most 4% of the residents took part, and nobody of these ages: 65+." in page
    assert "Avas: at most 30% of the residents took part." in page
    assert page.index("Kilián:") < page.index("Pereces:") < page.index("Avas:")


def test_and_in_hungarian(paul, counted):
    paul.set_cookie("language", "hu")
    page = paul.get("/participation/coverage").text
    assert (
        "Pereces: a lakók legfeljebb 4%-a vett részt, ezekből a korcsoportokból pedig senki: 65+."
        in page
    )


def test_everybody_reads_it_without_small_numbers(visitor, counted):
    page = visitor.get("/participation/coverage").text
    assert "Avas: 300 participations for every 1,000 residents." in page
    assert "nobody" not in page
    assert "Too few to show, or kept back to protect the few: Kilián." in page


def test_without_a_census_there_is_a_way_on(paul, visitor, office):
    office.book()
    assert 'href="/participation/census"' in paul.get("/participation/coverage").text
    assert "Nothing to compare with yet" in visitor.get("/participation/coverage").text


class TestGrid:
    def boxes(self, city, **typed):
        values = {"submit_key": "k" * 22, "source": "KSH", "year": "2022"}
        for name, text in typed.items():
            place, band = name.split("_")
            values[f"cell-{city[place].id}-{city[band].id}"] = text
        return values

    def test_is_taken_in_whole(self, paul, city):
        typed = self.boxes(city, avas_young="1 200", avas_old="0", pereces_old="")
        for _again in range(2):
            assert paul.send("/participation/census", typed).status_code == 303
        assert db.session.query(Census).count() == 1
        avas = city["avas"].id
        assert queries.residents() == {(avas, city["young"].id): 1200, (avas, city["old"].id): 0}
        assert 'value="1200"' in paul.get("/participation/census").text

    def test_other_figures_on_a_page_that_came_back_are_taken_in_too(self, paul, city):
        for people in ("1200", "1300"):
            paul.send("/participation/census", self.boxes(city, avas_young=people))
        assert queries.residents()[city["avas"].id, city["young"].id] == 1300

    @pytest.mark.parametrize("wrong", ["sok", "-3", "1.5", "99999999999", "=1+1", "<svg onload=1>"])
    def test_one_wrong_box_and_nothing_is_taken_in(self, paul, city, wrong):
        answer = paul.send(
            "/participation/census", self.boxes(city, avas_young="12", avas_old=wrong)
        )
        assert answer.status_code == 422
        assert "Avas, 65+" in answer.text
        assert 'value="12"' in answer.text
        assert "<svg onload=1" not in answer.text
        assert db.session.query(Census).count() == 0

    def test_a_source_is_needed(self, paul, city):
        typed = {**self.boxes(city, avas_young="12"), "source": " "}
        assert paul.send("/participation/census", typed).status_code == 422

    def test_an_empty_grid_is_none(self, paul, city):
        assert paul.send("/participation/census", self.boxes(city)).status_code == 422


class TestList:
    def send(self, paul, rows="", file=None):
        values = {
            "list-submit_key": "k" * 22,
            "list-source": "KSH",
            "list-year": "2022",
            "list-pasted": rows,
        }
        if file is not None:
            values["list-file"] = (BytesIO(file), "census.csv")
        return paul.send("/participation/census/list", values)

    def test_is_pasted_out_of_a_spreadsheet(self, paul, city):
        rows = "városrész\tkorcsoport\tlakosok\nAvas-dél\t18-29\t1200\nPERECES\t65+\t1 000\n"
        assert self.send(paul, rows).status_code == 303
        assert sorted(queries.residents().values()) == [1000, 1200]

    def test_is_uploaded(self, paul, city):
        file = b"neighbourhood,age_group,residents\r\nAvas,65+,300\r\n"
        assert self.send(paul, file=file).status_code == 303
        assert list(queries.residents().values()) == [300]

    def test_every_wrong_row_is_told_and_nothing_taken_in(self, paul, city):
        rows = (
            "neighbourhood,age_group,residents\n"
            "Avas,65+,300\n<svg onload=1>,65+,300\nAvas,99+,300\nAvas,18-29,sok\nAvas,65+,5\n"
        )
        answer = self.send(paul, rows)
        assert answer.status_code == 422
        for number in (3, 4, 5, 6):
            assert f'<th scope="row">{number}</th>' in answer.text
        assert "<svg onload=1" not in answer.text
        assert db.session.query(Census).count() == 0

    @pytest.mark.parametrize("rows", ["", "a,b\n1,2", "neighbourhood,age_group,residents"])
    def test_what_is_no_list_is_refused_kindly(self, paul, city, rows):
        assert self.send(paul, rows).status_code == 422
        assert db.session.query(Census).count() == 0
