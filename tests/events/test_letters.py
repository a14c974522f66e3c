"""Letters: plain words, in the language of whoever registered, once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from freezegun import freeze_time
from sqlalchemy import func, select

from forum.core.db import db, now
from forum.core.jobs import pass_the_hour
from forum.core.mail import OutboxMessage
from forum.events.changing import edit
from forum.events.registration.jobs import send_reminders
from forum.events.registration.registering import Wish, cancel, register
from forum.events.registration.registrations import Registration

KATI = "kati@example.org"


def come(event, key="k", contact=KATI, **wish):
    made = register(event, Wish(contact=contact, **wish), key)
    db.session.commit()
    return made


def test_a_confirmation_says_what_when_where_and_how_to_change_it(make, letters):
    event = make.event(address="Közösség u. 1.", online_link="https://video.example.org/x")
    made = come(event, party=2, language="en")
    letter = letters.last(KATI)
    assert letter.subject == "You have a place: Board game afternoon"
    for line in (
        "For 2 people.",
        "Avasi Közösségi Ház, Közösség u. 1.",
        "https://video.example.org/x",
        f"/registrations/{made.code}",
    ):
        assert line in letter.body
    assert letter.body.startswith("Good day!")


def test_hungarian_is_written_to_hungarians(make, letters):
    come(make.event(), language="hu")
    letter = letters.last(KATI)
    assert letter.subject.endswith("Társasjáték-délután")
    assert letter.body.startswith("Jó napot")
    assert "Board game" not in letter.body


def test_who_waits_is_told_the_place_in_the_line_and_no_link(make, letters):
    event = make.event(capacity=1, online_link="https://video.example.org/x")
    come(event, "a", "")
    come(event, "b", "elso@example.org", language="en")
    come(event, "c", language="en")
    assert "in place 2" in letters.last(KATI).body
    assert "video.example.org" not in letters.last(KATI).body


def test_a_place_that_comes_free_is_told(make, letters):
    event = make.event(capacity=1, online_link="https://video.example.org/x")
    first = come(event, "a", "elso@example.org", language="en")
    come(event, "b", language="en")
    cancel(first)
    db.session.commit()
    assert letters.last("elso@example.org").subject.startswith("Your registration is cancelled")
    assert letters.last(KATI).subject == "A place has come free for you: Board game afternoon"
    assert "video.example.org" in letters.last(KATI).body


def test_without_an_address_there_is_no_letter(make, letters, people):
    event = make.event()
    come(event, "a", "")
    made = come(event, "b", "06 30 123 4567")
    edit(event, people.mira, {"place_hu": "Könyvtár"})
    cancel(made)
    event.cancel(by=people.mira, because="Nincs fűtés.")
    db.session.commit()
    assert len(letters) == 0


def test_a_change_is_told_with_what_was_and_what_is(make, letters, people):
    event = make.event()
    come(event, language="en")
    old = event.starts_at
    values = {
        "starts_at": old + timedelta(days=1),
        "ends_at": event.ends_at + timedelta(days=1),
        "place_hu": "Könyvtár",
        "address": "Fő u. 2.",
        "is_free": False,
        "cost_hu": "200 Ft",
    }
    edit(event, people.mira, values)
    db.session.commit()
    letter = letters.last(KATI)
    assert letter.subject == "Something has changed: Board game afternoon"
    assert "Place\nBefore: Avasi Közösségi Ház\nNow: Könyvtár" in letter.body
    assert "Address\nBefore: (nothing)\nNow: Fő u. 2." in letter.body
    assert "Cost\nBefore: free of charge\nNow: 200 Ft" in letter.body
    assert letter.body.count("Before:") == 4


def test_more_room_or_words_of_the_other_language_trouble_nobody(make, letters, people):
    event = make.event(capacity=5)
    come(event, language="hu")
    edit(event, people.mira, {"capacity": 9})
    edit(event, people.mira, {"title_en": "Games", "description_hu": "Más."})
    db.session.commit()
    assert len(letters.to(KATI)) == 1
    assert event.sequence == 2


def test_a_new_link_is_told_only_to_those_with_a_place(make, letters, people):
    event = make.event(capacity=1)
    come(event, "a", "elso@example.org", language="en")
    come(event, "b", language="en")
    edit(event, people.mira, {"online_link": "https://video.example.org/uj"})
    db.session.commit()
    assert "video.example.org/uj" in letters.last("elso@example.org").body
    assert len(letters.to(KATI)) == 1


def test_what_is_over_or_a_draft_is_changed_without_letters(make, letters, people):
    event = make.event()
    come(event)
    event.starts_at, event.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=1)
    db.session.commit()
    edit(event, people.mira, {"place_hu": "Könyvtár"})
    edit(make.event("draft"), people.mira, {"place_hu": "Könyvtár"})
    assert len(letters.to(KATI)) == 1


def test_calling_off_is_told_with_the_reason_to_who_comes_and_who_waits(make, letters, people):
    event = make.event(capacity=1)
    come(event, "a", "elso@example.org", language="en")
    come(event, "b", language="en")
    gone = come(event, "c", "harmadik@example.org", language="en")
    cancel(gone)
    event.cancel(by=people.mira, because="Nincs fűtés.")
    db.session.commit()
    for address in ("elso@example.org", KATI):
        assert letters.last(address).subject == "Called off: Board game afternoon"
        assert "The reason: Nincs fűtés." in letters.last(address).body
    assert "Called off" not in letters.last("harmadik@example.org").subject


@pytest.mark.parametrize("staff", [True, False])
def test_a_cancellation_says_who_cancelled(make, letters, people, staff):
    event = make.event()
    cancel(come(event, language="en"), by=people.mira if staff else None)
    db.session.commit()
    assert ("The organisers have" in letters.last(KATI).body) is staff


def test_no_letter_carries_what_a_stranger_typed(make, letters):
    come(make.event(), name="Nyerjen most: spam.example", note="spam.example")
    assert "spam" not in letters.last(KATI).body
    assert "spam" not in letters.last(KATI).subject


def test_the_holder_of_a_confirmed_address_is_greeted_by_name(make, letters, people):
    wish = {"contact": people.ana.email, "person_id": people.ana.id, "language": "en"}
    come(make.event(), **wish)
    assert letters.last(people.ana.email).body.startswith("Dear Ana,")
    assert letters.last(people.ana.email).person_id == people.ana.id


def test_no_title_makes_a_second_header(make, letters, client, people):
    event = make.event(title_hu="Játék\r\nBcc: mindenki@example.org", title_en="")
    come(event)
    assert "\n" not in letters.last(KATI).subject
    hostile = {"party": "1", "contact": "a@example.org\nBcc: b@example.org"}
    assert client.send(f"/events/{event.id}/registration", hostile).status_code == 422


class TestReminders:
    """A day before, once, to those who have a place and registered earlier than yesterday."""

    @pytest.fixture
    def event(self, make):
        return make.event(capacity=2, access_en="The lift is on the left.")

    @pytest.fixture
    def tomorrow(self, event):
        """Make it the day before the event, a little late."""
        with freeze_time(event.starts_at - timedelta(hours=23, minutes=30)):
            yield

    def reminded(self):
        rows = select(func.count(OutboxMessage.id)).where(OutboxMessage.subject.contains("remind"))
        return db.session.scalar(rows)

    def test_it_goes_out_once_and_says_how_to_get_in(self, event, letters):
        come(event, language="en")
        pass_the_hour()
        assert self.reminded() == 0
        with freeze_time(event.starts_at - timedelta(hours=23, minutes=30)):
            pass_the_hour()
            pass_the_hour()
        assert self.reminded() == 1
        letter = letters.last(KATI)
        assert letter.subject == "A reminder: Board game afternoon"
        assert "The lift is on the left." in letter.body

    def test_not_to_those_who_wait_cancelled_called_or_just_registered(self, event, people, make):
        come(event, "a", "06 30 123 4567")
        gone = come(event, "b", "b@example.org")
        cancel(gone)
        come(event, "c", "")
        come(event, "d", "d@example.org")
        db.session.commit()
        late = make.event(starts_at=event.starts_at, ends_at=event.ends_at)
        off = make.event(starts_at=event.starts_at, ends_at=event.ends_at)
        come(off, "f", "f@example.org")
        off.cancel(by=people.mira, because="Nincs fűtés.")
        db.session.commit()
        with freeze_time(event.starts_at - timedelta(hours=23, minutes=30)):
            come(late, "e", "e@example.org")
            send_reminders()
        assert self.reminded() == 0

    def test_not_when_it_is_too_late_to_be_a_reminder(self, event):
        come(event, language="en")
        with freeze_time(event.starts_at - timedelta(hours=1)):
            send_reminders()
        assert self.reminded() == 0

    def test_another_day_is_reminded_of_again(self, event, people):
        come(event, language="en")
        with freeze_time(event.starts_at - timedelta(hours=23)):
            send_reminders()
        days = timedelta(days=7)
        values = {"starts_at": event.starts_at + days, "ends_at": event.ends_at + days}
        edit(event, people.mira, values)
        db.session.commit()
        with freeze_time(event.starts_at - timedelta(hours=23)):
            send_reminders()
        assert self.reminded() == 2

    def test_two_workers_send_one(self, app, event):
        for number in range(2):
            come(event, f"k{number}", f"vendeg{number}@example.org", language="en")
        db.session.execute(Registration.__table__.update().values(at=now() - timedelta(days=9)))
        soon = now() + timedelta(hours=23)
        event.starts_at, event.ends_at = soon, soon + timedelta(hours=2)
        db.session.commit()
        start = Barrier(4)

        def work():
            with app.app_context():
                start.wait()
                send_reminders()

        threads = [Thread(target=work) for _number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert self.reminded() == 2
