"""Places in the order people asked, and a line behind them that nobody jumps."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from forum.core.db import db, now
from forum.core.errors import Refused
from forum.events.changing import edit
from forum.events.registration.registering import (
    AlreadyRegistered,
    Wish,
    cancel,
    promote,
    register,
    registration_of,
)
from forum.events.registration.registrations import Registration
from forum.events.registration.resizing import change_party


@pytest.fixture
def come():
    """Register: ``come(event, 2)`` for two people."""
    made = []

    def register_them(event, party=1, by=None, **wish):
        made.append(register(event, Wish(party=party, **wish), f"key-{len(made)}", by=by))
        db.session.commit()
        return made[-1]

    return register_them


def standings(*registrations):
    return [registration.standing for registration in registrations]


def counted(event):
    """The figures of the event, and the same counted from the rows."""
    rows = select(Registration.waiting, func.sum(Registration.party)).where(
        Registration.event_id == event.id, Registration.cancelled_at.is_(None)
    )
    sums = dict(db.session.execute(rows.group_by(Registration.waiting)).tuples().all())
    stored = (event.places_taken, event.people_waiting)
    assert stored == (sums.get(False, 0), sums.get(True, 0))
    return stored


def test_places_are_counted_in_people_and_who_does_not_fit_waits(make, come):
    event = make.event(capacity=4)
    family, couple, single, late = come(event, 3), come(event, 2), come(event, 1), come(event, 1)
    assert standings(family, couple, single, late) == ["held", "waiting", "held", "waiting"]
    assert counted(event) == (4, 3)
    assert [couple.place_in_line, late.place_in_line, family.place_in_line] == [1, 2, None]


def test_free_places_go_to_the_first_in_line_whom_they_are_enough_for(make, come):
    event = make.event(capacity=4)
    first, second = come(event, 2), come(event, 2)
    large, small, tiny = come(event, 3), come(event, 1), come(event, 1)
    cancel(first)  # two places: not enough for three
    assert standings(large, small, tiny) == ["waiting", "held", "held"]
    cancel(second)
    assert standings(large) == ["waiting"]
    cancel(small)
    assert standings(large) == ["held"]
    assert large.promoted_at is not None
    assert counted(event) == (4, 0)


def test_nobody_blocks_an_event_with_a_big_number(make, come):
    event = make.event(capacity=12)
    come(event, 3)
    come(event, 10)
    assert standings(*(come(event, 1) for _n in range(9))) == ["held"] * 9
    assert counted(event) == (12, 10)


def test_without_a_limit_everybody_has_a_place(make, come):
    event = make.event(capacity=None)
    assert standings(*(come(event, 10) for _n in range(5))) == ["held"] * 5
    assert counted(event) == (50, 0)


def test_cancelling_twice_gives_the_place_away_once(make, come):
    event = make.event(capacity=1)
    first, second, third = come(event), come(event), come(event)
    assert [cancel(first), cancel(first)] == [True, False]
    assert standings(second, third) == ["held", "waiting"]
    assert counted(event) == (1, 1)


def test_cancelling_in_line_moves_nobody_but_the_line(make, come):
    event = make.event(capacity=1)
    _first, second, third = come(event), come(event), come(event)
    cancel(second)
    assert third.place_in_line == 1
    assert counted(event) == (1, 1)


def test_more_room_lets_the_line_in(make, come, people):
    event = make.event(capacity=2)
    come(event, 2)
    second, third = come(event, 2), come(event, 2)
    edit(event, people.mira, {"capacity": 5})
    db.session.commit()
    assert standings(second, third) == ["held", "waiting"]
    edit(event, people.mira, {"capacity": None})
    assert standings(second, third) == ["held", "held"]
    assert counted(event) == (6, 0)


def test_there_cannot_be_fewer_places_than_people_with_one(make, come, people):
    event = make.event(capacity=5)
    come(event, 3)
    with pytest.raises(Refused, match="3"):
        edit(event, people.mira, {"capacity": 2})
    db.session.rollback()
    edit(event, people.mira, {"capacity": 3})
    assert event.free_places == 0


def test_a_party_that_never_fits_is_told_so_at_once(make, come):
    event = make.event(capacity=4)
    with pytest.raises(Refused, match="4"):
        come(event, 5)


def test_fewer_people_free_places_for_the_line(make, come):
    event = make.event(capacity=4)
    four, two = come(event, 4), come(event, 2)
    assert change_party(four, 2)
    assert standings(four, two) == ["held", "held"]
    assert counted(event) == (4, 0)


def test_more_people_come_only_while_nobody_waits(make, come):
    event = make.event(capacity=4)
    one, three = come(event, 1), come(event, 2)
    assert change_party(one, 2)
    come(event, 2)
    with pytest.raises(Refused):
        change_party(three, 3)
    db.session.rollback()
    assert not change_party(three, 2)
    assert counted(event) == (4, 2)


def test_in_line_the_number_may_change_and_the_place_stays(make, come):
    event = make.event(capacity=4)
    come(event, 3)
    two, one = come(event, 2), come(event, 2)
    change_party(two, 1)
    assert standings(two, one) == ["held", "waiting"]
    change_party(one, 3)
    assert (one.place_in_line, counted(event)) == (1, (4, 3))
    with pytest.raises(Refused):
        change_party(one, 5)
    for number in (0, -3, 11):
        db.session.rollback()
        with pytest.raises(Refused):
            change_party(one, number)


def test_a_contact_registers_once_however_it_is_written(make, come):
    event, other = make.event(), make.event()
    first = come(event, contact="Ana@Example.org")
    with pytest.raises(AlreadyRegistered) as known:
        come(event, contact="ana@example.org ")
    assert known.value.registration is first
    db.session.rollback()
    come(other, contact="ana@example.org")
    cancel(first)
    db.session.commit()
    assert come(event, contact="ana@example.org").standing == "held"
    come(event, contact="06 30 123 4567")
    with pytest.raises(AlreadyRegistered):
        come(event, contact="+36301234567")


def test_two_people_from_avas_will_come(make, come):
    event = make.event(capacity=10)
    avas = make.neighbourhood("Avas")
    for _twice in range(2):
        come(event, 2, neighbourhood_id=avas.id)
    assert counted(event) == (4, 0)


@pytest.mark.parametrize(
    "when",
    [
        {"state": "draft"},
        {"state": "past"},
        {"takes_registrations": False},
        {"registration_opens_at": now() + timedelta(days=1)},
        {"registration_closes_at": now() - timedelta(days=1)},
    ],
)
def test_one_can_register_only_while_it_is_open(make, come, when):
    event = make.event(**when)
    with pytest.raises(Refused):
        come(event)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Registration.id))) == 0


def test_staff_write_down_late_callers_but_not_for_what_is_over_or_off(make, come, people):
    late = make.event(registration_closes_at=now() - timedelta(days=1))
    assert come(late, by=people.mira).entered_by_id == people.mira.id
    off = make.event()
    off.cancel(by=people.mira, because="Nincs fűtés.")
    for event in (off, make.event("past"), make.event("draft")):
        with pytest.raises(Refused):
            come(event, by=people.mira)
        db.session.rollback()


def test_nobody_is_let_in_once_it_is_called_off_or_over(make, come, people):
    event = make.event(capacity=1)
    first, second = come(event), come(event)
    event.cancel(by=people.mira, because="Nincs fűtés.")
    cancel(first)
    assert second.standing == "waiting"
    assert promote(event) == []
    past = make.event(capacity=1)
    gone = come(past)
    past.starts_at, past.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=1)
    db.session.commit()
    with pytest.raises(Refused):
        cancel(gone)


def test_a_code_is_found_however_it_is_typed(make, come):
    registration = come(make.event())
    assert registration_of(registration.code.lower().replace("-", " ")) is registration
    assert registration_of("AAAA-AAAA-AA") is None
    assert registration.has_code


def together(number, send):
    """Call ``send(number)`` in so many threads at the same moment."""
    start = Barrier(number)

    def run(each):
        start.wait()
        send(each)

    threads = [Thread(target=run, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_twenty_at_once_for_the_last_place_give_one_place_and_a_line(app, make):
    event = make.event(capacity=1)
    path = f"/events/{event.id}/registration"
    db.session.commit()
    answers = []

    def send(number):
        with app.app_context():
            data = {"party": "1", "contact": f"vendeg{number}@example.org"}
            answers.append(app.test_client().send(path, data).status_code)

    together(20, send)
    assert answers == [303] * 20
    db.session.expire_all()
    rows = db.session.scalars(select(Registration).order_by(Registration.id)).all()
    assert standings(*rows) == ["held"] + ["waiting"] * 19
    assert [row.place_in_line for row in rows[1:]] == list(range(1, 20))
    assert counted(event) == (1, 19)


def test_twenty_times_the_same_form_is_one_registration(app, make):
    path = f"/events/{make.event(capacity=5).id}/registration"
    db.session.commit()
    answers = []

    def send(_number):
        with app.app_context():
            answer = app.test_client().send(path, {"party": "2", "submit_key": "k" * 22})
            answers.append((answer.status_code, answer.headers["Location"]))

    together(20, send)
    assert len(set(answers)) == 1
    assert answers[0][0] == 303
    assert db.session.scalar(select(func.count(Registration.id))) == 1


def test_cancelling_and_registering_at_once_lose_nothing(app, make, come):
    event = make.event(capacity=3)
    held = [come(event) for _number in range(3)]
    waiting = [come(event) for _number in range(5)]
    codes = [one.code for one in (*held, *waiting[:2])]
    path = f"/events/{event.id}/registration"
    db.session.commit()

    def send(number):
        with app.app_context():
            browser = app.test_client()
            if number < 5:
                browser.send(f"/registrations/{codes[number]}/cancellation")
            else:
                browser.send(path, {"party": "1"})

    together(10, send)
    db.session.expire_all()
    live = select(Registration).where(Registration.cancelled_at.is_(None))
    rows = db.session.scalars(live.order_by(Registration.id)).all()
    assert standings(*rows) == ["held"] * 3 + ["waiting"] * 5
    assert counted(event) == (3, 5)
