"""Visitors without an account: one row a browser, and not without end from one network."""

from forum.accounts import guests
from forum.accounts.models import Person
from forum.core.db import db
from forum.opinions.models import Reaction


def weigh(app, opinion):
    path = f"/opinions/{opinion.id}/reaction"
    return app.test_client().send(path, {"value": 1}).status_code


def test_clearing_the_cookies_again_and_again_does_not_get_far(app, make, monkeypatch):
    monkeypatch.setattr(guests, "MOST_NEWCOMERS", 3)
    opinion = make.opinion(conversation=make.conversation("weigh"))
    before = db.session.query(Person).count()
    codes = [weigh(app, opinion) for _browser in range(5)]
    assert codes == [303, 303, 303, 429, 429]
    assert db.session.query(Reaction).count() == 3
    assert db.session.query(Person).count() == before + 3


def test_a_full_hall_gets_in(app, make):
    opinion = make.opinion(conversation=make.conversation("weigh"))
    assert {weigh(app, opinion) for _browser in range(60)} == {303}
