"""No more letters by one click, without signing in; and addresses of visitors, confirmed first."""

from datetime import timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from forum.accounts.reach import Reach, reach
from forum.core import news
from forum.core.db import db, now
from forum.core.mail import OutboxMessage
from forum.core.news import News
from forum.notices import reaching, unsubscribing
from forum.notices.models import Preference


@pytest.fixture
def link(people):
    return f"/unsubscribe/{unsubscribing.token_of(people.ana.id)}"


@pytest.fixture
def ida(make):
    """A visitor who gave an address and has not confirmed it."""
    person = make.person("visitor")
    reach(person, "ida@example.org", None, "hu")
    db.session.commit()
    return person


def row_of(person) -> Reach:
    db.session.expire_all()
    return db.session.scalars(select(Reach).where(Reach.person_id == person.id)).one()


def approved(make, person, key="1"):
    word = make.opinion("Padot!", author=person)
    details = {"reference": word.reference}
    told = News("opinion_approved", key, ("opinion", word.id), f"/opinions/{word.id}", details)
    news.tell(told, [person.id])
    db.session.commit()


def test_looking_stops_nothing(client, people, link):
    page = client.get(link)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert db.session.get(Preference, people.ana.id) is None


def test_a_mail_program_stops_the_letters_with_one_post(
    make, client, people, link, outbox, write_letters
):
    approved(make, people.ana)
    answer = client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    write_letters()
    approved(make, people.ana, "2")
    write_letters()
    assert outbox() == []
    assert db.session.get(Preference, people.ana.id).pace == "never"


def test_it_can_be_taken_back_as_it_was(client, make, people, link, outbox, write_letters):
    make.save(Preference(person_id=people.ana.id, pace="daily", muted=[]))
    page = client.post(link).text
    assert 'name="pace" value="daily"' in page
    assert client.post(link).text.count('name="again"') == 1
    client.post(link, data={"again": "1", "pace": "daily"})
    db.session.expire_all()
    assert db.session.get(Preference, people.ana.id).pace == "daily"
    approved(make, people.ana)
    write_letters()
    assert len(outbox()) == 1


@pytest.mark.parametrize("pace", ["", "never", "hourly", "<svg>"])
def test_a_pace_that_is_none_becomes_the_usual_one(client, people, link, pace):
    client.post(link)
    client.post(link, data={"again": "1", "pace": pace})
    assert db.session.get(Preference, people.ana.id).pace == "usual"


def test_a_token_is_for_one_person_and_one_purpose(client, people, link, ida):
    other = link.replace(f"/{people.ana.id}-", f"/{people.mira.id}-")
    assert client.post(other).status_code == 404
    assert client.get(link[:-1]).status_code == 404
    for token in ("", "x", "1", "1-", "-1", "99999999999-x", "1-é", "٣-x"):
        assert client.get(f"/unsubscribe/{token}").status_code == 404
    token = link.removeprefix("/unsubscribe/")
    for path in ("/reach/", "/confirm/", "/password/", "/join/"):
        assert client.get(path + token).status_code in {404, 410, 400}
    assert client.get(f"/unsubscribe/{reaching.token_of(row_of(ida))}").status_code == 404


def test_what_somebody_needs_still_comes(client, people, link, outbox, run_jobs):
    from forum.accounts.letters import new_password

    client.post(link)
    new_password(people.ana, "x" * 43)
    db.session.commit()
    (letter,) = outbox()
    assert letter.headers == {}
    assert letter.html == ""


def test_a_visitor_is_asked_once_a_day_whether_the_address_is_right(make, ida, outbox):
    for _time in range(3):
        reach(ida, "ida@example.org", None, "hu")
    other = make.person("visitor")
    reach(other, "ida@example.org", None, "hu")
    db.session.commit()
    (letter,) = outbox()
    assert letter.recipient == "ida@example.org"
    assert letter.subject == "Írhatunk Önnek?"
    assert f"/reach/{reaching.token_of(row_of(ida))}" in letter.body
    with freeze_time(now() + timedelta(days=2)):
        reach(ida, "ida@example.org", None, "hu")
        db.session.commit()
    assert len(outbox()) == 2


def test_news_come_only_after_the_yes(client, make, ida, outbox, write_letters):
    approved(make, ida)
    write_letters()
    link = f"/reach/{reaching.token_of(row_of(ida))}"
    assert "ida@example.org" in client.get(link).text
    assert row_of(ida).confirmed_at is None
    assert client.post(link, data={"answer": "yes"}).status_code == 200
    approved(make, ida, "2")
    write_letters()
    assert [letter.recipient for letter in outbox()] == ["ida@example.org"] * 2
    stop = f"/unsubscribe/{unsubscribing.token_of(ida.id)}"
    assert stop in outbox()[1].body
    client.post(stop)
    approved(make, ida, "3")
    write_letters()
    assert len(outbox()) == 2
    client.post(stop, data={"again": "1"})
    assert row_of(ida).stopped_at is None


def test_who_says_no_is_not_asked_again(client, make, ida, outbox):
    client.post(f"/reach/{reaching.token_of(row_of(ida))}", data={"answer": "no"})
    with freeze_time(now() + timedelta(days=3)):
        reach(make.person("visitor"), "ida@example.org", None, "hu")
        db.session.commit()
    assert len(outbox()) == 1


def test_another_address_makes_the_old_link_worthless(client, ida):
    link = f"/reach/{reaching.token_of(row_of(ida))}"
    reach(ida, "ida2@example.org", None, "hu")
    db.session.commit()
    assert client.get(link).status_code == 404
    assert row_of(ida).confirmed_at is None


def test_an_old_link_does_not_work_any_more(client, ida):
    link = f"/reach/{reaching.token_of(row_of(ida))}"
    with freeze_time(now() + timedelta(days=31)):
        assert client.get(link).status_code == 404


def test_a_visitor_who_signs_in_keeps_the_notices(client, make, people, ida, notices):
    from forum.accounts.models import visitor_signed_in

    row_of(ida).confirmed_at = now()
    approved(make, ida)
    approved(make, people.ana)  # the same key: told already
    visitor_signed_in.send(ida.id, person=people.ana)
    db.session.commit()
    assert len(notices(people.ana)) == 1
    assert notices(ida)[0].letter_due_at is None
    assert db.session.scalars(select(Reach)).all() == []
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1
