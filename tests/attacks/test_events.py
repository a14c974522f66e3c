"""Hostile visitors of events and forums: floods, borrowed addresses, files with more in them."""

from io import BytesIO
from threading import Barrier, Thread

import pytest
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from forum.accounts.models import Person, visitor_signed_in
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.watching import SHARE
from forum.events.attending.attendance import Attendance
from forum.events.attending.figures import headcount
from forum.events.registration import letters as written
from forum.events.registration.registering import Wish, cancel, register
from forum.events.registration.registrations import Registration
from forum.meetings.documents import take
from forum.meetings.hall import leading
from forum.meetings.screens.questions import Question
from forum.participation import storing
from forum.participation.booking import book, open_period
from forum.participation.periods import close

JSON = {"Accept": "application/json"}
VICTIM = "aldozat@example.org"


def test_nobody_can_be_buried_in_letters_by_registering_and_cancelling(app, make, people, outbox):
    event = make.event()
    for _again in range(written.MOST_UNASKED):
        browser = app.test_client()
        sent = {"party": "1", "contact": VICTIM}
        own = browser.send(f"/events/{event.id}/registration", sent).headers["Location"]
        browser.send(f"{own}/cancellation")
    assert outbox(VICTIM) == written.MOST_UNASKED
    register(event, Wish(contact=VICTIM), "by the office", people.mira)
    db.session.commit()
    assert outbox(VICTIM) == written.MOST_UNASKED + 1
    app.test_client().send(f"/events/{event.id}/registration", {"party": "1", "contact": VICTIM})
    assert outbox(VICTIM) == written.MOST_UNASKED + 1


def test_an_account_is_written_to_however_often_it_changes_its_mind(make, people, outbox):
    event, own = make.event(), people.ana
    for number in range(written.MOST_UNASKED):
        wish = Wish(contact=own.email, person_id=own.id)
        cancel(register(event, wish, f"key{number}"))
        db.session.commit()
    assert outbox(own.email) == 2 * written.MOST_UNASKED


@pytest.fixture
def outbox(app):
    """How many letters wait for an address."""
    from forum.core.mail import OutboxMessage

    def count(recipient):
        rows = select(func.count(OutboxMessage.id)).where(OutboxMessage.recipient == recipient)
        return db.session.scalar(rows)

    return count


def test_who_signs_in_on_a_shared_device_gets_no_neighbours_registration(app, make, people):
    visitor = make.person("visitor")
    for number, name in enumerate(("Beteg Béla", people.ana.name.upper(), "")):
        wish = Wish(person_id=visitor.id, name=name, contact=f"+3630123456{number}")
        register(make.event(), wish, f"key{number}")
    db.session.commit()
    visitor_signed_in.send(visitor.id, person=people.ana)
    owners = db.session.scalars(select(Registration.person_id).order_by(Registration.id)).all()
    assert list(owners) == [visitor.id, people.ana.id, people.ana.id]


def test_one_network_does_not_take_every_place_to_watch(app, make, people, monkeypatch):
    meeting = make.meeting("now", people.mira, make.conversation())
    leading.start(meeting, people.mira)
    db.session.commit()
    hub = app.extensions["live"]
    monkeypatch.setattr(hub, "most", 10)
    path, opened = f"/forums/{meeting.id}/stream", []

    def watch(address):
        answer = app.test_client().get(path, environ_overrides={"REMOTE_ADDR": address})
        opened.append(answer)
        return answer.status_code

    flood = [watch("203.0.113.7") for _each in range(8)]
    assert flood == [200] * int(10 * SHARE) + [503] * (8 - int(10 * SHARE))
    assert watch("198.51.100.4") == 200
    assert watch("127.0.0.1") == 200
    for answer in opened:
        answer.close()
    assert (hub.watchers, hub.addresses) == (0, {})
    assert watch("203.0.113.7") == 200
    opened[-1].close()
    hub.join(3)


def test_nonsense_codes_of_a_neighbour_keep_nobody_from_their_ticket(client, app, make):
    own = client.send(f"/events/{make.event().id}/registration", {"party": "1"}).headers["Location"]
    other = app.test_client()
    for number in range(30):
        other.get(f"/registrations/AAAA-AAAA-{number:02}")
    assert client.get(own).status_code == 200


