"""The tables' pages: open by their code while their item is current, and only then."""

from datetime import timedelta

import pytest

from forum.accounts.models import Person
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.meetings.codes import table_code, table_with
from forum.meetings.drafting import TableRow, set_tables
from forum.meetings.hall import (
    leading,
)
from forum.meetings.hall.captures import Capture
from forum.meetings.models import MeetingTable
from forum.opinions.models import Opinion

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def english(client):
    client.set_cookie("language", "en")


@pytest.fixture
def live(make, people):
    """A forum with two tables; they work at its second item."""
    meeting = make.meeting("now", conversation=make.conversation(), items=3)
    meeting.items[1].at_tables = True
    set_tables(meeting, [TableRow("", None), TableRow("Fiatalok", None)], people.mira)
    leading.start(meeting, people.mira)
    db.session.commit()
    return meeting


@pytest.fixture
def at_work(live, people):
    leading.go_to(live.items[1], people.mira)
    db.session.commit()
    return live


def path(table):
    return f"/table/{table_code(table)}"


def test_a_code_leads_to_its_table_however_it_is_typed(live):
    table = live.tables[0]
    code = table_code(table)
    assert table_with(code.lower().replace("-", " ")) is table
    assert table_with("AAAA-AAAA-AA") is None
    assert code not in {table.seed, table.code_hash}


def test_an_unknown_code_is_not_found(client, live):
    assert client.get("/table/xx").status_code == 404
    assert client.send("/table/xx").status_code == 404


def test_a_table_waits_until_its_item_is_current(client, live, people):
    table = live.tables[0]
    waiting = client.get(path(table)).text
    assert "Please listen to the hall now" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "<textarea" not in waiting
    assert client.send(path(table), {"text": "Túl korán"}).status_code == 409

    leading.go_to(live.items[1], people.mira)
    db.session.commit()
    working = client.get(path(table)).text
    assert "<textarea" in working
    assert 'http-equiv="refresh"' not in working

    leading.end(live, people.mira)
    db.session.commit()
    assert "This forum has ended" in client.get(path(table)).text


def test_before_the_forum_a_table_says_when_it_begins(client, make, people):
    meeting = make.meeting("coming")
    set_tables(meeting, [TableRow("", None)], people.mira)
    db.session.commit()
    assert "has not begun yet" in client.get(path(meeting.tables[0])).text


def test_the_table_of_a_draft_is_not_there(client, make, people):
    meeting = make.meeting("draft")
    set_tables(meeting, [TableRow("", None)], people.mira)
    db.session.commit()
    assert client.get(path(meeting.tables[0])).status_code == 404


def test_a_table_writes_opinions_of_different_people(client, at_work, make):
    table = at_work.tables[1]
    place = make.neighbourhood("Avas")
    table.neighbourhood_id = place.id
    db.session.commit()
    before = db.session.query(Person).count()
    first = {"text": "Gördeszkapálya", "submit_key": "a" * 22}
    assert client.send(path(table), first, headers=JSON).json["done"]
    client.send(path(table), first, headers=JSON)
    client.send(path(table), {"text": "Világítás is", "same_as": "a" * 22, "same_person": "y"})
    client.send(path(table), {"text": "Padok"})
    skate, light, bench = db.session.query(Opinion).order_by(Opinion.id)
    assert skate.author_id == light.author_id != bench.author_id
    assert db.session.query(Person).count() == before + 2
    assert (skate.channel, skate.neighbourhood_id, skate.entered_by_id) == ("forum", place.id, None)
    assert {row.table_id for row in db.session.query(Capture)} == {table.id}
    assert "Gördeszkapálya" in client.get(path(table)).text
    assert "Gördeszkapálya" not in client.get(path(at_work.tables[0])).text


def test_one_table_cannot_speak_as_somebody_of_another(client, at_work):
    one, other = at_work.tables
    client.send(path(one), {"text": "Gördeszkapálya", "submit_key": "a" * 22})
    again = {"text": "Padok", "submit_key": "a" * 22, "same_as": "a" * 22, "same_person": "y"}
    client.send(path(other), again)
    first, second = db.session.query(Opinion)
    assert first.author_id != second.author_id


