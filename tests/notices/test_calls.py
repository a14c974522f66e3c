"""People who can only be called: the list, the words to say, the tick and the way back."""

import pytest
from sqlalchemy import select

from forum.accounts.reach import reach
from forum.audit.models import AuditEntry
from forum.core import news
from forum.core.db import db
from forum.core.news import News
from forum.notices.models import Notice


@pytest.fixture
def call(make):
    """Tell somebody who gave only a number that an opinion has appeared."""

    def told(phone="+36301234567", person=None, language="hu"):
        person = person or make.person("visitor")
        reach(person, None, phone, language)
        word = make.opinion("Padot!", author=person)
        path, details = f"/opinions/{word.id}", {"reference": word.reference}
        news.tell(
            News("opinion_approved", str(word.id), ("opinion", word.id), path, details), [person.id]
        )
        db.session.commit()
        query = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id.desc())
        return db.session.scalars(query).first()

    return told


@pytest.fixture
def mira(client, people):
    return client.sign_in(people.mira)


def test_residents_see_no_numbers(app, client, people, call):
    notice = call()
    assert client.get("/calls").status_code == 302
    client.sign_in(people.ana)
    assert client.get("/calls").status_code == 403
    assert client.send(f"/calls/{notice.id}").status_code == 403
    db.session.expire_all()
    assert notice.called_at is None


def test_the_list_tells_the_number_and_the_words(mira, call):
    notice = call()
    page = mira.get("/calls").text
    assert 'href="tel:+36301234567"' in page
    assert notice.details["reference"] in page
    assert notice.letter_due_at is None


def test_several_things_are_one_call(mira, make, call):
    person = make.person("visitor")
    rows = [call(person=person), call(person=person), call(phone="+36301234567")]
    page = mira.get("/calls").text
    assert page.count('href="tel:') == 1
    assert all(row.details["reference"] in page for row in rows)


def test_a_tick_says_who_called_and_can_be_taken_back(mira, people, call):
    notice = call()
    mira.send(f"/calls/{notice.id}")
    db.session.expire_all()
    assert (notice.called_by_id, notice.called_at is None) == (people.mira.id, False)
    first = notice.called_at
    mira.send(f"/calls/{notice.id}")
    assert notice.called_at == first
    assert 'href="tel:' not in mira.get("/calls").text
    mira.send(f"/calls/{notice.id}", {"wish": "undo"})
    db.session.expire_all()
    assert notice.called_at is None
    assert 'href="tel:' in mira.get("/calls").text
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry))]
    assert acts.count("notice.called") == 1
    assert acts.count("notice.uncalled") == 1
    entries = db.session.scalars(select(AuditEntry)).all()
    assert not any("+36" in str(entry.details) + entry.reference for entry in entries)


def test_one_call_may_tell_everything(mira, make, call):
    person = make.person("visitor")
    rows = [call(person=person), call(person=person)]
    mira.send(f"/calls/{rows[0].id}", {"wish": "all"})
    db.session.expire_all()
    assert all(row.called_at for row in rows)


def test_who_wants_no_more_calls_gets_none(mira, make, call, notices):
    person = make.person("visitor")
    notice = call(person=person)
    mira.send(f"/calls/{notice.id}", {"wish": "stop"})
    assert 'href="tel:' not in mira.get("/calls").text
    word = make.opinion("Kuka!", author=person)
    told = News("opinion_approved", "99", ("opinion", word.id), "/x", {"reference": "2026-00099"})
    news.tell(told, [person.id])
    db.session.commit()
    assert len(notices(person)) == 1
    assert mira.send(f"/calls/{notice.id}").status_code == 404


def test_what_is_hidden_by_now_is_not_read_out(mira, people, call):
    from forum.opinions.models import Opinion

    notice = call()
    db.session.get_one(Opinion, notice.topic_id).visible = False
    db.session.commit()
    assert notice.details["reference"] not in mira.get("/calls").text


def test_the_words_are_in_the_language_of_whoever_is_called(mira, call):
    call(language="en")
    mira.set_cookie("language", "hu")
    assert 'lang="en"' in mira.get("/calls").text


def test_a_notice_that_is_no_call_is_not_there(mira, people, make):
    told = News("opinion_approved", "1", ("opinion", 1), "/x", {"reference": "2026-00001"})
    news.tell(told, [people.ana.id])
    db.session.commit()
    notice = db.session.scalars(select(Notice)).one()
    assert mira.send(f"/calls/{notice.id}").status_code == 404
    assert mira.send("/calls/999").status_code == 404


def test_the_list_is_paged_and_asks_little(mira, call, count_queries):
    call(phone="+36300000000")
    with count_queries() as few:
        mira.get("/calls")
    for number in range(1, 25):
        call(phone=f"+3630000{number:04d}")
    with count_queries() as many:
        page = mira.get("/calls").text
    assert page.count('href="tel:') == 20
    topics = 19  # whether each thing may still be told is asked once for each
    assert len(many) <= len(few) + topics + 1
