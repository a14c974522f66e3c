"""The sentence on the page of a season's plans that says what the planner does next."""

import pytest

from forum.core.db import db
from forum.planning.seasons.deciding import decide
from forum.planning.seasons.versions import new_plan


@pytest.fixture
def read(client, people):
    """The page of a season's plans, as Paul reads it in English."""
    client.set_cookie("language", "en")
    client.sign_in(people.paul)
    return lambda season: client.get(f"/seasons/{season.id}/plans").text


def test_the_page_says_what_comes_next(read, make, people):
    season = make.season("Tavasz")
    assert "Next: add the programs the season could have." in read(season)
    make.candidate("Játékklub", season=season, cost=300_000)
    assert "begin a version of the plan" in read(season)
    plan = new_plan(season, people.paul, "first", 1_000_000)
    db.session.commit()
    assert "Next: decide on 1 program in version 1." in read(season)
    why = {"reason_hu": "Sokan kérték.", "uncited_because": "Régi hagyomány."}
    decide(plan.items[0], people.paul, "adopt", why)
    db.session.commit()
    assert "Next: all is decided in version 1; it can be approved." in read(season)
    plan.budget = 100_000
    db.session.commit()
    assert "costs 200,000\u00a0Ft too much" in read(season)


def test_the_reason_of_too_high_a_cost_is_not_called_optional(client, people, make):
    season = make.season("Tavasz")
    make.candidate("Játékklub", season=season, cost=300_000)
    plan = new_plan(season, people.paul, "first", 100_000)
    why = {"reason_hu": "Sokan kérték.", "uncited_because": "Régi hagyomány."}
    decide(plan.items[0], people.paul, "adopt", why)
    db.session.commit()
    client.set_cookie("language", "en")
    page = client.sign_in(people.paul).get(f"/plans/{plan.id}/approval").text
    label = page.split('for="over_because_hu"')[1].split("</label>")[0]
    assert "(optional)" not in label
