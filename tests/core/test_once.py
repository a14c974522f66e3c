"""What may exist only once: found, made, or the winner's."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.once import once

ADDRESS = "ana@example.org"


def find():
    return db.session.scalars(select(Person).filter_by(email=ADDRESS)).first()


def make():
    person = Person(role="resident", email=ADDRESS)
    db.session.add(person)
    db.session.flush()
    return person


def test_the_first_makes_it_and_the_second_finds_it(app):
    made, new = once(find, make)
    assert new
    assert once(find, make) == (made, False)


def test_who_comes_second_in_the_same_moment_gets_the_winners(app):
    winner = make()
    answers = iter([None, winner])
    assert once(lambda: next(answers), make) == (winner, False)


def test_what_breaks_another_rule_is_raised(app):
    make()
    with pytest.raises(IntegrityError):
        once(lambda: None, make)
