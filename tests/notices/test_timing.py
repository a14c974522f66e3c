"""When a letter is due: quiet hours, daily and weekly letters, in summer time too."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.notices.timing import Wish

CITY = ZoneInfo("Europe/Budapest")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 20:59", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 07:00"),
        ("2026-11-24 03:00", "2026-11-24 07:00"),
        ("2026-11-24 06:59", "2026-11-24 07:00"),
        ("2026-11-24 07:00", "2026-11-24 07:00"),
        ("2026-12-31 23:30", "2027-01-01 07:00"),
        # the nights in which the clocks change
        ("2027-03-27 22:00", "2027-03-28 07:00"),
        ("2027-03-28 01:59", "2027-03-28 07:00"),
        ("2026-10-24 23:00", "2026-10-25 07:00"),
        ("2026-10-25 02:30", "2026-10-25 07:00"),
    ],
)
def test_what_is_told_at_night_waits_for_the_morning(app, told, due):
    assert Wish().due(True, "own", moment(told)) == moment(due)


def test_quiet_hours_may_lie_in_the_day_or_be_none(app):
    rest = Wish(quiet_from=13, quiet_until=15)
    assert rest.awake(moment("2026-11-23 14:10")) == moment("2026-11-23 15:00")
    assert rest.awake(moment("2026-11-23 23:10")) == moment("2026-11-23 23:10")
    never = Wish(quiet_from=7, quiet_until=7)
    assert never.awake(moment("2026-11-23 03:00")) == moment("2026-11-23 03:00")


def test_quiet_until_an_hour_that_summer_time_skips(app):
    """At two in the morning of 28 March 2027 it is three."""
    wish = Wish(quiet_from=22, quiet_until=2)
    assert wish.awake(moment("2027-03-28 01:00")) == moment("2027-03-28 03:00")


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2026-11-23 12:00", "2026-11-24 07:00"),
        ("2026-11-24 06:00", "2026-11-24 07:00"),
        ("2026-11-24 07:00", "2026-11-25 07:00"),
        ("2027-03-27 12:00", "2027-03-28 07:00"),
        ("2026-10-24 12:00", "2026-10-25 07:00"),
    ],
)
def test_the_rest_comes_in_the_daily_letter(app, told, due):
    assert Wish().due(False, "programs", moment(told)) == moment(due)
    assert Wish(pace="daily").due(True, "own", moment(told)) == moment(due)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2026-11-22 12:00", "2026-11-23 07:00"),  # a Sunday
        ("2026-11-23 06:00", "2026-11-23 07:00"),
        ("2026-11-23 12:00", "2026-11-30 07:00"),
        ("2026-11-26 12:00", "2026-11-30 07:00"),
    ],
)
def test_the_weekly_letter_comes_on_monday(app, told, due):
    assert Wish(pace="weekly").due(True, "own", moment(told)) == moment(due)


def test_a_longer_night_moves_the_daily_letter(app):
    late = Wish(pace="daily", quiet_from=20, quiet_until=10)
    assert late.due(False, "ideas", moment("2026-11-23 12:00")) == moment("2026-11-24 10:00")


def test_never_and_muted_have_no_letter(app):
    noon = moment("2026-11-23 12:00")
    assert Wish(pace="never").due(True, "own", noon) is None
    assert Wish(muted=("ideas",)).due(True, "ideas", noon) is None
    assert Wish(muted=("ideas",)).due(True, "own", noon) == noon


@pytest.mark.parametrize("pace", ["usual", "once", "daily", "weekly"])
@pytest.mark.parametrize("quiet", [(21, 7), (22, 2), (0, 0), (13, 15), (23, 0), (5, 4)])
def test_no_letter_is_ever_due_in_the_past_or_at_night(app, pace, quiet):
    wish, begin = Wish(pace, *quiet), moment("2027-03-26 00:00")
    for hour in range(24 * 4):
        told = begin + timedelta(hours=hour, minutes=17)
        due = wish.due(True, "own", told)
        assert due >= told
        assert wish.awake(due) == due
