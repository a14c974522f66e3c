"""The first administrator, and the commands about people."""

import re

import pytest

from forum.accounts.operations import first_administrator_link
from forum.accounts.queries import by_email
from forum.core.db import db
from tests.accounts.conftest import GOOD

FIRST = {"name": "Ádám", "email": "adam@example.org", "password": GOOD}


@pytest.fixture
def link(app):
    link = first_administrator_link()
    db.session.commit()
    return link.removeprefix("http://127.0.0.1:8000")


def test_the_link_makes_one_administrator(app, client, link):
    assert client.get(link).status_code == 200
    assert client.send(link, FIRST).status_code == 302
    adam = by_email("adam@example.org")
    assert (adam.role, adam.name) == ("administrator", "Ádám")
    assert client.get("/people").status_code == 200
    assert app.test_client().send(link, {**FIRST, "email": "x@example.org"}).status_code == 410
    assert first_administrator_link() is None


def test_each_start_makes_a_new_link_and_ends_the_old(client, link):
    newer = first_administrator_link()
    db.session.commit()
    assert client.get(link).status_code == 410
    assert client.get(newer.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_there_is_no_link_while_there_is_an_administrator(people):
    assert people.adam
    assert first_administrator_link() is None


def test_an_old_link_makes_no_second_administrator(client, link, people):
    assert people.adam
    assert client.send(link, FIRST).status_code == 409
    assert by_email("adam@example.org") is None


def test_a_residents_address_is_not_taken_over(client, link, people):
    answer = client.send(link, {**FIRST, "email": people.ana.email})
    assert answer.status_code == 422
    assert people.ana.role == "resident"
    assert client.send(link, FIRST).status_code == 302


def test_a_wrong_form_uses_the_link_up_not(client, link):
    assert client.send(link, {**FIRST, "password": "rövid"}).status_code == 422
    assert client.send(link, FIRST).status_code == 302


def test_the_command_prints_the_link_while_there_is_none(app, people):
    run = app.test_cli_runner().invoke
    first = run(args=["people", "first-admin"])
    assert first.exit_code == 0
    assert re.search(r"http://127\.0\.0\.1:8000/join/[\w-]{40,}", first.output)
    assert people.adam
    assert run(args=["people", "first-admin"]).exit_code != 0


def test_the_command_invites(app, letters):
    run = app.test_cli_runner().invoke
    done = run(args=["people", "invite", "Nora@example.org", "planner"])
    assert done.exit_code == 0
    link = letters.link("nora@example.org", "join")
    assert link in done.output
    answer = app.test_client().send(link, {"name": "Nóra", "password": GOOD})
    assert answer.status_code == 302
    assert by_email("nora@example.org").role == "planner"


@pytest.mark.parametrize("args", [["not an address", "planner"], ["x@example.org", "resident"]])
def test_the_command_refuses_nonsense(app, args):
    assert app.test_cli_runner().invoke(args=["people", "invite", *args]).exit_code != 0
    assert by_email("x@example.org") is None
