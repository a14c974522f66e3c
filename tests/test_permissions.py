"""Every route x method x role x object: what is not granted here is denied."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from werkzeug.routing import AnyConverter, IntegerConverter
from werkzeug.wrappers import Response

from forum.accounts.models import ROLES
from forum.core.access import PERMISSIONS
from forum.core.db import db
from forum.events.attending.door import tally
from forum.events.registration.registering import Wish, register
from forum.meetings.hall.leading import start
from forum.meetings.screens.asking import ask
from forum.meetings.writing.commenting import comment
from tests.meetings.held import hold_forum, open_minutes

#: The least role that gets past the door of each permission, where the object allows it at all.
LEAST_ROLE = {
    "accounts:enter": "visitor",
    "accounts:own": "resident",
    "accounts:manage": "administrator",
    "api:read": "visitor",
    "api:write": "token",
    "api:tokens": "administrator",
    "city:read": "visitor",
    "city:manage": "administrator",
    "conversations:read": "visitor",
    "conversations:manage": "facilitator",
    "conversations:speak": "visitor",
    "conversations:weigh": "visitor",
    "events:read": "visitor",
    "events:register": "visitor",
    "events:manage": "facilitator",
    "events:own": "resident",
    "events:attendance": "facilitator",
    "log:read": "visitor",
    "log:read_all": "administrator",
    "meetings:read": "visitor",
    "meetings:join": "visitor",
    "meetings:manage": "facilitator",
    "minutes:approve": "planner",
    "minutes:comment": "visitor",
    "minutes:withdraw": "administrator",
    "moderation:review": "facilitator",
    "notices:read": "resident",
    "notices:outbox": "administrator",
    "opinions:read": "visitor",
    "opinions:edit": "author",
    "opinions:flag": "visitor",
    "opinions:moderate": "facilitator",
    "opinions:desk": "facilitator",
    "opinions:import": "facilitator",
    "opinions:own": "resident",
    "opinions:claim": "resident",
    "opinions:follow": "visitor",
    "opinions:thanks": "author",
    "pages:read": "visitor",
    "participation:read": "visitor",
    "participation:manage": "planner",
    "planning:decide": "planner",
    "planning:read": "visitor",
    "reports:read": "visitor",
    "reports:draft": "planner",
    "reports:publish": "planner",
    "reports:takedown": "administrator",
    "themes:read": "visitor",
    "themes:sort": "planner",
}
#: Answers that mean "not for you": sign in first, forbidden, or not even there.
DENIED = {401, 403, 404}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class World:
    """One thing of each kind a URL may name: shown, and one that must stay unseen."""

    def __init__(self, make, people) -> None:
        self.people = people
        self.talk = make.conversation("both")
        self.draft = make.conversation("draft")
        self.opinion = make.opinion("Látható vélemény", self.talk)
        self.hidden = make.opinion("Rejtett vélemény", self.talk)
        self.hidden.hide(by=people.mira, reason="abuse", because="Sértő.")
        self.theme = make.theme()
        self.event = make.event()
        self.planned_event = make.event("draft", title_hu="Rejtett esemény")
        self._forums(make, people)
        self.other_person = make.person("resident")
        db.session.commit()

    def _forums(self, make, people) -> None:
        """A forum that was held, its minutes open; a draft; a question and a comment, hidden."""
        held = hold_forum(make, people, conversation=self.talk)
        self.forum, self.task, self.point, self.poll = (
            held.meeting,
            held.task,
            held.point,
            held.poll,
        )
        held.meeting.facilitator_id = None  # who leads a forum may approve its minutes
        open_minutes(held.meeting, people.mira)
        draft = make.event("draft", title_hu="Rejtett fórum", kind="forum")
        self.planned_forum = make.meeting(event=draft)
        ana = people.ana
        self.comment = comment(self.forum, ana, "Rejtett megjegyzés", "comment-hidden")
        live = make.meeting("now")
        start(live, people.mira)
        self.question = ask(live, ana, "Rejtett kérdés?", "", "question-hidden")
        db.session.commit()
        for text in (self.comment, self.question):
            text.hide(by=people.mira, reason="abuse", because="Sértő.")
        registration = register(self.event, Wish(name="Titkos Tünde"), "registration-world")
        self.registration = registration
        self.entry = tally(self.event, 3, "tally-world", people.mira).entry

    def shown(self) -> dict[str, object]:
        """Values of URL arguments that name things everybody may see (or unknown things)."""
        return {
            "conversation_id": self.talk.id,
            "opinion_id": self.opinion.id,
            "theme_id": self.theme.id,
            "event_id": self.event.id,
            "person_id": self.other_person.id,
            "meeting_id": self.forum.id,
            "item_id": self.forum.items[0].id,
            "poll_id": self.poll.id,
            "task_id": self.task.id,
            "point_id": self.point.id,
            "attendance_id": self.entry.id,
            "registration_id": self.registration.id,
        }

    def unseen(self) -> dict[str, object]:
        """The same arguments naming a draft and a hidden opinion."""
        unseen = {"conversation_id": self.draft.id, "opinion_id": self.hidden.id}
        forum = {"meeting_id": self.planned_forum.id, "item_id": self.planned_forum.items[0].id}
        texts = {"comment_id": self.comment.id, "question_id": self.question.id}
        return {**self.shown(), **unseen, **forum, **texts, "event_id": self.planned_event.id}


@pytest.fixture
def world(make, people):
    return World(make, people)


def person_of(people, role):
    name = {"resident": "ana", "facilitator": "mira", "planner": "paul", "administrator": "adam"}
    return getattr(people, name[role])


def harmless(converter):
    """A value that fits into an address and names nothing in particular."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "xx"


