"""Bodies of requests: whole before anything is asked of the database, and never too long."""

import io

import pytest
from sqlalchemy import event

from forum.api.models import issue
from forum.core.db import db, is_reading
from tests.attacks.everything import Everything, addresses
from tests.test_permissions import person_of

FORM = "application/x-www-form-urlencoded"


class Slow(io.BytesIO):
    """A body that notes, when it is asked for, how much was asked of the database before."""

    def __init__(self, asked: list[str], body: bytes = b"text=hello") -> None:
        super().__init__(body)
        self.asked, self.before = asked, None

    def _note(self):
        if self.before is None:
            self.before = list(self.asked)

    def read(self, *size):
        self._note()
        return super().read(*size)

    def readinto(self, buffer):
        self._note()
        return super().readinto(buffer)

    def readline(self, *size):
        self._note()
        return super().readline(*size)


@pytest.fixture
def asked(app):
    """What is asked of the database, from beginning a transaction on."""
    log: list[str] = []

    def begun(_connection):
        log.append("BEGIN" if is_reading() else "BEGIN to write")

    event.listen(db.engine, "begin", begun)
    yield log
    event.remove(db.engine, "begin", begun)


@pytest.fixture
def send(app, asked):
    """Send a slow body and return it: ``send(path, client=...)``."""

    def sending(path, method="POST", client=None, kind=FORM, body=b"text=hello", **more):
        db.session.rollback()
        asked.clear()
        slow = Slow(asked, body)
        sent = {"input_stream": slow, "content_length": len(body), "content_type": kind, **more}
        (client or app.test_client()).open(path, method=method, **sent).close()
        db.session.rollback()
        return slow

    return sending


@pytest.fixture
def everything(make, people):
    make.city()
    make.category("Helytörténet")
    make.neighbourhood("Avas")
    make.age_band("18-24")
    return Everything(make, people)


@pytest.mark.parametrize("role", ["visitor", "resident", "administrator"])
def test_no_address_asks_the_database_while_a_body_is_on_its_way(
    app, everything, people, send, role
):
    person, read = person_of(people, role) if role != "visitor" else None, 0
    for endpoint, _permission, method, path in list(addresses(app, everything.all())):
        if method in {"GET", "HEAD", "OPTIONS"}:
            continue
        client = app.test_client()
        if person is not None:
            db.session.refresh(person)
            client.sign_in(person)
        slow = send(path, method, client)
        assert not slow.before, endpoint
        read += slow.before == []
    assert read > 200


def test_the_api_does_not_either(app, make, people, send):
    talk, secret = make.conversation(), issue(people.ana, "x", people.adam, "key-" * 6)
    db.session.commit()
    path, client = f"/api/v1/conversations/{talk.id}/opinions", app.test_client()
    client.sign_in(people.ana)  # a cookie that comes along is asked about before the token
    token = {"Authorization": f"Bearer {secret}"}
    slow = send(path, client=client, kind="application/json", body=b'{"text": 1}', headers=token)
    assert slow.before == []


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", ""])
def test_whatever_it_is_said_to_be(make, send, kind):
    path = f"/conversations/{make.conversation().id}/speak"
    assert send(path, kind=kind).before == []


def test_where_there_is_no_page_nothing_is_read_and_nothing_locked(send, asked):
    assert send("/nowhere/at/all").before is None
    assert "BEGIN to write" not in asked


def test_a_request_without_a_body_is_what_it_was(app, make):
    path = f"/conversations/{make.conversation().id}/speak"
    assert app.test_client().post(path).status_code == 400


@pytest.mark.parametrize("kind", [FORM, "application/json", "text/plain"])
@pytest.mark.parametrize("chunked", [False, True])
def test_what_is_no_file_is_no_longer_than_a_form(app, make, kind, chunked):
    longest = app.config["MAX_FORM_MEMORY_SIZE"]
    path = f"/conversations/{make.conversation().id}/speak"
    answer = post(app, path, kind, b"t" * (longest + 1), chunked)
    assert answer.status_code == 413
    assert "<html" in answer.text


@pytest.mark.parametrize("chunked", [False, True])
def test_of_the_api_much_shorter(app, make, chunked):
    path = f"/api/v1/conversations/{make.conversation().id}/opinions"
    answer = post(app, path, "application/json", b'{"text": "' + b"x" * 70_000 + b'"}', chunked)
    assert answer.status_code == 413
    assert answer.json["error"]["code"]


def post(app, path, kind, body, chunked):
    db.session.rollback()
    sent = {"wsgi.input_terminated": True} if chunked else {"CONTENT_LENGTH": str(len(body))}
    return app.test_client().post(
        path, input_stream=io.BytesIO(body), content_type=kind, environ_overrides=sent
    )
