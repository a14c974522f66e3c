"""One-use links."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select, text, update

from forum.accounts.queries import working_token
from forum.accounts.tokens import OneTimeToken
from forum.core.db import db, now
from forum.core.errors import Refused


def test_the_database_keeps_no_secret(people):
    secret = people.ana.give_token("reset")
    db.session.commit()
    row = db.session.execute(text("SELECT * FROM one_time_token")).one()
    assert secret not in str(tuple(row))
    assert working_token(secret, "reset").person is people.ana
    assert working_token(secret, "confirm") is None
    assert working_token("guess", "reset") is None


def test_of_two_at_the_same_moment_one_is_refused(people):
    secret = people.ana.give_token("reset")
    db.session.commit()
    link = working_token(secret, "reset")
    elsewhere = update(OneTimeToken).values(used_at=now())
    db.session.execute(elsewhere.execution_options(synchronize_session=False))
    with pytest.raises(Refused):
        link.use()


def test_twenty_at_the_same_moment_are_one(app, people):
    secret = people.ana.give_token("confirm")
    db.session.commit()
    start, statuses = Barrier(20), []

    def press():
        with app.app_context():
            client = app.test_client()
            start.wait()
            statuses.append(client.send(f"/confirm/{secret}").status_code)

    threads = [Thread(target=press) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(302) == 1
    assert set(statuses) <= {302, 409, 410}
    assert db.session.scalars(select(OneTimeToken)).one().used_at


def test_a_closed_account_opens_no_link(people):
    secret = people.ana.give_token("reset")
    people.ana.disabled_at = now()
    assert working_token(secret, "reset") is None