def routes(app, values) -> Iterator[tuple[str, str, str]]:
    """Yield (permission, method, path) of every route; unknown arguments get a harmless value."""
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            arguments = {
                name: values.get(name, harmless(rule._converters[name])) for name in rule.arguments
            }
            path = adapter.build(rule.endpoint, arguments, force_external=False)
            permission = app.view_functions[rule.endpoint].permission
            for method in sorted(rule.methods & set(METHODS)):
                yield permission, method, path


def look(client, path, method="GET"):
    """Ask for a page; of a stream that would last half an hour read only the first event."""
    answer = client.open(path, method=method)
    if answer.mimetype == "text/event-stream":
        first = next(answer.response, b"")
        answer.close()
        return Response(first, answer.status_code)
    answer.get_data()
    answer.close()
    return answer


def knock(client, method, path):
    """Ask for a path and tell the status; a redirect to the sign-in page counts as 401."""
    send = method == "POST"
    answer = client.send(path, buffered=True) if send else look(client, path, method)
    if answer.status_code in {302, 303} and "/sign-in" in answer.headers["Location"]:
        return 401
    return answer.status_code


def test_every_permission_has_a_least_role():
    assert set(PERMISSIONS) - set(LEAST_ROLE) == set()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_is_denied(app, client, world, people, role):
    if role != "visitor":
        client.sign_in(person_of(people, role))
    for permission, method, path in list(routes(app, world.shown())):
        least = LEAST_ROLE[permission]
        if least in {"token", "author"} or (
            least in ROLES and ROLES.index(role) < ROLES.index(least)
        ):
            if method == "POST" or least != "author":
                assert knock(client, method, path) in DENIED, (role, method, path)
            _sign_in_again(client, people, role)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_gets_in(app, client, world, people, role):
    """Nobody who may is sent away, and nothing fails, whatever is missing from the form."""
    if role != "visitor":
        client.sign_in(person_of(people, role))
    for permission, method, path in list(routes(app, world.shown())):
        least = LEAST_ROLE[permission]
        if least in ROLES and ROLES.index(role) >= ROLES.index(least):
            status = knock(client, method, path)
            assert status < 500, (role, method, path, status)
            assert status not in {401, 403}, (role, method, path, status)
            _sign_in_again(client, people, role)


def _sign_in_again(client, people, role):
    """Signing out is a route too."""
    if role != "visitor":
        person = person_of(people, role)
        db.session.refresh(person)
        client.sign_in(person)


@pytest.mark.parametrize("role", ["visitor", "resident"])
def test_drafts_and_hidden_texts_are_not_there(app, client, world, people, role):
    """Pages about unseen things answer 404, or hold nothing of them."""
    if role == "resident":
        client.sign_in(people.ana)
    for _permission, method, path in list(routes(app, world.unseen())):
        if method != "GET":
            continue
        answer = look(client, path)
        names = (
            f"/conversations/{world.draft.id}",
            f"/opinions/{world.hidden.id}",
            f"/events/{world.planned_event.id}",
            f"/forums/{world.planned_forum.id}",
            f"/forums/comments/{world.comment.id}",
            f"/questions/{world.question.id}",
        )
        about_unseen = any(name in path for name in names)
        if about_unseen:
            assert answer.status_code in {302, 403, 404}, path
        assert "Rejtett vélemény" not in answer.text, path
        for words in ("esemény", "fórum", "megjegyzés", "kérdés"):
            assert f"Rejtett {words}" not in answer.text, path
        assert "Titkos Tünde" not in answer.text, path


def test_changes_need_a_token(app, client, world, people):
    """No form is accepted without its CSRF token, whoever is signed in."""
    client.sign_in(people.adam)
    for permission, method, path in list(routes(app, world.shown())):
        if method == "POST" and not path.startswith("/api/"):
            assert client.post(path).status_code == 400, (permission, path)


def test_reading_never_writes(app, client, world, people):
    """Every page can be read on a connection that refuses to write."""

    def refuse(_connection, _cursor, statement, *_rest):
        verb = statement.lstrip().split(None, 1)[0].upper()
        assert verb not in {"INSERT", "UPDATE", "DELETE"}, statement

    client.sign_in(people.adam)
    event.listen(db.engine, "before_cursor_execute", refuse)
    try:
        for _permission, method, path in list(routes(app, world.shown())):
            if method == "GET":
                assert look(client, path).status_code < 500, path
    finally:
        event.remove(db.engine, "before_cursor_execute", refuse)
