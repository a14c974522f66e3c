"""Fields that read what people type by hand."""

from datetime import time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import Optional

from forum.core.fields import MOST_FORINTS, Day, Hour, line, number, reachable, web_address
from forum.core.forms import Form, choice, plain_letters
from forum.core.holding import Seen
from forum.core.ticks import several


class Typed(Form):
    """An hour and an address."""

    hour = Hour("Hour", validators=[Optional()])
    link = StringField("Link", validators=[Optional(), web_address])
    day = Day("Day", validators=[Optional()])


def typed(app, **values):
    with app.test_request_context(method="POST"):
        form = Typed(MultiDict(values), meta={"csrf": False})
        return form, form.validate()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0206-11-23", "1999-12-31"])
def test_a_year_nobody_can_mean_is_asked_again(app, day):
    form, good = typed(app, day=day)
    assert not good
    assert form.day.raw_data == [day]
    assert len(form.day.errors) == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("17:30", time(17, 30)),
        ("17", time(17)),
        (" 9.05 ", time(9, 5)),
        ("0:00", time()),
        ("17:30:00", time(17, 30)),
        ("", None),
    ],
)
def test_an_hour_is_read_however_it_is_written(app, written, read):
    form, good = typed(app, hour=written)
    assert (form.hour.data, good) == (read, True)


@pytest.mark.parametrize("written", ["24:00", "17:60", "délután", "1730", "-1", "17:5", "५"])
def test_what_is_no_hour_is_refused(app, written):
    assert not typed(app, hour=written)[1]


@pytest.mark.parametrize("address", ["https://example.org", "http://a.hu/x?y=1#z"])
def test_a_web_address_is_taken(app, address):
    assert typed(app, link=address)[1]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https:",
        "//example.org",
        "example.org",
        "https://[::1",
        'https://a.hu/"onclick',
        "https://a.hu/ b",
        "https://a.hu\\@b.hu",
    ],
)
def test_what_only_looks_like_one_is_refused(app, address):
    assert not typed(app, link=address)[1]


def test_names_are_compared_without_accents():
    assert plain_letters("  Őry\tÁgnes ") == "ory agnes"
    assert plain_letters(None) == ""


class Boxes(Form):
    """What forms of many rooms have: boxes to tick, a number, the version that was shown."""

    class Meta:
        csrf = False

    places = several("Places", [choice(1, "Avas"), choice(2, "Pereces")])
    cost = number("Cost", 1, MOST_FORINTS)
    reached = line("Reached", 60, reachable)


def filled(app, **data):
    with app.test_request_context(method="POST", data=data):
        form = Boxes()
        return form, form.validate()


def test_what_is_not_offered_is_refused_and_the_rest_stays_ticked(app):
    form, good = filled(app, places=["1", "9"])
    assert not good
    assert form.places.data == [1]
    assert filled(app, places=["1", "2"])[1]


@pytest.mark.parametrize("typed_cost", ["0", "1 000 000 001", "sok", "-5"])
def test_a_number_out_of_range_is_asked_again_in_groups_of_three(app, typed_cost):
    form, good = filled(app, cost=typed_cost)
    assert not good
    if typed_cost[0].isdecimal():
        assert "1\u00a0000\u00a0000\u00a0000" in str(form.cost.errors[0])


@pytest.mark.parametrize(
    ("contact", "good"),
    [("", True), ("a@example.org", True), ("06 46 123 456", True), ("x", False)],
)
def test_a_contact_is_an_address_a_number_or_nothing(app, contact, good):
    assert filled(app, reached=contact)[1] is good


@pytest.mark.parametrize(
    ("seen", "version"), [("3", 3), ("", None), ("x", None), ("³", None), ("9" * 12, None)]
)
def test_the_version_a_form_showed_is_read_or_none(app, seen, version):
    class Versioned(Seen, Form):
        class Meta:
            csrf = False

    with app.test_request_context(method="POST", data={"seen": seen}):
        assert Versioned().seen_version == version
