"""Series: the days a rule names, exceptions, summer time, and what becomes of them later."""

from datetime import date, time, timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.accounts.models import Person
from forum.core import clock
from forum.core.clock import now
from forum.core.days import day_of, local, zone
from forum.core.db import db
from forum.core.errors import Refused
from forum.events.models import Event
from forum.programs import life
from forum.programs.drafting import draft
from forum.programs.holidays import holidays, reason_of
from forum.programs.models import Program, ProgramSession, Series
from forum.programs.rules import MOST_SESSIONS, Rule, days_of, left_out, slot_of, slots_of
from forum.programs.scheduling import add_series, extend, sessions_of, skip

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(
    st.sampled_from(["week", "fortnight", "month"]),
    DAYS,
    st.integers(0, 500),
    st.sets(st.integers(0, 500), max_size=20),
)
def test_days_keep_the_rhythm_the_range_and_the_exceptions(rhythm, first, length, off):
    last = first + timedelta(days=length)
    exceptions = {(first + timedelta(days=n)).isoformat(): "szünet" for n in off}
    rule = Rule(rhythm, first, last, time(17), time(19), exceptions)
    days = days_of(rule)
    assert days == sorted(set(days))
    assert len(days) <= MOST_SESSIONS + 1
    assert all(first <= day <= last for day in days)
    assert all(day.isoformat() not in exceptions for day in days)
    assert all(day.weekday() == first.weekday() for day in days)
    everything = days_of(Rule(rhythm, first, last, time(17), time(19)))
    steps = {(b - a).days for a, b in pairwise(everything)}
    assert steps <= {"week": {7}, "fortnight": {14}, "month": {28, 35}}[rhythm]
    if rhythm == "month" and first.day <= 28:
        assert {(day.day - 1) // 7 for day in everything} <= {(first.day - 1) // 7}
        months = {(day.year, day.month) for day in everything}
        assert len(months) == len(everything)
    if len(everything) <= MOST_SESSIONS:
        assert set(days) | set(left_out(rule)) == set(everything)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(["week", "fortnight", "month"]), DAYS, st.integers(4, 23))
def test_the_hour_stays_the_same_over_the_change_of_clocks(app, rhythm, first, hour):
    rule = Rule(rhythm, first, first + timedelta(days=380), time(hour), time(hour, 30))
    slots = slots_of(rule)
    assert {local(slot.starts_at).time() for slot in slots} == {time(hour)}
    assert {local(slot.ends_at).time() for slot in slots} == {time(hour, 30)}
    assert [day_of(slot.starts_at) for slot in slots] == days_of(rule)


def test_seventeen_stays_seventeen_in_summer_and_winter(app):
    rule = Rule("week", date(2026, 10, 13), date(2026, 11, 10), time(17), time(19))
    slots = slots_of(rule)
    assert [local(slot.starts_at).hour for slot in slots] == [17] * 5
    assert len({slot.starts_at.utcoffset() for slot in slots}) == 2
    spring = slots_of(Rule("week", date(2027, 3, 23), date(2027, 4, 6), time(17), time(19)))
    assert [local(slot.ends_at).hour for slot in spring] == [19] * 3


def test_an_hour_the_clocks_skip_is_refused(app):
    with pytest.raises(Refused):
        slots_of(Rule("week", date(2027, 3, 21), date(2027, 3, 28), time(2, 30), time(4)))


def test_an_end_before_the_begin_is_one_of_the_next_day(app):
    slot = slot_of(date(2027, 5, 4), time(22), time(1))
    assert day_of(slot.ends_at) == date(2027, 5, 5)


def test_the_second_tuesday_and_the_last_friday():
    second = Rule("month", date(2027, 1, 12), date(2027, 5, 31), time(17), time(19))
    assert [day.day for day in days_of(second)] == [12, 9, 9, 13, 11]
    last = Rule("month", date(2027, 1, 29), date(2027, 5, 31), time(17), time(19))
    assert [day.day for day in days_of(last)] == [29, 26, 26, 30, 28]


def test_holidays_are_those_of_the_calendar():
    found = holidays(date(2027, 1, 1), date(2027, 12, 31))
    assert {day: code for day, code in found.items() if "easter" in code or "whit" in code} == {
        date(2027, 3, 28): "easter",
        date(2027, 3, 29): "easter-monday",
        date(2027, 5, 16): "whit-sunday",
        date(2027, 5, 17): "whit-monday",
    }
    assert found[date(2027, 3, 26)] == "good-friday"
    assert len(found) == 14
    assert list(holidays(date(2027, 3, 15), date(2027, 3, 15))) == [date(2027, 3, 15)]


