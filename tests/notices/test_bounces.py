"""Addresses that refuse letters: three in a row stop them, one success forgets, a drop is no fault."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from forum.core import bounces
from forum.core.db import db, now
from forum.core.delivery import deliver
from forum.core.mail import OutboxMessage, post
from forum.notices.operations import send_again

EVA = "eva@example.org"


@pytest.fixture
def write(app):
    def letter(recipient=EVA, **more):
        message = post(recipient, "Levél", "Szöveg\n", **more)
        db.session.commit()
        return message

    return letter


def state(message) -> str:
    db.session.expire_all()
    return db.session.get(OutboxMessage, message.id).state


def test_after_three_letters_refused_in_a_row_nothing_is_sent(postman, write):
    postman.strangers = {EVA}
    for _number in range(3):
        write()
        deliver()
    assert bounces.is_stopped(EVA)
    postman.strangers = set()
    last, other = write(), write("bea@example.org")
    assert deliver() == 1
    assert postman.recipients == ["bea@example.org"]
    assert (state(last), state(other)) == ("failed", "sent")
    assert "three letters" in db.session.get(OutboxMessage, last.id).error


def test_one_letter_counts_once_however_often_it_is_tried(postman, write):
    postman.strangers = {EVA}
    write()
    moment = now()
    for _time in range(6):
        moment += timedelta(hours=5)
        with freeze_time(moment):
            deliver()
    assert not bounces.is_stopped(EVA)


def test_a_success_forgets_the_refusals(postman, write):
    for round_ in range(2):
        postman.strangers = {EVA}
        for _number in range(2):
            write()
            deliver()
        postman.strangers = set()
        write()
        deliver()
        assert not bounces.is_stopped(EVA), round_


def test_a_refusal_at_the_end_of_the_letter_counts_too(postman, write):
    postman.refusals = ["554 this is spam"] * 3
    for _number in range(3):
        write()
        deliver()
    assert bounces.is_stopped(EVA)


def test_try_later_is_nobodys_fault(postman, write):
    postman.refusals = ["451 greylisted"] * 5
    for _number in range(5):
        write()
        deliver()
    assert not bounces.is_stopped(EVA)


def test_a_server_that_is_away_loses_nothing(app, write, monkeypatch, postman):
    here = app.config["SMTP_URL"]
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    messages = [write() for _number in range(4)]
    for _time in range(4):
        deliver()
    assert not bounces.is_stopped(EVA)
    monkeypatch.setitem(app.config, "SMTP_URL", here)
    assert deliver() == 4
    assert {state(message) for message in messages} == {"sent"}


def test_a_server_that_drops_in_the_middle_comes_back(postman, write):
    postman.refusals = ["421 closing"]
    messages = [write(f"p{number}@example.org") for number in range(3)]
    deliver()
    with freeze_time(now() + timedelta(minutes=15)):
        deliver()
    assert {state(message) for message in messages} == {"sent"}
    assert sorted(postman.recipients) == [f"p{number}@example.org" for number in range(3)]


def test_an_administrator_may_try_once_more(postman, write, people):
    postman.strangers = {EVA}
    messages = [write() for _number in range(3)]
    for _number in range(3):
        deliver()
    postman.strangers = set()
    send_again(messages[0], by=people.adam)
    db.session.commit()
    assert deliver() == 1
    assert not bounces.is_stopped(EVA)


def test_the_person_sees_it_and_may_start_again(client, people, postman, write):
    address = people.ana.email
    postman.strangers = {address}
    for _number in range(3):
        write(address)
        deliver()
    client.sign_in(people.ana)
    assert address in client.get("/account/notices").text
    client.send("/account/notices/address")
    assert not bounces.is_stopped(address)
    write(address)
    deliver()
    assert bounces.is_stopped(address)  # one more refusal stops it again


def test_the_outbox_says_so(client, people, postman, write):
    postman.strangers = {EVA}
    for _number in range(3):
        message = write()
        deliver()
    client.sign_in(people.adam)
    client.set_cookie("language", "en")
    page = client.get(f"/outbox/{message.id}").text
    assert "Nothing is sent to this address any more" in page


def test_what_somebody_waits_for_goes_before_news(postman, write):
    write("news@example.org", html="<p>hír</p>")
    write("password@example.org")
    deliver()
    assert postman.recipients == ["password@example.org", "news@example.org"]


def test_no_address_is_kept_in_clear(postman, write):
    postman.strangers = {EVA}
    write()
    deliver()
    (row,) = db.session.scalars(db.select(bounces.DeadAddress))
    assert "@" not in row.key
    assert len(row.key) == 64