@pytest.mark.parametrize(
    "spelling",
    ["36 30 123 4567", "36301234567", "+36 (0)30 123 4567", "+36 06 30 1234567", "0036301234567"],
)
def test_a_telephone_is_one_contact_however_it_is_spelled(app, spelling):
    assert contact_key(spelling) == contact_key("06 30 123 4567")


def test_a_number_of_eger_is_not_taken_for_a_country(app):
    assert contact_key("36 123 456") == contact_key("06 36 123 456")
    assert contact_key("36 123 456") != contact_key("+36 123 456")


def test_taking_back_with_a_key_that_was_used_is_refused_kindly(client, make, people):
    event = make.event("now")
    client.sign_in(people.mira)
    client.send(f"/events/{event.id}/tallies", {"count": "3", "submit_key": "K1"}, headers=JSON)
    client.send(f"/events/{event.id}/tallies", {"count": "2", "submit_key": "K2"}, headers=JSON)
    for key in ("K1", "K2"):
        sent = {"of": "K1", "submit_key": key}
        answer = client.send(f"/events/{event.id}/undo", sent, headers=JSON)
        assert answer.status_code == 409, key
    first = db.session.scalars(select(Attendance).where(Attendance.key == "K1")).one()
    sent = {"because": "elírás", "submit_key": "K2"}
    assert client.send(f"/attendance/{first.id}/correction", sent).status_code == 303
    assert headcount([event.id])[event.id].total == 2  # a page makes keys of its own


def test_nothing_but_the_picture_is_kept_of_a_document(app):
    drawn, file = Image.new("RGB", (60, 40), "red"), BytesIO()
    drawn.save(file, "JPEG", comment=b"Avas 12., Kis Pal", icc_profile=b"telefon 35-209900")
    kept = take(FileStorage(BytesIO(file.getvalue())))
    assert b"Kis Pal" not in kept.content
    assert b"35-209900" not in kept.content


def test_a_photograph_with_a_second_one_behind_it_is_a_photograph(app):
    file = BytesIO()
    drawn, second = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    drawn.save(file, "MPO", save_all=True, append_images=[second])
    kept = take(FileStorage(BytesIO(file.getvalue())))
    assert kept.media_type == "image/jpeg"
    with Image.open(BytesIO(kept.content)) as picture:
        assert (picture.format, getattr(picture, "n_frames", 1)) == ("JPEG", 1)


def test_no_hidden_field_takes_what_postgresql_cannot_keep(client, make, people):
    meeting = make.meeting("now", people.mira, make.conversation())
    leading.start(meeting, people.mira)
    db.session.commit()
    sent = {"text": "Mikor?", "submit_key": "x\x00y"}
    assert client.send(f"/forums/{meeting.id}/questions", sent).status_code == 303
    assert db.session.scalars(select(Question)).one()
    client.sign_in(people.mira)
    sent = {"of": "x\x00y", "submit_key": "\x00"}
    answer = client.send(f"/events/{meeting.event_id}/undo", sent, headers=JSON)
    assert answer.status_code == 409


def test_a_helpful_hand_does_not_make_one_person_of_a_neighbourhood(make, people):
    for number in range(4):
        contact = f"szomszed{number}@example.org"
        register(make.event(), Wish(person_id=people.mira.id, contact=contact), f"key{number}")
    book()
    told = storing.stored(storing.NOW).data
    assert (told["participations"], told["low"], told["high"]) == (4, 4, 4)
    own, phone = people.ana.email, "+36301234567"
    for number, contact in enumerate((own, phone, own)):
        register(make.event(), Wish(person_id=people.ana.id, contact=contact), f"own{number}")
    book()
    told = storing.stored(storing.NOW).data
    assert (told["participations"], told["low"], told["high"]) == (7, 5, 5)


def test_whoever_waits_while_a_period_is_closed_books_in_the_next(app, make, people):
    paul, start, failed = people.paul.id, Barrier(6), []
    book()
    db.session.commit()

    def work(number):
        start.wait()
        with app.app_context():
            for _each in range(4):
                try:
                    if number % 2:
                        close(db.session.get(Person, paul), "Ősz", open_period().id)
                    else:
                        book()
                    db.session.commit()
                except Refused:
                    db.session.rollback()
                except Exception as error:
                    db.session.rollback()
                    failed.append(repr(error))

    threads = [Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