def test_reasons_are_names_or_words(app):
    assert reason_of("szünidő") == "szünidő"
    assert reason_of("march-15")


@pytest.fixture
def program(make, people):
    made = draft(people.mira, "k1", {"title_hu": "Klub", "season_id": make.season().id})
    db.session.commit()
    return made


def weekly(weeks=4, **more):
    first = now().astimezone(zone()).date() + timedelta(days=2)
    last = first + timedelta(weeks=weeks - 1)
    return Rule("week", first, last, time(17), time(19), **more)


def test_a_series_is_events_of_the_program(program, people):
    rule = weekly(opens_days=7, closes_hours=3)
    series = add_series(program, people.mira, "r1", rule, {"place_hu": "Klub", "capacity": 12})
    db.session.commit()
    events = [each.event for each in sessions_of(series)]
    assert [event.day for event in events] == days_of(rule)
    assert {event.title_hu for event in events} == {"Klub"}
    assert {event.capacity for event in events} == {12}
    assert all(
        event.starts_at - event.registration_closes_at == timedelta(hours=3) for event in events
    )
    assert all((event.day - day_of(event.registration_opens_at)).days == 7 for event in events)


def test_the_same_key_twice_is_one_series(program, people):
    first = add_series(program, people.mira, "r1", weekly())
    assert add_series(program, people.mira, "r1", weekly()) is first
    assert db.session.query(ProgramSession).count() == 4


def test_too_many_sessions_or_none_are_refused(program, people):
    program.season.ends_on += timedelta(days=900)
    db.session.commit()
    with pytest.raises(Refused):
        add_series(program, people.mira, "r1", weekly(61))
    only = weekly(1)
    off = {only.first_day.isoformat(): "szünet"}
    with pytest.raises(Refused):
        add_series(program, people.mira, "r2", weekly(1, exceptions=off))
    assert db.session.query(Event).count() == 0
    assert len(sessions_of(add_series(program, people.mira, "r3", weekly(60)))) == 60


def test_a_series_stays_within_the_season(program, people):
    with pytest.raises(Refused):
        add_series(program, people.mira, "r1", weekly(30))


def test_a_series_goes_on_as_its_last_session_was(program, people):
    series = add_series(program, people.mira, "r1", weekly(opens_days=7), {"place_hu": "Régi"})
    life.announce(program, people.mira)
    sessions_of(series)[-1].event.place_hu = "Új terem"
    db.session.commit()
    until = series.last_day + timedelta(days=21)
    skipped = series.last_day + timedelta(days=14)
    made = extend(series, people.mira, until, {skipped.isoformat(): "szünidő"})
    db.session.commit()
    days = [each.event.day for each in made]
    assert days == [until - timedelta(days=14), until]
    assert {each.event.place_hu for each in made} == {"Új terem"}
    assert all(each.event.is_announced for each in made)
    assert {local(each.event.starts_at).hour for each in made} == {17}
    assert all((e.event.day - day_of(e.event.registration_opens_at)).days == 7 for e in made)
    with pytest.raises(Refused):
        extend(series, people.mira, until)
    assert len(sessions_of(series)) == 6


def test_leaving_out_one_day_is_kept_as_an_exception(program, people):
    series = add_series(program, people.mira, "r1", weekly())
    life.announce(program, people.mira)
    session = sessions_of(series)[1]
    skip(session, people.mira, "Szavazás a teremben")
    db.session.commit()
    assert series.exceptions == {session.event.day.isoformat(): "Szavazás a teremben"}
    assert db.session.query(Series).one().exceptions
    assert [each.event.is_cancelled for each in sessions_of(series)] == [False, True, False, False]


def test_a_session_added_late_is_written_up_without_being_told(program, people):
    add_series(program, people.mira, "r1", weekly())
    life.announce(program, people.mira)
    with clock.at(now() + timedelta(days=40)):
        first = now().astimezone(zone()).date() - timedelta(days=7)
        rule = Rule("week", first, first + timedelta(days=7), time(0), time(1))
        late = add_series(program, people.mira, "r2", rule)
        assert all(each.event.is_announced for each in sessions_of(late))


def test_twins_sent_at_once_are_one_series(app, program, people):
    numbers = program.id, people.mira.id
    barrier, failures = Barrier(3), []
    rule = weekly()

    def send():
        with app.app_context():
            barrier.wait()
            try:
                rows = (
                    db.session.get_one(Program, numbers[0]),
                    db.session.get_one(Person, numbers[1]),
                )
                add_series(*rows, "twins", rule)
                db.session.commit()
            except Exception as failure:
                failures.append(failure)

    db.session.rollback()
    threads = [Thread(target=send) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert db.session.query(Series).count() == 1
    assert db.session.query(ProgramSession).count() == 4
