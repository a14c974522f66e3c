"""The pages where administrators keep the city's words."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.city.models import AgeBand, Category, City, Neighbourhood, Project
from forum.core.db import db

HOSTILE = '"><img src=x onerror=alert(1)><svg onload=alert(1)>'
PROJECT = {
    "name_hu": "Közös tér",
    "identifier": "TOP-1",
    "total_cost": "180 000 000",
    "currency": "HUF",
    "rate_of_support": "85,5",
    "starts_on": "2026-01-01",
    "ends_on": "2027-01-01",
    "maintenance_until": "2032-01-01",
}


@pytest.fixture
def adam(client, people):
    """Adam's browser."""
    return client.sign_in(people.adam)


@pytest.mark.parametrize(
    "path", ["/city", "/city/office", "/city/neighbourhoods", "/city/kinds/new"]
)
@pytest.mark.parametrize("who", ["ana", "mira", "paul"])
def test_only_administrators_come_in(client, people, path, who):
    assert client.get(path).location.startswith("/sign-in")
    client.sign_in(getattr(people, who))
    assert client.get(path).status_code == 403


def test_the_overview_leads_to_every_list(adam, make):
    make.city()
    make.neighbourhood("Avas")
    page = adam.get("/city").text
    for part in ("office", "neighbourhoods", "age-bands", "kinds", "projects"):
        assert f'href="/city/{part}"' in page


def test_the_city_is_named_first_and_changed_later(adam):
    assert adam.send("/city/office", {"name_hu": "Próbaváros"}).location == "/city"
    adam.send("/city/office", {"name_hu": "Próbaváros", "office_hu": "Közösségi Iroda"})
    city = db.session.scalars(select(City)).one()
    assert (city.name_hu, city.office_hu, city.tick) == ("Próbaváros", "Közösségi Iroda", 2)
    assert "Próbaváros" in adam.get("/city").text


def test_an_address_that_is_none_is_refused_and_what_was_typed_comes_back(adam):
    answer = adam.send("/city/office", {"name_hu": "Próbaváros", "contact_email": "iroda kukac"})
    assert answer.status_code == 422
    assert 'value="iroda kukac"' in answer.text
    assert db.session.scalar(select(City)) is None


def test_a_neighbourhood_is_added_with_its_other_names(adam):
    adam.send(
        "/city/neighbourhoods/new",
        {"name_hu": " Martinkertváros ", "aliases": "Martin-Kertváros, Martin; Martin"},
    )
    row = db.session.scalars(select(Neighbourhood)).one()
    assert (row.name_hu, row.aliases) == ("Martinkertváros", ["Martin-Kertváros", "Martin"])
    assert "Martin-Kertváros" in adam.get("/city/neighbourhoods").text


@pytest.mark.parametrize("typed", ["Avas", "avas", "Öreg-Avas"])
def test_a_name_that_is_taken_is_refused_kindly(adam, make, typed):
    make.neighbourhood("Avas", aliases=["Öreg-Avas"])
    answer = adam.send("/city/neighbourhoods/new", {"name_hu": typed})
    assert answer.status_code == 422
    assert "„Avas”" in answer.text
    assert len(db.session.scalars(select(Neighbourhood)).all()) == 1


def test_a_retired_name_is_not_added_again_but_brought_back(adam, make, people):
    avas = make.neighbourhood("Avas")
    adam.send(f"/city/neighbourhoods/{avas.id}/retirement")
    answer = adam.send("/city/neighbourhoods/new", {"name_hu": "Avas"})
    assert answer.status_code == 422
    assert "használaton kívül" in answer.text
    adam.send(f"/city/neighbourhoods/{avas.id}/return")
    db.session.refresh(avas)
    assert avas.retired_at is None


def test_an_opinion_keeps_the_neighbourhood_that_is_retired(adam, make):
    avas = make.neighbourhood("Avas")
    opinion = make.opinion(neighbourhood_id=avas.id)
    adam.send(f"/city/neighbourhoods/{avas.id}/retirement")
    db.session.refresh(opinion)
    assert opinion.neighbourhood.name_hu == "Avas"


def test_a_word_can_keep_its_own_name_when_it_is_changed(adam, make):
    avas = make.neighbourhood("Avas")
    path = f"/city/neighbourhoods/{avas.id}/edit"
    assert adam.send(path, {"name_hu": "Avas", "name_en": "Avas Hill"}).status_code == 303
    db.session.refresh(avas)
    assert avas.name_en == "Avas Hill"


@pytest.mark.parametrize(
    ("youngest", "oldest"),
    [("17", "14"), ("16", ""), ("-1", "10"), ("10", "200"), ("tíz", "20"), ("", "20")],
)
def test_ages_out_of_order_or_range_or_shared_are_refused(adam, make, youngest, oldest):
    make.age_band("14-17", youngest=14, oldest=17)
    data = {"code": "új", "name_hu": "új", "youngest": youngest, "oldest": oldest}
    assert adam.send("/city/age-bands/new", data).status_code == 422
    assert len(db.session.scalars(select(AgeBand)).all()) == 1


