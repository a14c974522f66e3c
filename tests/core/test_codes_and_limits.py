"""Codes, tokens, limits and the headers of every answer."""

from datetime import timedelta

import pytest

from forum.core.clock import at
from forum.core.codes import clean_code, code_from, keyed_hash
from forum.core.db import db, now
from forum.core.limits import Attempt, network_address, too_many


def test_a_code_is_readable_and_always_the_same(app):
    code = code_from("claim", "key")
    assert code == code_from("claim", "key")
    assert len(code) == 12
    assert not set(code) & set("ILOU")


def test_a_code_typed_by_hand_is_understood(app):
    code = code_from("claim", "key")
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert clean_code(typed) == code


def test_different_purposes_give_different_hashes(app):
    assert keyed_hash("a", "x") != keyed_hash("b", "x")


def test_attempts_are_counted_for_a_while(app):
    tries = [too_many("door", "ana", limit=3, minutes=10) for _time in range(5)]
    assert tries == [False, False, False, True, True]
    assert not too_many("door", "béla", limit=3, minutes=10)
    db.session.commit()
    with at(now() + timedelta(minutes=11)):
        assert not too_many("door", "ana", limit=3, minutes=10)


def test_no_address_is_stored_in_clear(app):
    too_many("door", "192.0.2.7", limit=3, minutes=10)
    assert "192.0.2.7" not in db.session.query(Attempt).one().bucket


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("socket", "socket"),
    ],
)
def test_one_machine_is_one_address_however_many_it_has(app, asked, counted):
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": asked}):
        assert network_address() == counted
