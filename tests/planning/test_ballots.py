"""Ballots: one for each person and contact, changed while the voting is open, told to nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.models import visitor_signed_in
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.participation.kinds import KINDS
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.giving import NOT_OPEN, NOTHING, ballot_of, give_ballot
from forum.planning.ballots.models import Ballot, BallotChoice, Voting
from forum.planning.ballots.voting import voting_of
from tests.planning.voters import open_season, refused

HOSTILE = '"><svg onload=alert(1)>'


@pytest.fixture
def season(make, people):
    return open_season(make, people.paul, ["Sakk", "Kórus", "Torna"])


@pytest.fixture
def ids(season):
    return [candidate.id for candidate in numbered(season, None).values()]


def marks_of(ballot):
    return sorted(choice.candidate_id for choice in ballot.choices)


def ballots():
    return db.session.scalar(select(func.count()).select_from(Ballot))


def test_sent_again_it_takes_the_place_of_the_former_one(season, ids, people):
    first = give_ballot(season, people.ana, ids[:2], "a")
    again = give_ballot(season, people.ana, ids[2:], "b")
    assert (first.replaced, again.replaced) == (False, True)
    assert marks_of(ballot_of(season, people.ana)) == ids[2:]
    assert ballots() == 1


def test_the_same_key_changes_nothing(season, ids, people):
    give_ballot(season, people.ana, ids[:1], "a")
    twin = give_ballot(season, people.ana, ids[1:], "a")
    assert not twin.replaced
    assert marks_of(twin.ballot) == ids[:1]


def test_marks_count_once_and_only_at_programs_in_the_running(season, ids, make, people):
    elsewhere = make.candidate("Máshol", make.season("másik"))
    gone = make.candidate("Elmarad", season, dropped_at=now(), dropped_because="Nincs terem.")
    given = give_ballot(season, people.ana, [ids[0], ids[0], elsewhere.id, gone.id, 99999], "a")
    assert marks_of(given.ballot) == ids[:1]
    with refused(NOTHING):
        give_ballot(season, people.mira, [gone.id], "b")


@pytest.mark.parametrize("move", [{"opens_at": 1}, {"closes_at": -1}])
def test_outside_its_days_no_ballot_is_taken(season, ids, people, client, move):
    voting = voting_of(season)
    for name, hours in move.items():
        setattr(voting, name, now() + timedelta(hours=hours))
    db.session.commit()
    with refused(NOT_OPEN):
        give_ballot(season, people.ana, ids, "a")
    path = f"/seasons/{season.id}/ballot"
    assert client.get(path).status_code == 200
    assert 'name="marks"' not in client.get(path).text
    assert client.send(path, {"marks": ids}).status_code == 409
    assert ballots() == 0


def test_a_contact_counts_once_whoever_brings_the_paper(season, ids, make, people):
    contact = contact_key("+36 30 123 4567")
    first, second = make.person("visitor"), make.person("visitor")
    give_ballot(season, first, ids[:1], "a", channel="paper", contact_key=contact)
    again = give_ballot(season, second, ids[1:], "b", channel="phone", contact_key=contact)
    assert again.replaced
    assert (ballots(), marks_of(again.ballot), again.ballot.channel) == (1, ids[1:], "phone")


def test_an_account_takes_over_the_paper_of_its_address(season, ids, make, people):
    people.ana.email, people.ana.email_confirmed_at = "ana@example.org", now()
    paper = make.person("visitor")
    contact = contact_key("ANA@example.org")
    give_ballot(season, paper, ids[:1], "a", channel="paper", contact_key=contact)
    given = give_ballot(season, people.ana, ids[1:], "b")
    assert given.replaced
    assert ballot_of(season, people.ana).id == given.ballot.id
    assert ballots() == 1


def test_the_page_takes_a_ballot_without_an_account_and_says_what_happens_next(
    client, season, ids, make
):
    avas, old = make.neighbourhood(), make.age_band()
    told = {"neighbourhood": str(avas.id), "age_band": str(old.id)}
    path = f"/seasons/{season.id}/ballot"
    answer = client.send(path, {"marks": [str(ids[0]), str(ids[2])], **told})
    assert answer.status_code == 303
    thanks = client.get(answer.location, headers={"Accept-Language": "en"})
    assert "You have marked 2 programs." in thanks.text
    assert "Sakk" in thanks.text
    assert thanks.headers["Cache-Control"] == "no-store"
    row = db.session.scalars(select(Ballot)).one()
    assert (row.neighbourhood_id, row.age_band_id, row.channel) == (avas.id, old.id, "web")
    page = client.get(path).text
    assert page.count(" checked") == 2
    client.send(path, {"marks": [str(ids[1])]})
    assert ballots() == 1
    assert row.neighbourhood_id == avas.id


def test_without_a_mark_or_with_nonsense_it_asks_again(client, season, ids):
    path = f"/seasons/{season.id}/ballot"
    for marks in ([], ["x"], ["99999"], ["-1"], [HOSTILE], ["9" * 30]):
        answer = client.send(path, {"marks": marks})
        assert answer.status_code == 422, marks
        assert "<svg onload" not in answer.text
    trap = client.send(path, {"marks": [str(ids[0])], "website": "spam"})
    assert trap.status_code == 422
    assert "checked" in trap.text
    assert ballots() == 0


def test_each_voter_has_an_order_of_their_own_that_stays(season, make, people, client):
    for number in range(12):
        make.candidate(f"Program {number}", season)
    client.sign_in(people.ana)
    path = f"/seasons/{season.id}/ballot"

    def order(browser):
        return [
            part.split('"')[0] for part in browser.get(path).text.split('name="marks" value="')[1:]
        ]

    mine = order(client)
    assert order(client) == mine
    other = client.application.test_client().sign_in(people.mira)
    assert sorted(order(other)) == sorted(mine)
    assert order(other) != mine


def test_numbers_on_paper_stay_when_programs_go_and_come(season, make):
    before = {number: each.id for number, each in numbered(season, voting_of(season)).items()}
    numbered(season, voting_of(season))[1].dropped_at = now()
    late = make.candidate("Későn jött", season)
    after = {number: each.id for number, each in numbered(season, voting_of(season)).items()}
    assert after == {**before, 4: late.id}


def test_a_dropped_program_is_not_on_the_ballot_and_its_marks_stay(client, season, ids, people):
    give_ballot(season, people.ana, ids, "a")
    numbered(season, None)[1].dropped_at = now()
    db.session.commit()
    assert "Sakk" not in client.get(f"/seasons/{season.id}/ballot").text
    assert marks_of(ballot_of(season, people.ana)) == ids


def test_hostile_words_stay_words(client, season, make):
    make.candidate(HOSTILE, season, description_hu=HOSTILE)
    page = client.get(f"/seasons/{season.id}/ballot").text
    assert "<svg onload" not in page
    assert "&lt;svg onload" in page
    assert client.get(f"/seasons/{season.id}/ballot.pdf").data.startswith(b"%PDF")


def test_the_paper_is_two_clicks_from_the_ballot_in_both_languages(client, season):
    for lang in ("hu", "en"):
        answer = client.get(f"/seasons/{season.id}/ballot.pdf", headers={"Accept-Language": lang})
        assert answer.status_code == 200
        assert answer.content_type == "application/pdf"


def test_the_page_asks_the_database_as_much_for_three_as_for_thirty(
    client, season, make, count_queries, people
):
    client.sign_in(people.ana)
    path = f"/seasons/{season.id}/ballot"
    client.get(path)
    db.session.expire_all()
    with count_queries() as few:
        client.get(path)
    for number in range(27):
        make.candidate(f"Program {number}", season)
    db.session.expire_all()
    with count_queries() as many:
        client.get(path)
    assert _selects(many) == _selects(few)


def test_without_a_voting_there_is_no_ballot(client, make):
    season = make.season("csendes")
    for path in ("ballot", "ballot/thanks", "ballot.pdf", "advice"):
        assert client.get(f"/seasons/{season.id}/{path}").status_code == 404
    assert client.get("/seasons/4711/ballot").status_code == 404


def test_thanks_without_a_ballot_leads_to_the_ballot(client, season):
    answer = client.get(f"/seasons/{season.id}/ballot/thanks")
    assert answer.location == f"/seasons/{season.id}/ballot"


def test_a_visitor_who_signs_in_keeps_the_ballot(season, ids, make, people):
    visitor = make.person("visitor")
    give_ballot(season, visitor, ids[:1], "a")
    visitor_signed_in.send(visitor.id, person=people.ana)
    db.session.commit()
    assert marks_of(ballot_of(season, people.ana)) == ids[:1]


def test_where_both_handed_one_in_the_later_marks_stay(season, ids, make, people):
    visitor = make.person("visitor")
    give_ballot(season, people.ana, ids[:1], "a")
    give_ballot(season, visitor, ids[1:], "b").ballot.changed_at = now() + timedelta(seconds=5)
    visitor_signed_in.send(visitor.id, person=people.ana)
    db.session.commit()
    assert (ballots(), marks_of(ballot_of(season, people.ana))) == (1, ids[1:])


def test_the_ledger_counts_each_ballot_once(season, ids, make, people):
    contact = contact_key("06 30 123 4567")
    people.ana.email_confirmed_at = None
    give_ballot(season, people.ana, ids[:1], "a")
    give_ballot(season, people.ana, ids[1:], "b")
    paper = make.person("visitor")
    give_ballot(season, paper, ids, "c", channel="paper", contact_key=contact)
    db.session.commit()
    found = KINDS["balloted"].gather()
    told = [(fact.activity, fact.activity_id, fact.who, fact.channel) for fact in found.facts]
    assert told == [
        ("season", season.id, f"person:{people.ana.id}", "web"),
        ("season", season.id, f"contact:{contact}", "paper"),
    ]
    assert found.links == [(f"person:{paper.id}", f"contact:{contact}")]


def test_twenty_at_once_are_one_ballot(app, season, ids, people):
    season_id, ana, chosen = season.id, people.ana.id, list(ids)
    db.session.commit()
    db.session.remove()

    def send(number):
        with app.app_context():
            from forum.accounts.models import Person
            from forum.programs.models import Season

            here = db.session.get(Season, season_id)
            give_ballot(
                here, db.session.get(Person, ana), chosen, "same" if number % 2 else "other"
            )
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(send, range(20)))
    assert ballots() == 1
    assert db.session.scalar(select(func.count()).select_from(BallotChoice)) == 3


def test_one_voting_a_season(season):
    db.session.add(Voting(season_id=season.id, opens_at=now(), closes_at=now(), budget=1))
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()


def _selects(log):
    return sum(statement.startswith("SELECT") for statement in log)