def test_what_cannot_be_read_is_told_once(adam):
    answer = adam.send("/city/age-bands/new", {"code": "x", "name_hu": "x", "youngest": "tíz"})
    errors = answer.text.split('id="youngest-error"')[1].split("</p>")[0]
    assert "egész szám" in errors
    assert "120" not in errors


def test_an_age_band_from_zero_is_fine(adam):
    data = {"code": "0-13", "name_hu": "gyerek", "youngest": "0", "oldest": "13"}
    assert adam.send("/city/age-bands/new", data).status_code == 303


def test_bringing_back_ages_that_are_taken_is_refused_on_the_list(adam, make, people):
    old = make.age_band("14-17", youngest=14, oldest=17)
    adam.send(f"/city/age-bands/{old.id}/retirement")
    make.age_band("14-20", youngest=14, oldest=20)
    adam.send(f"/city/age-bands/{old.id}/return")
    assert "átfedi" in adam.get("/city/age-bands").text
    db.session.refresh(old)
    assert old.retired_at is not None


def test_kinds_of_program_are_moved_by_buttons(adam, make, people):
    for name in ("Játék", "Séta"):
        adam.send("/city/kinds/new", {"name_hu": name})
    walks = db.session.scalars(select(Category).where(Category.name_hu == "Séta")).one()
    adam.send(f"/city/kinds/{walks.id}/position", {"direction": "up"})
    page = adam.get("/city/kinds").text
    assert page.index("Séta") < page.index("Játék")
    adam.send(f"/city/kinds/{walks.id}/position", {"direction": "sideways"})


def test_a_project_reads_amounts_and_rates_as_people_write_them(adam):
    assert adam.send("/city/projects/new", PROJECT).status_code == 303
    project = db.session.scalars(select(Project)).one()
    assert (project.total_cost, project.rate_of_support) == (180_000_000, 85.5)
    page = adam.get(f"/city/projects/{project.id}/edit").text
    assert 'value="180 000 000"' in page
    assert 'value="2032-01-01"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": "2025-12-31"},
        {"maintenance_until": "2026-12-31"},
        {"total_cost": "sok"},
        {"total_cost": "-5"},
        {"rate_of_support": "101"},
        {"rate_of_support": "nan"},
        {"starts_on": "holnap"},
        {"currency": "USD"},
        {"identifier": ""},
        {"description_hu": "x" * 5001},
    ],
)
def test_a_project_that_cannot_be_is_refused(adam, wrong):
    assert adam.send("/city/projects/new", {**PROJECT, **wrong}).status_code == 422
    assert db.session.scalar(select(Project)) is None


def test_a_project_number_is_given_once(adam):
    adam.send("/city/projects/new", PROJECT)
    answer = adam.send("/city/projects/new", {**PROJECT, "identifier": "top-1"})
    assert answer.status_code == 422


def test_projects_are_neither_retired_nor_moved(adam, make):
    project = make.project()
    for act in ("retirement", "return", "position"):
        assert adam.send(f"/city/projects/{project.id}/{act}").status_code == 303
    assert db.session.scalar(select(AuditEntry)) is None


def test_extra_fields_change_nothing(adam, make):
    avas = make.neighbourhood("Avas")
    data = {"name_hu": "Avas", "id": "99", "retired_at": "2026-01-01", "tick": "7"}
    adam.send(f"/city/neighbourhoods/{avas.id}/edit", data)
    db.session.refresh(avas)
    assert avas.retired_at is None


def test_unknown_lists_and_rows_are_not_found(adam):
    for path in ("/city/people", "/city/neighbourhoods/999/edit", "/city/people/1/edit"):
        assert adam.get(path).status_code == 404


def test_hostile_names_stay_words(adam, make):
    make.city()
    adam.send("/city/neighbourhoods/new", {"name_hu": HOSTILE[:80], "aliases": HOSTILE[:60]})
    adam.send("/city/projects/new", {**PROJECT, "name_hu": HOSTILE, "fund_hu": HOSTILE})
    for path in ("/city/neighbourhoods", "/city/projects", "/project", "/log", "/"):
        page = adam.get(path).text
        assert "<img src=x" not in page, path
        assert "<svg onload" not in page, path


def test_a_list_costs_the_same_however_long(adam, make, count_queries):
    def cost():
        db.session.expunge_all()
        with count_queries() as log:
            adam.get("/city/neighbourhoods")
        return len(log)

    make.neighbourhood("Avas")
    one = cost()
    for number in range(30):
        make.neighbourhood(f"Rész {number}")
    assert cost() == one


def test_two_who_add_the_same_at_once_are_told(adam, make, monkeypatch):
    make.neighbourhood("Avas")
    monkeypatch.setattr("forum.city.queries.neighbourhood_called", lambda *a, **k: None)
    answer = adam.send("/city/neighbourhoods/new", {"name_hu": "Avas"})
    assert answer.status_code == 422
    assert "valaki" in answer.text.lower()


def test_english_pages_speak_english(adam, make):
    make.city()
    adam.set_cookie("language", "en")
    assert "Neighbourhoods" in adam.get("/city").text
    assert "Testtown" in adam.get("/city").text
