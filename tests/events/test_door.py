"""The door: everybody who comes in counts once, whoever taps, however often it is sent."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import AuditEntry
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.events.attending import (
    door,
)
from forum.events.attending.attendance import Attendance, attendance_entered
from forum.events.attending.door_list import total
from forum.events.registration.registrations import Registration


@pytest.fixture
def event(make):
    return make.event("now")


@pytest.fixture
def register(make, event):
    def registration(name="Kovács Anna", party=1, contact="", at=None, **more):
        key = f"reg-{name}-{contact}"
        return make.save(
            Registration(
                event=at or event,
                submit_key=key,
                code_hash=f"hash-{key}",
                name=name,
                party=party,
                contact=contact,
                contact_key=contact_key(contact),
                **more,
            )
        )

    return registration


def test_one_registration_counts_once_whoever_taps(event, register, people):
    anna = register(party=3)
    first = door.check_in(anna, 3, "key-of-the-first-phone", people.mira)
    second = door.check_in(anna, 1, "key-of-the-second-phone", people.paul)
    db.session.commit()
    assert first.fresh
    assert not second.fresh
    assert second.entry is first.entry
    assert (total(event), first.entry.named, first.entry.count) == (3, 1, 3)


def test_the_database_itself_refuses_a_twin(event, register, people):
    anna = register()
    door.check_in(anna, 1, "one", people.mira)
    db.session.add(
        Attendance(event_id=event.id, key="two", source="sheet", registration_id=anna.id, round=0)
    )
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.flush()
    db.session.rollback()


def test_twenty_telephones_at_one_moment_make_one_entry(app, event, register, people):
    number, mira = register(contact="anna@example.org").id, people.mira.id
    db.session.commit()
    start, arrivals = Barrier(20), []

    def tap(phone):
        with app.app_context():
            start.wait()
            anna, by = db.session.get(Registration, number), db.session.get(Person, mira)
            if phone % 2:
                arrival = door.check_in(anna, 1, f"tap-{phone}", by)
            else:
                arrival = door.walk_in(anna.event, f"tap-{phone}", by, contact=anna.contact)
            db.session.commit()
            arrivals.append(arrival.fresh)

    phones = [Thread(target=tap, args=(phone,)) for phone in range(20)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    db.session.expire_all()
    assert sorted(arrivals) == [False] * 19 + [True]
    assert total(event) == 1


def test_a_tap_sent_again_counts_once(event, people):
    for _try in range(3):
        door.tally(event, 5, "the-same-key", people.mira)
    assert total(event) == 5


def test_a_key_of_another_event_is_refused(event, people, make):
    door.tally(event, 1, "the-same-key", people.mira)
    with pytest.raises(Refused):
        door.tally(make.event("now"), 1, "the-same-key", people.mira)


@pytest.mark.parametrize("count", [0, -1, 501])
def test_a_slip_of_the_finger_is_refused(event, people, register, count):
    with pytest.raises(Refused):
        door.tally(event, count, "k", people.mira)
    with pytest.raises(Refused):
        door.check_in(register(), count, "k", people.mira)


@pytest.mark.parametrize(("standing"), ["waiting", "cancelled"])
def test_whoever_waits_or_had_cancelled_may_come_in(event, register, people, standing):
    more = {"waiting": True} if standing == "waiting" else {"cancelled_at": now()}
    anna = register(**more)
    assert door.check_in(anna, 1, "k", people.mira).fresh
    assert anna.standing == standing
    assert total(event) == 1


def test_people_with_a_name_or_a_contact_are_known(event, register, people):
    nameless = register(name="", party=2)
    assert door.check_in(nameless, 2, "a", people.mira).entry.named == 0
    assert door.walk_in(event, "b", people.mira, name="Béla").entry.named == 1
    assert door.walk_in(event, "c", people.mira, contact="06 30 123 4567").entry.named == 1
    assert door.tally(event, 4, "d", people.mira).entry.named == 0


def test_of_a_contact_only_the_fingerprint_is_kept(event, people):
    entry = door.walk_in(event, "k", people.mira, name="Béla", contact="bela@example.org").entry
    assert entry.contact_key == contact_key("BELA@example.org")
    assert all("bela@" not in str(getattr(entry, c.name)) for c in entry.__table__.columns)


def test_a_walk_in_needs_a_name_or_a_real_contact(event, people):
    for told in ({}, {"contact": "nonsense"}):
        with pytest.raises(Refused):
            door.walk_in(event, "k", people.mira, **told)


def test_the_same_contact_is_the_same_person(event, register, people):
    anna = register(contact="anna@example.org")
    by_contact = door.walk_in(event, "a", people.mira, contact="Anna@Example.org")
    assert by_contact.entry.registration_id == anna.id
    assert by_contact.entry.source == "check-in"
    assert not door.check_in(anna, 1, "b", people.paul).fresh
    bela = door.walk_in(event, "c", people.mira, name="Béla", contact="+36 30 1234567")
    again = door.walk_in(event, "d", people.paul, name="B.", contact="06-30-123-4567")
    assert again.entry is bela.entry
    assert total(event) == 2


def test_a_correction_is_another_entry_and_happens_once(event, people, make):
    avas = make.neighbourhood()
    entry = door.tally(event, 4, "k", people.mira, neighbourhood_id=avas.id, sex="f").entry
    first = door.correct(entry, "undo-1", people.mira, "Kétszer számoltuk")
    second = door.correct(entry, "undo-2", people.paul, "Én is láttam")
    db.session.commit()
    assert second.entry is first.entry
    assert first.fresh
    assert not second.fresh
    assert (entry.count, first.entry.count, total(event)) == (4, -4, 0)
    assert first.entry.neighbourhood_id == avas.id
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.act == door.CORRECTED)).all()
    assert [(each.details, each.public) for each in told] == [({"count": -4}, False)]


def test_a_correction_is_not_corrected(event, people):
    entry = door.tally(event, 1, "k", people.mira).entry
    undone = door.correct(entry, "u", people.mira).entry
    with pytest.raises(Refused):
        door.correct(undone, "uu", people.mira)


def test_a_tap_that_was_taken_back_stays_back_however_late_it_is_sent_again(event, people):
    entry = door.tally(event, 1, "k", people.mira).entry
    door.correct(entry, "u", people.mira)
    assert not door.tally(event, 1, "k", people.mira).fresh
    assert total(event) == 0


def test_whoever_was_taken_back_may_come_in_again(event, register, people):
    anna = register(contact="anna@example.org")
    for number in range(3):
        arrival = door.check_in(anna, 1, f"in-{number}", people.mira)
        assert arrival.fresh
        assert arrival.entry.round == number
        if number < 2:
            door.correct(arrival.entry, f"out-{number}", people.mira)
    assert total(event) == 1
    assert not door.walk_in(event, "w", people.mira, contact="anna@example.org").fresh


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        (timedelta(minutes=-20), True),
        (timedelta(minutes=4), True),
        (timedelta(minutes=6), False),
        (timedelta(hours=-9), False),
        (timedelta(days=-4000), False),
    ],
)
def test_the_clock_of_the_phone_is_believed_within_reason(event, people, told, believed):
    moment = now() + told
    entry = door.tally(event, 1, "k", people.mira, happened_at=moment).entry
    assert (entry.happened_at == moment) == believed
    assert abs(entry.entered_at - now()) < timedelta(minutes=1)


def test_others_hear_of_each_entry_once(event, people):
    heard = []
    with attendance_entered.connected_to(lambda entry: heard.append(entry.count)):
        entry = door.tally(event, 2, "k", people.mira).entry
        door.tally(event, 2, "k", people.mira)
        door.correct(entry, "u", people.mira)
        door.correct(entry, "v", people.mira)
    assert heard == [2, -2]
