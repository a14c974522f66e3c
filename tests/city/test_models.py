"""What administrators do to the city's words."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.audit.models import AuditEntry
from forum.city import queries
from forum.city.models import AgeBand, Category, City, Neighbourhood
from forum.core.db import db
from forum.core.errors import Refused


def last_entry() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_each_change_is_logged_with_what_was_changed(make, people):
    avas = make.neighbourhood("Avas")
    assert avas.change(people.adam, {"name_hu": "Avas", "name_en": "Avas Hill"}) == ["name_en"]
    db.session.commit()
    entry = last_entry()
    assert (entry.act, entry.details) == ("neighbourhood.changed", {"fields": ["name_en"]})
    assert entry.sentence == "Adam módosította ezt a városrészt: „Avas” (angol név)."


def test_a_change_that_changes_nothing_is_no_act(make, people):
    avas = make.neighbourhood("Avas")
    assert avas.change(people.adam, {"name_hu": "Avas"}) == []
    db.session.commit()
    assert last_entry() is None


def test_a_change_raises_the_tick_that_pages_look_at(make, people):
    city = make.city()
    make.neighbourhood("Avas").retire(people.adam)
    db.session.commit()
    assert db.session.scalar(select(City.tick)) == 1
    city.change(people.adam, {"name_hu": "Másváros"})
    db.session.commit()
    assert db.session.scalar(select(City.tick)) == 2


def test_what_is_out_of_use_is_kept_and_comes_back(make, people):
    avas = make.neighbourhood("Avas")
    assert avas.retire(people.adam)
    assert not avas.retire(people.adam)
    assert queries.neighbourhoods() == []
    assert avas.bring_back(people.adam)
    assert queries.neighbourhoods() == [avas]


def test_an_age_band_comes_back_only_into_free_ages(make, people):
    old = make.age_band("14-17", youngest=14, oldest=17)
    old.retire(people.adam)
    make.age_band("14-20", youngest=14, oldest=20)
    with pytest.raises(Refused):
        old.bring_back(people.adam)
    assert old.retired_at is not None


@pytest.mark.parametrize(
    ("youngest", "oldest", "meets"),
    [(0, 13, False), (10, 14, True), (15, 16, True), (17, None, True), (18, None, False)],
)
def test_bands_meet_where_they_share_an_age(youngest, oldest, meets):
    assert AgeBand(youngest=14, oldest=17).meets(youngest, oldest) == meets


def test_the_last_band_has_no_end():
    assert AgeBand(youngest=65, oldest=None).meets(90, 95)
    assert not AgeBand(youngest=65, oldest=None).meets(20, 64)


def test_kinds_of_program_move_past_each_other(make, people):
    games, walks, crafts = (Category(name_hu=name) for name in ("Játék", "Séta", "Kézműves"))
    for kind in (games, walks, crafts):
        kind.add(people.adam)
    assert crafts.move(people.adam, -1)
    assert [kind.name_hu for kind in queries.categories()] == ["Játék", "Kézműves", "Séta"]
    assert not games.move(people.adam, -1)
    assert not walks.move(people.adam, 1)


def test_moving_skips_what_is_out_of_use(make, people):
    rows = [Category(name_hu=name) for name in ("egy", "kettő", "három")]
    for row in rows:
        row.add(people.adam)
    rows[1].retire(people.adam)
    rows[2].move(people.adam, -1)
    assert [kind.name_hu for kind in queries.categories()] == ["három", "egy"]


def test_a_name_is_in_the_list_once(make):
    make.neighbourhood("Avas")
    with pytest.raises(IntegrityError):
        make.neighbourhood("Avas")
    db.session.rollback()


def test_neighbourhoods_stand_in_hungarian_order(make):
    for name in ("Zsolca", "Csermőke", "Zörgő", "Cinege", "Ómassa"):
        make.neighbourhood(name)
    order = [row.name_hu for row in queries.neighbourhoods()]
    assert order == ["Cinege", "Csermőke", "Ómassa", "Zörgő", "Zsolca"]


def test_the_city_and_its_newest_grant_come_with_one_statement(make, count_queries):
    make.city()
    make.project(name_hu="Régi")
    make.project(name_hu="Új")
    db.session.expunge_all()
    with count_queries() as log:
        city, project = queries.city_and_project()
    assert (city.name_hu, project.name_hu) == ("Próbaváros", "Új")
    assert len([statement for statement in log if statement.startswith("SELECT")]) == 1


def test_before_the_city_is_named_there_is_none(make):
    assert queries.city_and_project() == (None, None)
    make.city()
    city, project = queries.city_and_project()
    assert city is not None
    assert project is None


def test_the_support_is_the_rate_of_the_cost(make):
    project = make.project(total_cost=180_000_001, rate_of_support=85.5)
    assert project.amount == 153_900_001


def test_a_cost_of_billions_fits(make):
    project = make.project(total_cost=900_000_000_000)
    db.session.refresh(project)
    assert project.total_cost == 900_000_000_000


def test_neighbourhoods_are_found_by_any_name_they_go_by(make):
    make.neighbourhood("Martinkertváros", aliases=["Martin-Kertváros"])
    assert queries.neighbourhood_called(["martin-kertváros"]).name_hu == "Martinkertváros"
    assert queries.neighbourhood_called(["Avas"]) is None
    assert isinstance(queries.everything(Neighbourhood), list)
