"""Every door of minutes and tasks: who gets in, nothing without a token, reading never writes."""

import pytest
from sqlalchemy import event

from forum.core.db import db
from forum.meetings.writing.commenting import comment
from tests.meetings.held import hold_forum, open_minutes

MINE = ("minutes", "comment", "task")
NUMBERS = {"number": 1}


@pytest.fixture
def doors(app, make, people):
    """(endpoint, method, path, permission) of every route of minutes and tasks."""
    held = hold_forum(make, people)
    open_minutes(held.meeting, people.mira)
    said = comment(held.meeting, make.person("visitor"), "Jó szó", "key")
    db.session.commit()
    known = {"meeting_id": held.meeting.id, "task_id": held.task.id, "comment_id": said.id}
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            room, _dot, name = rule.endpoint.partition(".")
            if room != "meetings" or not name.startswith(MINE):
                continue
            path = adapter.build(
                rule.endpoint, {a: {**known, **NUMBERS}[a] for a in rule.arguments}
            )
            for method in sorted(rule.methods & {"GET", "POST"}):
                found.append((name, method, path, app.view_functions[rule.endpoint].permission))
    assert len(found) > 15
    return found


ALLOWED = {
    "meetings:read": ("visitor", "ana", "mira", "paul", "adam"),
    "minutes:comment": ("visitor", "ana", "mira", "paul", "adam"),
    "meetings:manage": ("mira", "paul", "adam"),
    "minutes:approve": ("mira", "paul", "adam"),
    "minutes:withdraw": ("adam",),
}


@pytest.mark.parametrize("name", ["visitor", "ana", "mira", "paul", "adam"])
def test_who_gets_in(app, doors, people, name):
    browser = app.test_client()
    if name != "visitor":
        browser.sign_in(getattr(people, name))
    for _endpoint, method, path, permission in doors:
        answer = browser.send(path) if method == "POST" else browser.get(path)
        away = answer.status_code in {401, 403, 404} or "/sign-in" in answer.headers.get(
            "Location", ""
        )
        assert away is (name not in ALLOWED[permission]), (name, method, path, answer.status_code)
        assert answer.status_code < 500


def test_nothing_is_changed_without_a_token(client, doors, people):
    client.sign_in(people.adam)
    for _endpoint, method, path, _permission in doors:
        if method == "POST":
            assert client.post(path).status_code == 400, path


def test_reading_never_writes(app, doors, people):
    def refuse(_connection, _cursor, statement, *_rest):
        assert statement.lstrip().split(None, 1)[0].upper() not in {"INSERT", "UPDATE", "DELETE"}

    known = [app.test_client().sign_in(person) for person in (people.ana, people.adam)]
    event.listen(db.engine, "before_cursor_execute", refuse)
    try:
        for browser in (app.test_client(), *known):
            for _endpoint, method, path, _permission in doors:
                if method == "GET":
                    browser.get(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", refuse)
