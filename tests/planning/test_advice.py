"""Advice: nobody sees it before the voting closes, everybody can work it out afterwards."""

import csv
import io

import pytest

from forum.core.db import db, now
from forum.planning.ballots.advising import advice
from forum.planning.ballots.drawing import numbered
from forum.planning.ballots.voting import voting_of
from forum.planning.fair.explaining import by_equal_shares
from forum.planning.fair.instance import instance_of
from tests.planning.voters import end, open_season, vote

EN = {"Accept-Language": "en"}


@pytest.fixture
def season(make, people):
    """Six of ten want the two dear ones, four the two cheap ones."""
    titles, costs = ["Koncert", "Mozi", "Sakk", "Kórus"], [50_000, 50_000, 20_000, 20_000]
    season = open_season(make, people.paul, titles, costs, budget=100_000)
    dear, dearer, chess, choir = (each.id for each in numbered(season, None).values())
    vote(make, season, [dear, dearer], 6)
    vote(make, season, [chess, choir], 4)
    return season


def titles(found, portfolio, season):
    names = {each.id: each.title_hu for each in numbered(season, None).values()}
    return {names[number] for number in found.ids(portfolio)}


def test_while_it_is_open_there_is_no_advice(season, client, people):
    assert advice(season) is None
    for person in (people.ana, people.mira, people.paul, people.adam):
        client.sign_in(person)
        for path in ("advice", "ballots.csv", "ballots.pb"):
            assert client.get(f"/seasons/{season.id}/{path}").status_code == 404


def test_the_two_ways_choose_differently_and_say_why(season):
    end(voting_of(season))
    found = advice(season)
    assert found.ballots == 10
    assert titles(found, found.greedy, season) == {"Koncert", "Mozi"}
    fair = titles(found, found.equal_shares, season)
    assert {"Sakk", "Kórus"} < fair
    assert len(fair) == 3
    cheap = next(each for each in found.verdicts.values() if each.fair and not each.greedy)
    assert (cheap.votes, cheap.purchase.full, cheap.share) == (4, 4, 5_000)
    missed = next(each for each in found.verdicts.values() if not each.fair)
    assert missed.shortfall.left + missed.shortfall.missing == 50_000


def test_another_budget_and_a_dropped_program_are_worked_out_anew(season):
    end(voting_of(season))
    assert len(advice(season, 40_000).equal_shares.chosen) == 2
    chess = numbered(season, None)[3]
    chess.dropped_at = now()
    db.session.commit()
    found = advice(season)
    assert chess.id not in found.candidate_ids
    assert "Kórus" in titles(found, found.equal_shares, season)
    assert found.ballots == 10


def test_it_is_worked_out_once_for_each_state(season, count_queries):
    end(voting_of(season))
    first = advice(season)
    with count_queries() as log:
        assert advice(season) is first
    assert len(log) <= 3


def test_marks_at_dropped_programs_alone_count_nowhere(season):
    for number in (3, 4):
        numbered(season, None)[number].dropped_at = now()
    end(voting_of(season))
    assert advice(season).ballots == 6


def test_the_page_shows_both_ways_and_says_that_planners_decide(season, client):
    end(voting_of(season))
    page = client.get(f"/seasons/{season.id}/advice", headers=EN)
    assert page.status_code == 200
    assert "This is advice: the planners decide." in page.text
    assert "Paid for by 4 supporters, 5,000" in page.text
    assert "only this way" in page.text
    assert "was missing" in page.text
    assert "Try another budget" not in page.text
    assert client.get(f"/seasons/{season.id}/advice?budget=40000", headers=EN).text.count("100,000")


def test_a_planner_may_try_another_budget(season, client, people):
    people.paul.language = "en"
    end(voting_of(season))
    client.sign_in(people.paul)
    page = client.get(f"/seasons/{season.id}/advice?budget=40 000", headers=EN).text
    assert "This is a trial with 40,000" in page
    for wrong in ("-5", "x", "9" * 40, "²", "0", "<svg>"):
        assert client.get(f"/seasons/{season.id}/advice?budget={wrong}").status_code == 200


def test_without_ballots_it_says_so(make, people, client):
    season = open_season(make, people.paul, ["Sakk", "Kórus"])
    end(voting_of(season))
    page = client.get(f"/seasons/{season.id}/advice", headers=EN)
    assert "No ballot came in" in page.text


def test_small_groups_are_not_told_nor_what_gives_them_away(make, people, client):
    season = open_season(make, people.paul, ["Sakk", "Kórus"])
    avas, centre, hill = (make.neighbourhood(name) for name in ("Avas", "Belváros", "Tetemvár"))
    chess = next(iter(numbered(season, None).values())).id
    vote(make, season, [chess], 9, neighbourhood_id=avas.id)
    vote(make, season, [chess], 6, neighbourhood_id=centre.id)
    vote(make, season, [chess], 2, neighbourhood_id=hill.id)
    end(voting_of(season))
    page = client.get(f"/seasons/{season.id}/advice", headers=EN).text
    assert "Avas" in page
    assert "Tetemvár" not in page
    assert "Belváros" in page
    assert '<td class="number" data-label="Ballots">5</td>' in page  # nine and six
    assert '<td class="number" data-label="Ballots">9</td>' not in page
    assert "are left out" in page
    told = client.get(f"/seasons/{season.id}/ballots.csv").text
    assert "Tetemvár" not in told
    assert told.count("Avas") == 5


def test_the_table_holds_no_person_and_computes_nothing(make, people, client):
    season = open_season(make, people.paul, ["=1+1", '"><img src=x>'])
    ids = [each.id for each in numbered(season, None).values()]
    vote(make, season, ids, 3)
    end(voting_of(season))
    answer = client.get(f"/seasons/{season.id}/ballots.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert any(row[1:2] == ["'=1+1"] for row in rows)
    assert rows[-3:] == [["1 2", "", ""]] * 3
    page = client.get(f"/seasons/{season.id}/advice").text
    assert "<img src=x>" not in page


def test_anybody_can_work_it_out_again_from_the_file(season, client):
    end(voting_of(season))
    answer = client.get(f"/seasons/{season.id}/ballots.pb")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode()), delimiter=";"))
    parts = [rows.index([name]) for name in ("META", "PROJECTS", "VOTES")]
    meta = dict(rows[parts[0] + 2 : parts[1]])
    projects, votes = rows[parts[1] + 2 : parts[2]], rows[parts[2] + 2 :]
    assert (meta["rule"], meta["num_votes"], meta["budget"]) == ("equalshares/add1", "10", "100000")
    place = {row[0]: number for number, row in enumerate(projects)}
    ballots = [{place[mark] for mark in row[1].split(",")} for row in votes]
    again = instance_of([int(row[1]) for row in projects], int(meta["budget"]), ballots)
    chosen = {projects[number][3] for number in by_equal_shares(again).chosen}
    assert chosen == {row[3] for row in projects if row[4] == "1"}


def test_the_page_asks_as_much_for_many_as_for_few(make, people, client, count_queries):
    asked = []
    for number in (3, 24):
        season = open_season(make, people.paul, [f"Program {n}" for n in range(number)])
        ids = [each.id for each in numbered(season, None).values()]
        for place in range(number):
            vote(make, season, ids[place:])
        end(voting_of(season))
        client.get(f"/seasons/{season.id}/advice")
        with count_queries() as log:
            client.get(f"/seasons/{season.id}/advice?again=1")
        asked.append(len(log))
    assert asked[0] == asked[1]
