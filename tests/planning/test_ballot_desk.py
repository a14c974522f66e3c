"""The desk: numbers as printed, one line after the other."""

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.models import Ballot
from forum.planning.ballots.voting import voting_of
from tests.planning.voters import end, open_season


@pytest.fixture
def season(make, people):
    return open_season(make, people.paul, ["Sakk", "Kórus", "Torna", "Mozi"])


@pytest.fixture
def desk(client, people, season):
    client.sign_in(people.mira)

    def send(numbers, **more):
        path = f"/seasons/{season.id}/ballots/desk"
        data = {"numbers": numbers, "channel": "paper", **more}
        return client.send(path, data, headers={"Accept-Language": "en"})

    return send


def kept():
    return db.session.scalars(select(Ballot).order_by(Ballot.id)).all()


def test_the_numbers_are_those_on_the_paper(desk, season, people):
    assert desk("1 4, 2;4").status_code == 303
    (ballot,) = kept()
    printed = numbered(season, voting_of(season))
    assert {each.candidate_id for each in ballot.choices} == {printed[n].id for n in (1, 2, 4)}
    assert (ballot.channel, ballot.entered_by_id) == ("paper", people.mira.id)
    assert ballot.person.role == "visitor"


@pytest.mark.parametrize("numbers", ["", "9", "1 x", "<svg onload=alert(1)>", "1-3", "0"])
def test_what_is_no_number_on_the_paper_is_asked_again(desk, numbers):
    answer = desk(numbers)
    assert answer.status_code == 422
    assert "<svg onload" not in answer.text
    assert kept() == []


def test_each_sheet_is_another_person_unless_the_contact_is_the_same(desk):
    desk("1")
    desk("2", contact="06 30 123 4567")
    desk("3", contact="+36301234567", submit_key="k" * 22)
    assert len(kept()) == 2
    people = select(func.count()).select_from(Person).filter_by(role="visitor")
    assert db.session.scalar(people) == 2
    assert desk("1", contact="valami").status_code == 422


def test_the_same_sheet_sent_twice_is_one(desk):
    for _time in range(2):
        assert desk("1 2", submit_key="k" * 22).status_code == 303
    assert len(kept()) == 1


def test_what_was_chosen_stays_chosen_for_the_next_sheet(desk, client, season, make):
    avas = make.neighbourhood()
    desk("1", channel="forum", neighbourhood=str(avas.id))
    page = client.get(f"/seasons/{season.id}/ballots/desk").text
    assert f'selected value="{avas.id}"' in page
    assert 'selected value="forum"' in page


def test_a_number_no_longer_in_the_running_does_not_count(desk, season):
    numbered(season, voting_of(season))[2].dropped_at = now()
    db.session.commit()
    desk("1 2")
    assert len(kept()[0].choices) == 1
    assert desk("2").status_code == 422


def test_the_last_one_can_be_taken_back(desk, client, season):
    desk("1")
    desk("2 3")
    client.send(f"/seasons/{season.id}/ballots/desk/undoing")
    assert [len(each.choices) for each in kept()] == [1]


def test_a_sheet_that_replaced_a_ballot_is_not_taken_back_with_it(desk, client, season):
    """The marks it replaced are gone: taking it back would lose the person's voice."""
    desk("1", contact="ana@example.org")
    desk("2 3", contact="ana@example.org")
    client.send(f"/seasons/{season.id}/ballots/desk/undoing")
    assert [len(each.choices) for each in kept()] == [2]


def test_a_closed_voting_takes_no_more_sheets_and_gives_none_back(desk, client, season):
    desk("1")
    end(voting_of(season))
    assert desk("2").status_code == 409
    client.send(f"/seasons/{season.id}/ballots/desk/undoing")
    assert len(kept()) == 1


def test_only_the_office_has_a_desk(client, people, season):
    path = f"/seasons/{season.id}/ballots/desk"
    assert client.get(path).status_code == 302
    client.sign_in(people.ana)
    assert client.get(path).status_code == 403
    assert client.send(path, {"numbers": "1", "channel": "paper"}).status_code == 403
    assert client.send(f"{path}/undoing").status_code == 403


def test_the_season_leads_whoever_keys_to_the_desk(client, people, season):
    path = f"/seasons/{season.id}"
    assert f"{path}/ballots/desk" not in client.get(path).text
    client.sign_in(people.mira)
    assert f"{path}/ballots/desk" in client.get(path).text
