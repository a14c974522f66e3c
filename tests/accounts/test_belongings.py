"""A device that several people use: nothing becomes an account's without a question."""

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.opinions.models import AGREE, Reaction
from tests.accounts.conftest import GOOD

PAGE = "/account/found-here"


@pytest.fixture
def eva(make):
    return make.person(name="Eva", email="eva@example.org", password=GOOD)


@pytest.fixture
def here(client, make):
    """The visitor whose row this browser carries."""
    visitor = make.person("visitor")
    with client.session_transaction() as mine:
        mine["visitor"] = visitor.id
    return visitor


def enter(client):
    answer = client.send("/sign-in", {"email": "eva@example.org", "password": GOOD})
    assert answer.status_code in {302, 303}


def test_nothing_moves_before_it_is_said_to_be_ones_own(client, eva, here, make):
    mine, weighed = make.opinion("Több padot!", author=here), make.opinion("Kevesebb autót!")
    weighed.weigh(here, AGREE)
    db.session.commit()
    enter(client)
    assert mine.author_id == here.id
    assert PAGE in client.get("/conversations").text
    page = client.get(PAGE).text
    assert "Több padot!" in page
    assert page.count(" checked") == 2
    sent = {"mine": [f"opinion-{mine.id}", "reaction"]}
    assert client.send(PAGE, sent).status_code == 303
    db.session.expire_all()
    assert mine.author_id == eva.id
    assert db.session.scalars(select(Reaction.person_id)).all() == [eva.id]
    assert PAGE not in client.get("/conversations").text


def test_only_what_is_ticked_is_taken(client, eva, here, make):
    mine, other = make.opinion("Az enyém", author=here), make.opinion("A másé", author=here)
    enter(client)
    client.send(PAGE, {"mine": [f"opinion-{mine.id}"]})
    db.session.expire_all()
    assert mine.author_id == eva.id
    assert other.author_id == here.id
    assert PAGE not in client.get("/conversations").text


def test_nothing_of_it_is_mine_is_an_answer_too(client, eva, here, make):
    opinion = make.opinion("A másé", author=here)
    enter(client)
    client.send(PAGE, {"mine": [f"opinion-{opinion.id}"], "answer": "no"})
    db.session.expire_all()
    assert opinion.author_id == here.id
    assert client.get(PAGE).status_code == 303


def test_what_carries_another_contact_is_neither_shown_nor_taken(client, eva, here, make):
    foreign = make.opinion("Titkos szó", author=here, contact_key=contact_key("mas@example.org"))
    own = make.opinion("Saját", author=here, contact_key=contact_key("eva@example.org"))
    enter(client)
    page = client.get(PAGE).text
    assert "Titkos szó" not in page
    assert " checked" not in page
    client.send(PAGE, {"mine": [f"opinion-{foreign.id}", f"opinion-{own.id}", "opinion-999"]})
    db.session.expire_all()
    assert foreign.author_id == here.id
    assert own.author_id == eva.id


def test_hostile_words_stay_words(client, eva, here, make):
    make.opinion("<svg onload=alert(1)>", author=here)
    enter(client)
    assert "<svg onload" not in client.get(PAGE).text


def test_somebody_elses_visitor_cannot_be_named(client, eva, here, make):
    strangers = make.opinion("Idegen", author=make.person("visitor"))
    make.opinion("Itt írták", author=here)
    enter(client)
    client.send(PAGE, {"mine": [f"opinion-{strangers.id}"]})
    db.session.expire_all()
    assert strangers.author_id != eva.id


def test_an_empty_browser_asks_nothing(client, eva, here):
    enter(client)
    assert PAGE not in client.get("/conversations").text
    assert db.session.get(Person, here.id) is not None
