"""An erasure is noted with the moment of its commit, by which a restore finds it again."""

from datetime import timedelta

from forum.core.clock import at
from forum.core.db import db, now
from forum.core.personal import Whose
from forum.privacy.erasing import erase, erasures


def test_a_long_one_too(make):
    person = make.person("resident", name="Ana")
    db.session.commit()
    picture = now()
    with at(picture - timedelta(minutes=10)):
        erase(Whose(frozenset({person.id})))
        mark = erasures.row_mark("person", person.id, person.created_at)
    db.session.commit()
    found = erasures.erased_since(picture, [erasures.folders()[0] / erasures.NAME])
    assert mark in {one for each in found for one in each.people}
