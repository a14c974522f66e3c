"""The headcount: always the sum of the entries, in as many queries for one event as for forty."""

from random import Random

import pytest
from sqlalchemy import func, insert, select

from forum.core.db import db
from forum.events.attending import (
    door,
)
from forum.events.attending.attendance import Attendance
from forum.events.attending.figures import Headcount, headcount


def test_nobody_is_a_headcount_too(make):
    event = make.event("past")
    assert headcount([event.id]) == {event.id: Headcount()}
    assert headcount([]) == {}


def test_who_came_by_source_age_and_neighbourhood(make, people):
    event, avas, old = make.event("now"), make.neighbourhood("Avas"), make.age_band("65+")
    door.tally(event, 3, "a", people.mira, neighbourhood_id=avas.id, age_band_id=old.id, sex="f")
    door.tally(event, 2, "b", people.mira)
    door.walk_in(event, "c", people.mira, name="Béla", neighbourhood_id=avas.id)
    count = headcount([event.id])[event.id]
    assert (count.total, count.named, count.counted) == (6, 1, 5)
    assert count.by_source == {"walk-in": 1, "tally": 5}
    assert list(count.by_age.values()) == [3, 3]
    assert next(iter(count.by_age)) == (old.id, "65+")
    assert list(count.by_age)[1][0] is None
    assert count.by_neighbourhood[avas.id, "Avas"] == 4
    assert sum(count.by_sex.values()) == 6


def test_entries_written_in_bulk_know_who_is_known(make):
    event = make.event("past")
    usual = {"event_id": event.id, "source": "walk-in", "count": 1}
    rows = [
        {**usual, "key": "a", "contact_key": "c" * 64, "name": ""},
        {**usual, "key": "b", "contact_key": None, "name": "Béla"},
        {**usual, "key": "c", "contact_key": None, "name": ""},
    ]
    db.session.execute(insert(Attendance), rows)
    count = headcount([event.id])[event.id]
    assert (count.total, count.named, count.counted) == (3, 2, 1)


def test_what_was_taken_back_leaves_no_trace_in_the_figures(make, people):
    event, avas = make.event("now"), make.neighbourhood("Avas")
    entry = door.walk_in(event, "a", people.mira, name="Béla", neighbourhood_id=avas.id).entry
    door.correct(entry, "b", people.mira)
    assert headcount([event.id])[event.id] == Headcount()


@pytest.mark.parametrize("seed", range(5))
def test_the_headcount_is_the_sum_of_the_entries(make, people, seed):
    dice = Random(seed)
    events = [make.event("now") for _number in range(3)]
    places = [None, make.neighbourhood("Avas").id, make.neighbourhood("Szirma").id]
    ages = [None, make.age_band("65+").id]
    for number in range(60):
        event, key = dice.choice(events), f"{seed}-{number}"
        traits = {"neighbourhood_id": dice.choice(places), "age_band_id": dice.choice(ages)}
        if dice.random() < 0.6:
            entry = door.tally(event, dice.randint(1, 9), key, people.mira, **traits).entry
        else:
            contact = f"p{dice.randint(1, 9)}@example.org"
            entry = door.walk_in(event, key, people.mira, contact=contact, **traits).entry
        if dice.random() < 0.3 and entry.corrects_id is None:
            door.correct(entry, f"{key}-undo", people.mira)
    for number, count in headcount([event.id for event in events]).items():
        summed = select(func.sum(Attendance.count), func.sum(Attendance.named))
        summed = summed.where(Attendance.event_id == number)
        assert (count.total, count.named) == db.session.execute(summed).one()
        for part in (count.by_source, count.by_age, count.by_neighbourhood, count.by_sex):
            assert sum(part.values()) == count.total
            assert all(people_there > 0 for people_there in part.values())


def test_forty_events_take_as_many_queries_as_one(make, people, count_queries):
    events = [make.event("now", by=people.mira) for _number in range(40)]
    for number, event in enumerate(events):
        door.tally(event, number + 1, f"k{number}", people.mira)
    db.session.commit()
    ids = [event.id for event in events]
    with count_queries() as one:
        headcount(ids[:1])
    with count_queries() as forty:
        assert sum(count.total for count in headcount(ids).values()) == 820
    assert len(forty) == len(one) == 3
