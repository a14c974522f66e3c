"""Every route x method x role x object: what is not granted here is denied."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from werkzeug.routing import AnyConverter, IntegerConverter
from werkzeug.wrappers import Response

from forum.accounts.models import ROLES
from forum.core.access import PERMISSIONS
from forum.core.db import db
from tests.world import World

#: The least role that gets past the door of each permission, where the object allows it at all.
LEAST_ROLE = {
    "accounts:enter": "visitor",
    "accounts:own": "resident",
    "accounts:manage": "administrator",
    "accounts:notice": "administrator",
    "accounts:guardians": "facilitator",
    "api:read": "visitor",
    "api:write": "token",
    "api:tokens": "administrator",
    "city:read": "visitor",
    "city:manage": "administrator",
    "communities:read": "visitor",
    "communities:found": "visitor",
    "communities:join": "visitor",
    "communities:follow": "visitor",
    "communities:claim": "resident",
    "communities:flag": "visitor",
    "communities:own": "resident",
    "communities:lead": "facilitator",
    "communities:manage": "facilitator",
    "conversations:read": "visitor",
    "conversations:manage": "facilitator",
    "conversations:speak": "visitor",
    "conversations:weigh": "visitor",
    "events:read": "visitor",
    "events:register": "visitor",
    "events:manage": "facilitator",
    "events:own": "resident",
    "events:attendance": "facilitator",
    "ideas:read": "visitor",
    "ideas:propose": "visitor",
    "ideas:support": "visitor",
    "ideas:follow": "visitor",
    "ideas:edit": "author",
    "ideas:edit_picture": "author",
    "ideas:own": "resident",
    "ideas:claim": "visitor",
    "ideas:flag": "visitor",
    "ideas:desk": "facilitator",
    "ideas:moderate": "facilitator",
    "ideas:import": "facilitator",
    "ideas:answer": "planner",
    "ideas:office": "facilitator",
    "ideas:asked": "visitor",
    "log:read": "visitor",
    "log:read_all": "administrator",
    "meetings:read": "visitor",
    "meetings:join": "visitor",
    "meetings:manage": "facilitator",
    "minutes:approve": "planner",
    "minutes:comment": "visitor",
    "minutes:withdraw": "administrator",
    "moderation:review": "facilitator",
    "moderation:act": "facilitator",
    "moderation:report": "visitor",
    "moderation:words": "planner",
    "moderation:statement": "visitor",
    "moderation:appeals": "facilitator",
    "moderation:answer": "facilitator",
    "moderation:redact": "facilitator",
    "moderation:remove": "planner",
    "moderation:unseal": "administrator",
    "moderation:assign": "planner",
    "moderation:reason_words": "planner",
    "moderation:figures": "visitor",
    "notices:read": "resident",
    "notices:outbox": "administrator",
    "notices:follow": "resident",
    "notices:letters": "visitor",
    "notices:calls": "facilitator",
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
    "planning:vote": "visitor",
    "planning:desk": "facilitator",
    "planning:needs": "planner",
    "planning:plan": "planner",
    "planning:takedown": "administrator",
    "privacy:map": "visitor",
    "privacy:retention": "administrator",
    "privacy:own": "resident",
    "privacy:own_archive": "author",
    "privacy:code": "visitor",
    "privacy:device": "visitor",
    "programs:read": "visitor",
    "programs:feedback": "visitor",
    "programs:desk": "facilitator",
    "programs:manage": "facilitator",
    "programs:seasons": "planner",
    "reports:read": "visitor",
    "reports:draft": "planner",
    "reports:publish": "planner",
    "reports:takedown": "administrator",
    "themes:read": "visitor",
    "themes:sort": "planner",
    "upkeep:health": "visitor",
    "upkeep:look": "administrator",
    "upkeep:run": "administrator",
}
#: Answers that mean "not for you": sign in first, forbidden, or not even there.
DENIED = {401, 403, 404}
#: Steps between others: whoever has not taken the first is led back to it.
SECOND_STEPS = (
    *("/sign-in/second", "/sign-in/second/options", "/sign-in/second/passkey"),
    "/sign-in/passkey",
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


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
    """Yield (permission, method, path) of every route; unknown arguments get a harmless value.

    A name that rooms use for different things may be given with its room: ``planning.item_id``.
    """
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            room = rule.endpoint.partition(".")[0]
            arguments = {
                name: values.get(
                    f"{room}.{name}", values.get(name, harmless(rule._converters[name]))
                )
                for name in rule.arguments
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
        if least in ROLES and ROLES.index(role) >= ROLES.index(least) and path not in SECOND_STEPS:
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
        names = world.unseen_paths()
        about_unseen = any(name in path for name in names)
        if about_unseen:
            assert answer.status_code in {302, 403, 404}, path
        for words in world.SECRETS:
            assert words not in answer.text, (path, words)


def test_changes_need_a_token(app, client, world, people):
    """No form is accepted without its CSRF token, whoever is signed in."""
    client.sign_in(people.adam)
    for permission, method, path in list(routes(app, world.shown())):
        if method == "POST" and not path.startswith("/api/"):
            by_letter = permission == "notices:letters"  # the token in the address is the proof
            expected = 404 if by_letter else 400
            assert client.post(path).status_code == expected, (permission, path)


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
