"""Letters leave by a real SMTP server: once, again after a failure, and as they were written."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from forum.core import delivery
from forum.core.db import db, now
from forum.core.delivery import deliver
from forum.core.mail import OutboxMessage, post

#: Nobody but the test can listen on its own machine.
without_tls = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

TEXT = "Kedves Éva!\n\nA levél szövege, hosszú ő és ű betűkkel: árvíztűrő.\n"


@pytest.fixture
def write(app):
    def letter(recipient="eva@example.org", subject="Az Ön véleménye", body=TEXT):
        message = post(recipient, subject, body)
        db.session.commit()
        return message

    return letter


def test_without_a_server_letters_wait(app, write):
    message = write()
    assert deliver() == 0
    assert (message.state, message.tries) == ("waiting", 0)


def test_a_letter_arrives_as_it_was_written(postman, write):
    write(subject="Árvíztűrő tükörfúrógép – közzétettük")
    assert deliver() == 1
    letter = postman.letters[0]
    assert letter["Subject"] == "Árvíztűrő tükörfúrógép – közzétettük"
    assert letter["To"] == "eva@example.org"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == TEXT
    assert postman.recipients == ["eva@example.org"]


def test_it_is_delivered_once(postman, write):
    message = write()
    assert [deliver(), deliver()] == [1, 0]
    assert len(postman.raw) == 1
    db.session.refresh(message)
    assert (message.state, message.error) == ("sent", "")


def test_a_long_link_arrives_whole(postman, write):
    link = "https://kalaka.example/confirm/" + "a-_" * 60
    write(body=f"{link}\n")
    deliver()
    assert link in postman.letters[0].get_content()


@pytest.mark.parametrize(
    "subject", ["Szia\r\nBcc: spam@evil.example", "Szia\nX-Evil: yes", "Szia\r\n\r\nmás levél"]
)
def test_a_subject_adds_no_headers_and_no_recipients(postman, write, subject):
    write(subject=subject)
    deliver()
    letter = postman.letters[0]
    assert letter["Bcc"] is None
    assert letter["X-Evil"] is None
    assert postman.recipients == ["eva@example.org"]
    assert letter.get_content().replace("\r\n", "\n") == TEXT


def test_a_recipient_that_is_no_address_stops_nobody_else(postman, write):
    bad, good = write("x@example.org\r\nBcc: y@example.org"), write()
    assert deliver() == 1
    assert postman.recipients == ["eva@example.org"]
    assert (db.session.get(OutboxMessage, bad.id).state, good.state) == ("failed", "sent")


def test_a_dot_on_its_own_line_ends_nothing(postman, write):
    write(body="egy\n.\nkettő\n")
    deliver()
    assert postman.letters[0].get_content().replace("\r\n", "\n") == "egy\n.\nkettő\n"


def test_what_is_refused_is_tried_again_and_arrives_once(postman, write):
    postman.refusals = ["451 try later"]
    message = write()
    assert deliver() == 0
    assert (message.state, message.tries) == ("failing", 1)
    assert message.error == "451 try later"
    assert deliver() == 0
    with freeze_time(now() + timedelta(minutes=2)):
        assert deliver() == 1
    assert len(postman.raw) == 1
    assert message.state == "sent"


def test_after_many_tries_it_is_given_up_and_can_be_sent_again(postman, write):
    postman.refusals = ["550 no"] * delivery.MOST_TRIES
    message, moment = write(), now()
    for _time in range(delivery.MOST_TRIES):
        moment += timedelta(days=1)
        with freeze_time(moment):
            assert deliver() == 0
    assert message.state == "failed"
    message.send_again()
    db.session.commit()
    with freeze_time(moment + timedelta(minutes=1)):
        assert deliver() == 1


def test_one_refusal_holds_up_nobody_else(postman, write):
    postman.refusals = ["550 no"]
    first, second = write("a@example.org"), write("b@example.org")
    assert deliver() == 1
    assert (first.state, second.state) == ("failing", "sent")


def test_an_unknown_recipient_is_told_in_the_servers_words(postman, write):
    postman.strangers = {"eva@example.org"}
    message = write()
    assert deliver() == 0
    assert message.error == "550 5.1.1 no such mailbox"


@without_tls
def test_a_server_may_ask_for_a_password(strict_postman, write):
    write()
    assert deliver() == 1
    assert len(strict_postman.raw) == 1


@without_tls
def test_a_wrong_password_is_nobodys_fault_either(app, strict_postman, write, monkeypatch):
    url = app.config["SMTP_URL"].replace("a%3Ab", "wrong")
    monkeypatch.setitem(app.config, "SMTP_URL", url)
    message = write()
    assert deliver() == 0
    db.session.refresh(message)
    assert (message.state, message.tries) == ("waiting", 0)
    assert "535" in message.error


def test_a_server_that_is_away_is_nobodys_fault(app, monkeypatch, write):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    message = write()
    assert deliver() == 0
    db.session.refresh(message)
    assert (message.state, message.tries) == ("waiting", 0)
    assert message.error


def test_while_one_process_sends_no_other_does(postman, write):
    message = write()
    assert delivery._claim(message.id) is not None
    assert deliver() == 0
    with freeze_time(now() + delivery.LEASE + timedelta(seconds=1)):
        assert deliver() == 1


def test_after_a_crash_it_is_the_same_letter(postman, write):
    """Sent but not noted: it goes out again under the same Message-ID."""
    message = write()
    deliver()
    message.sent_at, message.due_at = None, now()
    db.session.commit()
    deliver()
    first, second = postman.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_process_that_dies_every_time_sends_a_bounded_number_of_the_same_letter(
    postman, write, monkeypatch
):
    """Killed between the yes of the server and the note of it, again and again."""

    def dies(_address):
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery.bounces, "accepted", dies)
    message, moment = write(), now()
    for _time in range(delivery.MOST_TRIES):
        with freeze_time(moment), pytest.raises(KeyboardInterrupt):
            deliver()
        db.session.rollback()
        with freeze_time(moment + delivery.LEASE - timedelta(seconds=5)):
            assert deliver() == 0  # nobody else sends it meanwhile
        moment += delivery.LEASE + timedelta(seconds=1)
    with freeze_time(moment):
        assert deliver() == 0
    db.session.refresh(message)
    assert message.state == "failed"
    assert "cut off" in message.error
    assert len(postman.letters) == delivery.MOST_TRIES
    assert len({letter["Message-ID"] for letter in postman.letters}) == 1


def test_no_transaction_is_open_while_the_server_thinks(app, postman, write, monkeypatch):
    write()
    open_transactions = []
    real = delivery.smtplib.SMTP.send_message

    def watch(server, letter):
        open_transactions.append(db.session().in_transaction())
        return real(server, letter)

    monkeypatch.setattr(delivery.smtplib.SMTP, "send_message", watch)
    deliver()
    assert open_transactions == [False]


def test_new_mail_is_sent_at_once_by_the_worker(postman, write, run_jobs):
    write()
    assert run_jobs() == 1
    assert len(postman.raw) == 1


def test_mail_that_was_taken_back_wakes_nobody(postman, app, run_jobs):
    post("eva@example.org", "Mégsem", TEXT)
    db.session.rollback()
    assert run_jobs() == 0


def test_a_worker_that_starts_sends_at_once_what_the_dead_one_held(postman, write, run_jobs):
    message = write()
    assert delivery._claim(message.id) is not None
    assert run_jobs() == 1
    assert postman.raw == [], "somebody may be sending it"
    assert delivery.take_up() == 1
    assert run_jobs() == 1
    assert (len(postman.raw), message.state, message.tries) == (1, "sent", 2)
    assert delivery.take_up() == 0


def test_a_letter_that_was_refused_keeps_waiting_when_a_worker_starts(postman, write, run_jobs):
    postman.refusals = ["451 later"]
    refused, given_up, sent = write(), write("b@example.org"), write("c@example.org")
    deliver()
    given_up.sent_at, given_up.due_at = None, None
    due = refused.due_at
    db.session.commit()
    assert delivery.take_up() == 0
    assert (refused.due_at, given_up.due_at, sent.due_at) == (due, None, None)


def test_a_letter_held_after_a_refusal_is_taken_up_too(postman, write, run_jobs):
    postman.refusals = ["451 later"]
    message = write()
    deliver()
    with freeze_time(now() + timedelta(minutes=2)):
        delivery._claim(message.id)
        assert delivery.take_up() == 1
        assert deliver() == 1
    assert len(postman.raw) == 1


def test_a_letter_that_ends_every_worker_does_not_end_them_in_a_row(postman, write):
    message = write()
    for _death in range(delivery.HASTY_TRIES):
        assert delivery._claim(message.id) is not None
        assert delivery.take_up() == 1
    delivery._claim(message.id)
    assert delivery.take_up() == 0
    assert deliver() == 0


def test_an_error_without_words_is_told_by_its_name():
    assert delivery._words(TimeoutError()) == "TimeoutError"


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?q?=0ABcc:_spam=40evil.example?=",
        "Ötlet: =?utf-8?b?CgpBIGxldsOpbCBoZWx5ZXR0?= – közzétettük",
        "=?utf-8?q?=0A=0A<b>Give_us_your_password</b>?=",
    ],
)
def test_a_subject_that_is_written_in_code_stays_what_it_is(postman, write, subject):
    write(subject=subject)
    deliver()
    letter = postman.letters[0]
    assert letter["Subject"] == subject.replace("=?", "= ?")
    assert letter["Bcc"] is None
    assert letter.get_content().replace("\r\n", "\n") == TEXT


@pytest.mark.parametrize(
    "recipient", ["=?utf-8?q?eva?=@example.org", "=?utf-8?q?eva=40evil.example=2C?=@example.org"]
)
def test_an_address_written_in_code_reaches_nobody_else(postman, write, recipient):
    message = write(recipient=recipient)
    assert deliver() == 0
    assert not postman.raw
    db.session.refresh(message)
    assert message.state == "failed"


def test_a_letter_to_several_addresses_is_not_sent(postman, write):
    write(recipient="eva@example.org, other@example.org")
    deliver()
    assert not postman.raw
