"""Texts of every kind, and the people who look at them."""

from threading import Barrier, Thread

import pytest

from forum.core.db import db
from tests.moderation.texts import Texts


@pytest.fixture
def texts(make, people):
    """Make a text of a kind: ``texts("idea")``."""
    return Texts(make, people)


@pytest.fixture
def browser(app):
    """Open an English browser for a person."""

    def open_for(person=None):
        client = app.test_client()
        client.set_cookie("language", "en")
        return client.sign_in(person) if person else client

    return open_for


@pytest.fixture
def mira(browser, people):
    """The facilitator's browser."""
    return browser(people.mira)


@pytest.fixture
def together(app):
    """Do several things at the same moment, each in a thread of its own; return what they gave."""

    def run(*acts):
        db.session.commit()
        db.session.remove()
        start, answers = Barrier(len(acts)), [None] * len(acts)

        def work(number, act):
            with app.app_context():
                try:
                    start.wait(10)
                    answers[number] = act()
                finally:
                    db.session.remove()

        workers = [Thread(target=work, args=pair) for pair in enumerate(acts)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(30)
        return answers

    return run
