"""Hours of events as they are written and fed, around both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import vobject
from flask_babel import force_locale

from forum.core.days import day_of, moment_of, show_hours, show_month, show_time, show_when
from forum.core.db import db

#: The days on which summer time begins and ends.
BEGINS = [date(2026, 3, 29), date(2027, 3, 28)]
ENDS = [date(2026, 10, 25), date(2027, 10, 31)]


def at(day, hour, minute=0):
    moment = moment_of(day, time(hour, minute))
    assert moment is not None
    return moment


def fed(client, event):
    """When the event begins and ends, as two other programs read it from the feed."""
    event.touch()
    db.session.commit()
    content = client.get(f"/events/{event.id}.ics").data.decode()
    one = icalendar.Calendar.from_ical(content).walk("vevent")[0]
    other = vobject.readOne(content).vevent
    times = [one.decoded(name).astimezone(UTC) for name in ("dtstart", "dtend")]
    assert [each.value.astimezone(UTC) for each in (other.dtstart, other.dtend)] == times
    return times, content


@pytest.mark.parametrize("day", BEGINS)
def test_half_past_two_does_not_exist_when_summer_time_begins(app, day):
    assert moment_of(day, time(2, 30)) is None
    assert moment_of(day, time(2)) is None
    assert moment_of(day, time(3)) is not None
    assert moment_of(day - timedelta(days=1), time(2, 30)) is not None


@pytest.mark.parametrize(
    ("day", "hours"), [(BEGINS[0], 4), (BEGINS[1], 4), (ENDS[0], 6), (ENDS[1], 6)]
)
def test_what_spans_the_change_has_its_true_length(client, make, day, hours):
    event = make.event("coming", starts_at=at(day, 0), ends_at=at(day, 5))
    assert event.ends_at - event.starts_at == timedelta(hours=hours)
    (start, end), content = fed(client, event)
    assert end - start == timedelta(hours=hours)
    assert f"DTSTART;TZID=Europe/Budapest:{day:%Y%m%d}T000000" in content
    assert f"DTEND;TZID=Europe/Budapest:{day:%Y%m%d}T050000" in content
    assert show_hours(event.starts_at, event.ends_at) == "00:00–05:00"


@pytest.mark.parametrize("day", BEGINS + ENDS)
def test_nine_stays_nine_the_day_before_and_after(client, make, day):
    for other in (day - timedelta(days=1), day, day + timedelta(days=1)):
        event = make.event("coming", starts_at=at(other, 9), ends_at=at(other, 11))
        (start, _end), content = fed(client, event)
        assert start == event.starts_at
        assert f"DTSTART;TZID=Europe/Budapest:{other:%Y%m%d}T090000" in content
        assert show_time(event.starts_at) == "09:00"
        assert day_of(event.starts_at) == other


@pytest.mark.parametrize("day", ENDS)
def test_the_hour_that_comes_twice_is_told_apart(client, make, day):
    first = at(day, 2, 30)
    second = first.astimezone(UTC) + timedelta(hours=1)
    event = make.event("coming", starts_at=first, ends_at=second)
    times, content = fed(client, event)
    assert times == [first.astimezone(UTC), second]
    assert f"DTEND:{second:%Y%m%dT%H%M%SZ}" in content
    with force_locale("hu"):
        assert show_hours(event.starts_at, event.ends_at) == (
            "02:30 (nyári idő szerint) – 02:30 (téli idő szerint)"
        )
    with force_locale("en"):
        assert "02:30 (winter time)" in show_hours(event.starts_at, event.ends_at)


@pytest.mark.parametrize(
    ("start", "end", "hu", "en"),
    [
        (
            "2026-12-03T16:00", "2026-12-03T18:00",
            "2026. december 3., csütörtök, 17:00–19:00",
            "Thursday, December 3, 2026, 17:00–19:00",
        ),
        (
            "2026-12-03T21:00", "2026-12-03T23:00",
            "2026. december 3., csütörtök, 22:00–24:00",
            "Thursday, December 3, 2026, 22:00–24:00",
        ),
        (
            "2026-12-03T21:00", "2026-12-04T01:30",
            "2026. december 3., csütörtök, 22:00 – december 4., péntek, 02:30",
            "Thursday, December 3, 2026, 22:00 – Friday, December 4, 02:30",
        ),
        (
            "2026-12-31T18:00", "2027-01-01T23:00",
            "2026. december 31., csütörtök, 19:00 – 2027. január 1., péntek, 24:00",
            "Thursday, December 31, 2026, 19:00 – Friday, January 1, 2027, 24:00",
        ),
        (
            "2026-07-03T07:05", "2026-07-03T08:00",
            "2026. július 3., péntek, 09:05–10:00",
            "Friday, July 3, 2026, 09:05–10:00",
        ),
    ],
)  # fmt: skip
def test_times_are_written_as_people_do(app, start, end, hu, en):
    moments = [datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (start, end)]
    with force_locale("hu"):
        assert show_when(*moments) == hu
    with force_locale("en"):
        assert show_when(*moments) == en


def test_months_are_named(app):
    with force_locale("hu"):
        assert show_month(date(2026, 12, 1)) == "2026. december"
    with force_locale("en"):
        assert show_month(date(2026, 12, 1)) == "December 2026"
