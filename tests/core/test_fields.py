"""Fields that read what people type by hand."""

from datetime import time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import Optional

from forum.core.fields import Hour, web_address
from forum.core.forms import Form, plain_letters


class Typed(Form):
    """An hour and an address."""

    hour = Hour("Hour", validators=[Optional()])
    link = StringField("Link", validators=[Optional(), web_address])


def typed(app, **values):
    with app.test_request_context(method="POST"):
        form = Typed(MultiDict(values), meta={"csrf": False})
        return form, form.validate()


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
