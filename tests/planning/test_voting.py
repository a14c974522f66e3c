"""A voting: set by planners, changed while it may be, closed for good."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.db import db, now
from forum.planning.ballots.voting import (
    BACKWARDS,
    BEGUN,
    CLOSED,
    NOT_BEGUN,
    TOO_FEW,
    close,
    open_voting,
    voting_of,
)
from forum.planning.models_candidates import Candidate
from tests.planning.voters import refused


@pytest.fixture
def season(make):
    season = make.season()
    for title in ("Sakk", "Kórus", "Torna"):
        make.candidate(title, season)
    return season


def days(first, last):
    return now() + timedelta(days=first), now() + timedelta(days=last)


def logged():
    return [row.act for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_a_planner_sets_the_days_and_may_change_them(season, people):
    voting = open_voting(season, people.paul, *days(1, 8), 500_000)
    seed = voting.draw_seed
    again = open_voting(season, people.paul, *days(2, 9), 700_000)
    assert again.id == voting.id
    assert (again.budget, again.draw_seed, again.stage) == (700_000, seed, "planned")
    assert logged() == ["voting.set", "voting.changed"]


def test_setting_the_same_again_is_not_a_change(season, people):
    first, last = days(1, 8)
    open_voting(season, people.paul, first, last, 500_000)
    db.session.commit()
    open_voting(season, people.paul, first, last, 500_000)
    assert logged() == ["voting.set"]


def test_what_has_begun_keeps_its_first_day_and_what_is_closed_everything(season, people):
    first, last = days(-1, 8)
    voting = open_voting(season, people.paul, first, last, 500_000)
    with refused(BEGUN):
        open_voting(season, people.paul, now(), last, 500_000)
    open_voting(season, people.paul, first, last + timedelta(days=1), 500_000)
    close(voting, people.paul)
    assert voting.stage == "closed"
    with refused(CLOSED):
        open_voting(season, people.paul, first, last, 500_000)
    close(voting, people.paul)
    assert logged().count("voting.closed") == 1


def test_a_voting_that_has_not_begun_cannot_be_closed(season, people):
    voting = open_voting(season, people.paul, *days(1, 8), 500_000)
    with refused(NOT_BEGUN):
        close(voting, people.paul)


@pytest.mark.parametrize("told", [(5, 4), (-9, -1)])
def test_it_does_not_end_before_it_begins_nor_in_the_past(season, people, told):
    with refused(BACKWARDS):
        open_voting(season, people.paul, *days(*told), 500_000)
    assert voting_of(season) is None


def test_nobody_can_choose_among_fewer_than_two(make, people):
    season = make.season("egyetlen")
    make.candidate("Sakk", season)
    make.candidate("Torna", season, dropped_at=now(), dropped_because="Nincs terem.")
    with refused(TOO_FEW):
        open_voting(season, people.paul, *days(0, 8), 500_000)


FORM = {"first": "2126-01-05", "last": "2126-01-20", "budget": "1 500 000", "conversation": ""}


def test_only_planners_set_a_voting(client, season, people):
    page = f"/seasons/{season.id}/voting"
    assert client.get(page).status_code == 302
    client.sign_in(people.mira)
    assert client.get(page).status_code == 403
    assert client.send(page, FORM).status_code == 403
    assert client.send(f"{page}/closing").status_code in {403, 404}
    assert voting_of(season) is None


def test_the_page_sets_it_and_the_conversation_shows_the_ballot_once_it_is_open(
    client, make, season, people
):
    talk = make.conversation()
    page = f"/seasons/{season.id}/voting"
    client.sign_in(people.paul)
    answer = client.send(page, {**FORM, "conversation": str(talk.id)})
    assert answer.status_code == 303
    voting = voting_of(season)
    assert (voting.budget, voting.stage, voting.conversation_id) == (1_500_000, "planned", talk.id)
    there = f"/conversations/{talk.id}"
    ballot = f"/seasons/{season.id}/ballot"
    assert ballot not in client.get(there).text
    voting.opens_at = now() - timedelta(days=1)
    db.session.commit()
    assert ballot in client.get(there).text
    assert client.send(f"{page}/closing").status_code == 303
    assert voting_of(season).stage == "closed"
    assert f"/seasons/{season.id}/advice" in client.get(there).text
    assert 'name="budget"' not in client.get(page).text


@pytest.mark.parametrize(
    "wrong", [{"budget": "0"}, {"budget": "sok"}, {"last": ""}, {"last": "2125-01-01"}]
)
def test_what_cannot_be_is_asked_again_with_what_was_typed(client, season, people, wrong):
    client.sign_in(people.paul)
    answer = client.send(f"/seasons/{season.id}/voting", {**FORM, **wrong})
    assert answer.status_code == 422
    assert 'value="2126-01-05"' in answer.text
    assert voting_of(season) is None


def test_the_office_sees_how_many_ballots_came_but_not_what_they_say(client, make, season, people):
    open_voting(season, people.paul, *days(-1, 8), 500_000)
    db.session.commit()
    chess = db.session.scalars(select(Candidate).filter_by(title_hu="Sakk")).one()
    voter = client.application.test_client()
    voter.send(f"/seasons/{season.id}/ballot", {"marks": [chess.id]})
    people.paul.language = "en"
    db.session.commit()
    client.sign_in(people.paul)
    told = client.get(f"/seasons/{season.id}/voting").text
    assert "1 ballot<" in told
    assert "Sakk" not in told
    for path in ("advice", "ballots.csv", "ballots.pb", "advice?budget=5"):
        assert client.get(f"/seasons/{season.id}/{path}").status_code == 404
