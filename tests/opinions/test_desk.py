"""The quick desk: one entry after the other, none lost, none doubled."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.opinions.models import Opinion

JSON = {"Accept": "application/json"}


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def desk(talk):
    return f"/conversations/{talk.id}/desk"


@pytest.fixture
def mira(client, people):
    return client.sign_in(people.mira)


def entries():
    db.session.expire_all()
    return db.session.scalars(select(Opinion).order_by(Opinion.id)).all()


def test_only_facilitators_have_a_desk(client, desk, people):
    assert client.get(desk).status_code == 302
    assert client.sign_in(people.ana).get(desk).status_code == 403


def test_an_entry_is_an_opinion_of_somebody_new(mira, desk, people):
    mira.send(desk, {"text": "több pad", "channel": "paper", "submit_key": "k1"})
    mira.send(desk, {"text": "kevesebb zaj", "channel": "phone", "submit_key": "k2"})
    first, second = entries()
    assert (first.text, first.channel, first.entered_by_id) == ("több pad", "paper", people.mira.id)
    assert first.author_id != second.author_id


def test_channel_and_place_stay_chosen(mira, desk, make):
    place = make.neighbourhood("Avas")
    mira.send(
        desk, {"text": "pad", "channel": "phone", "neighbourhood": place.id, "submit_key": "k1"}
    )
    page = mira.get(desk).text
    assert '<option selected value="phone">' in page
    assert f'<option selected value="{place.id}">' in page


def test_the_same_person_may_say_more(mira, desk, talk):
    mira.send(desk, {"text": "egy", "channel": "table", "submit_key": "k1"}, headers=JSON)
    mira.send(desk, {"text": "kettő", "channel": "table", "submit_key": "k2", "same_person": "y"})
    mira.send(
        desk,
        {
            "text": "három",
            "channel": "table",
            "submit_key": "k3",
            "same_person": "y",
            "same_as": "k1",
        },
        headers=JSON,
    )
    assert len({opinion.author_id for opinion in entries()}) == 1
    assert talk.people_count == 1


def test_the_same_key_is_one_entry(mira, desk):
    data = {"text": "pad", "channel": "paper", "submit_key": "k1"}
    answers = [mira.send(desk, data, headers=JSON).json for _time in range(3)]
    assert len({answer["reference"] for answer in answers}) == 1
    assert len(entries()) == 1


def test_twenty_parallel_sendings_are_one_entry(app, people, desk):
    def send(_number):
        client = app.test_client().sign_in(mira)
        return client.send(desk, {"text": "pad", "channel": "paper", "submit_key": "k"}).status_code

    mira = people.mira
    db.session.refresh(mira)
    db.session.expunge(mira)
    db.session.commit()
    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(send, range(20)))
    assert codes == {303}
    assert db.session.scalar(select(func.count(Opinion.id))) == 1


def test_bad_entries_are_told_kindly_and_kept(mira, desk):
    answer = mira.send(desk, {"text": "x" * 3001, "channel": "paper", "submit_key": "k1"})
    assert answer.status_code == 422
    assert "x" * 3001 in answer.text
    empty = mira.send(desk, {"text": "  ", "channel": "paper"}, headers=JSON)
    assert empty.status_code == 422
    assert "text" in empty.json["error"]["fields"]
    assert entries() == []


def test_a_foreign_channel_is_refused(mira, desk):
    assert mira.send(desk, {"text": "pad", "channel": "web"}).status_code == 422
