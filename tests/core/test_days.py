"""Days are the city's: a phase lasts until the end of its last day, in summer time too."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_babel import force_locale

from forum.core.days import begin_of, day_of, end_of, last_day, show_days
from forum.core.db import db

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_a_day_begins_at_midnight_in_the_city(app):
    assert begin_of(date(2026, 1, 10)) == datetime(2026, 1, 9, 23, tzinfo=UTC)
    assert begin_of(date(2026, 7, 10)) == datetime(2026, 7, 9, 22, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 7, 1), 24)])
def test_the_days_of_changing_clocks_are_whole(app, day, hours):
    length = end_of(day).astimezone(UTC) - begin_of(day).astimezone(UTC)
    assert length == timedelta(hours=hours)


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 12, 31), date(2028, 2, 29)])
def test_the_last_day_comes_back_as_it_was_given(app, make, day):
    talk = make.conversation("draft")
    talk.set_phase("speak", begin_of(day), end_of(day))
    db.session.commit()
    db.session.expire_all()
    phase = talk.phase("speak")
    assert (phase.first_day, phase.last_day) == (day, day)
    assert last_day(end_of(day)) == day_of(begin_of(day)) == day


@pytest.mark.parametrize(
    ("first", "last", "hungarian", "english"),
    [
        ((2026, 6, 1), (2026, 6, 1), "2026. június 1.", "June 1, 2026"),
        ((2026, 6, 1), (2026, 6, 14), "2026. június 1–14.", "June 1–14, 2026"),
        ((2026, 6, 1), (2026, 7, 4), "2026. június 1. – július 4.", "June 1 – July 4, 2026"),
        (
            (2026, 12, 1),
            (2027, 1, 4),
            "2026. december 1. – 2027. január 4.",
            "December 1, 2026 – January 4, 2027",
        ),
    ],
)
def test_days_are_written_as_people_write_them(app, first, last, hungarian, english):
    for language, written in (("hu", hungarian), ("en", english)):
        with app.test_request_context(), force_locale(language):
            assert show_days(date(*first), date(*last)) == written