def test_what_was_written_in_time_is_taken_a_little_later(client, at_work, people):
    table, item = at_work.tables[0], at_work.items[1]
    leading.go_to(at_work.items[2], people.mira)
    db.session.commit()
    entry = {"text": "Elakadt a hálózaton", "item": item.id, "submit_key": "b" * 22}
    assert client.send(path(table), entry, headers=JSON).status_code == 200
    assert db.session.query(Capture).one().item_id == item.id
    with at(now() + timedelta(minutes=30)):
        late = client.send(path(table), {"text": "Túl késő", "item": item.id}, headers=JSON)
    assert late.status_code == 409
    with at(now() + timedelta(minutes=30)), pytest.raises(Refused):
        leading.capture(item, "Túl késő", "c", table=table)


def test_where_opinions_are_looked_at_first_those_of_tables_wait(client, make, people):
    talk = make.conversation(moderation="before")
    meeting = make.meeting("now", conversation=talk)
    meeting.items[0].at_tables = True
    set_tables(meeting, [TableRow("", None)], people.mira)
    leading.start(meeting, people.mira)
    db.session.commit()
    table = meeting.tables[0]
    client.send(path(table), {"text": "Ezt előbb megnézik"})
    opinion = db.session.query(Opinion).one()
    assert opinion.waiting
    page = client.get(path(table)).text
    assert "Ezt előbb megnézik" not in page
    assert opinion.reference in page


def test_a_table_that_writes_without_end_has_to_wait(client, at_work, monkeypatch):
    monkeypatch.setattr("forum.meetings.hall.views_table.MOST_ENTRIES", 2)
    table = at_work.tables[0]
    answers = [
        client.send(path(table), {"text": f"Vélemény {n}"}, headers=JSON).status_code
        for n in range(3)
    ]
    assert answers == [200, 200, 429]
    assert client.send(path(at_work.tables[1]), {"text": "Mi még nem"}).status_code == 303


def test_empty_and_hostile_words(client, at_work):
    table = at_work.tables[0]
    assert client.send(path(table), {"text": " . "}).status_code == 422
    client.send(path(table), {"text": '"><img src=x><svg onload=alert(1)>'})
    page = client.get(path(table)).text
    assert "&lt;svg onload=alert(1)&gt;" in page
    assert "<img src=x" not in page


def test_tables_are_set_up_and_their_cards_printed(client, make, people):
    meeting = make.meeting("coming")
    place = make.neighbourhood("Avas")
    client.sign_in(people.mira)
    cards = f"/forums/{meeting.id}/tables"
    assert "No tables yet" in client.get(cards).text
    assert client.send(cards, {"number": "2"}).status_code == 303
    kept = [table_code(table) for table in meeting.tables]
    client.send(
        cards, {"number": "3", "name_2": '"><img src=x>', "place_2": place.id, "name_1": "Idősek"}
    )
    db.session.expire_all()
    assert [table.label for table in meeting.tables] == ["Idősek", '"><img src=x>', "Table 3"]
    assert [table_code(table) for table in meeting.tables[:2]] == kept
    page = client.get(cards).text
    assert all(code in page for code in kept)
    assert page.count('role="img"') >= 3
    assert "<img src=x" not in page
    client.send(cards, {"number": "1"})
    assert db.session.query(MeetingTable).count() == 1
    assert client.send(cards, {"number": "4000"}).status_code == 422
    assert client.send(cards, {"number": "sok"}).status_code == 422


def test_a_table_that_has_written_stays(client, at_work, people):
    client.send(path(at_work.tables[1]), {"text": "Gördeszkapálya"})
    client.sign_in(people.mira)
    answer = client.send(f"/forums/{at_work.id}/tables", {"number": "1"})
    assert answer.status_code == 409
    assert db.session.query(MeetingTable).count() == 2


def test_residents_see_no_cards(client, live, people):
    client.sign_in(people.ana)
    assert client.get(f"/forums/{live.id}/tables").status_code == 403
