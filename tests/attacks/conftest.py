"""The city of the attacks: one thing of each kind, and a browser for each role."""

import pytest

from forum.core.db import db
from tests.attacks.pages import filled, mended, read, sendable
from tests.test_permissions import look, person_of, routes
from tests.world import World

#: Where whoever sends the form is not there any more afterwards.
LEAVING = ("/sign-out", "/sign-out-everywhere", "/demo")


@pytest.fixture
def world(make, people):
    make.city()
    make.category("Helytörténet")
    make.neighbourhood("Avas")
    make.age_band("18-24")
    return World(make, people)


class Intruder:
    """Somebody of one role who opens every page and sends every form."""

    def __init__(self, app, people, role) -> None:
        self.app, self.people, self.role = app, people, role
        self.client = app.test_client()
        self.enter()

    def enter(self) -> None:
        """Sign in (again): some forms end one's sessions."""
        if self.role != "visitor":
            person = person_of(self.people, self.role)
            db.session.refresh(person)
            self.client.sign_in(person)

    def pages(self, values):
        """Yield (path, page) of every page that answers."""
        for _permission, method, path in list(routes(self.app, values)):
            if method != "GET":
                continue
            self.enter()
            answer = look(self.client, path)
            if answer.status_code == 200:
                yield path, answer

    def forms(self, values):
        """Yield every form this one is shown, each address once."""
        seen = set()
        for path, answer in self.pages(values):
            if answer.mimetype != "text/html":
                continue
            for form in read(path, answer.text)[0]:
                mark = form.action, tuple(sorted(form.inputs)), tuple(form.buttons)
                if mark not in seen and not form.action.endswith(LEAVING):
                    seen.add(mark)
                    yield form

    def send(self, form, values):
        """Send what was filled in, and what a field wants instead where words will not do."""
        answer = self.send_to(form.action, values)
        while answer.status_code == 422:
            values = mended(values, answer.text)
            if values is None:
                break
            answer = self.send_to(form.action, values)
        return answer

    def send_to(self, action, values):
        """Send values to an address; errors of ours fail the test."""
        self.enter()
        answer = self.client.send(action, sendable(values))
        answer.get_data()
        answer.close()
        db.session.rollback()
        assert answer.status_code < 500, (self.role, action, values)
        return answer

    def fill_everything(self, values, words):
        """Send every form with ``words`` in it; return how many were accepted."""
        accepted = 0
        for form in self.forms(values):
            for sent in filled(form, words):
                accepted += self.send(form, sent).status_code in {302, 303}
        return accepted


@pytest.fixture
def intruder(app, people):
    """``intruder("facilitator")``: somebody of that role."""
    return lambda role: Intruder(app, people, role)
