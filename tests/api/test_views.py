"""The page for programmers, and the tokens administrators issue."""

import re

import pytest
from sqlalchemy import func, select

from forum.api.models import ApiToken, working_token
from forum.audit.models import AuditEntry
from forum.core.codes import token_hash
from forum.core.db import db

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def adam(client, people):
    """Adam's browser."""
    return client.sign_in(people.adam)


def secret_on(page: str) -> str:
    return re.search(r"<pre[^>]*><code>([\w-]{40,})</code>", page)[1]


def tokens():
    return db.session.scalar(select(func.count(ApiToken.id)))


@pytest.mark.parametrize("who", ["ana", "mira", "paul"])
def test_tokens_are_for_administrators(client, people, who):
    assert client.get("/api-tokens").location.startswith("/sign-in")
    client.sign_in(getattr(people, who))
    assert client.get("/api-tokens").status_code == 403
    assert client.send("/api-tokens", {"label": "x"}).status_code == 403


def test_a_token_is_shown_once_and_kept_as_a_hash(adam, people):
    answer = adam.send("/api-tokens", {"label": "Könyvtári kioszk"})
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    secret = secret_on(answer.text)
    token = db.session.scalars(select(ApiToken)).one()
    assert (token.hash, token.person_id) == (token_hash(secret), people.adam.id)
    page = adam.get("/api-tokens").text
    assert "Könyvtári kioszk" in page
    assert secret not in page
    assert working_token(secret).id == token.id


def test_a_token_can_speak_for_somebody_else(adam, people):
    adam.send("/api-tokens", {"label": "kioszk", "email": people.ana.email.upper()})
    assert db.session.scalars(select(ApiToken)).one().person_id == people.ana.id


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"label": " "},
        {"label": "x" * 81},
        {"label": "x", "email": "nobody@example.org"},
        {"label": "x", "email": HOSTILE},
    ],
)
def test_what_is_missing_or_unknown_is_told(adam, data):
    answer = adam.send("/api-tokens", data)
    assert answer.status_code == 422
    assert "<img src=x" not in answer.text
    assert tokens() == 0


def test_an_account_that_is_closed_gets_no_token(adam, people, make):
    people.ana.disable(by=people.adam)
    db.session.commit()
    answer = adam.send("/api-tokens", {"label": "x", "email": people.ana.email})
    assert answer.status_code == 422


def test_sending_the_form_twice_issues_one_token(adam):
    data = {"label": "kioszk", "submit_key": "k" * 22}
    assert adam.send("/api-tokens", data).status_code == 201
    answer = adam.send("/api-tokens", data)
    assert answer.location == "/api-tokens"
    assert tokens() == 1


def test_revoking_is_once_and_logged(adam):
    adam.send("/api-tokens", {"label": "kioszk"})
    token = db.session.scalars(select(ApiToken)).one()
    for _twice in range(2):
        assert adam.send(f"/api-tokens/{token.id}/revocation").location == "/api-tokens"
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["token.issued", "token.revoked"]
    assert "Visszavonva" in adam.get("/api-tokens").text
    assert adam.send("/api-tokens/999/revocation").status_code == 404


def test_tokens_are_not_in_the_public_log(adam, client):
    adam.send("/api-tokens", {"label": "Titkos partner"})
    client.delete_cookie("kalaka")
    assert "Titkos partner" not in client.get("/log").text


def test_hostile_labels_stay_words(adam):
    assert "<img src=x" not in adam.send("/api-tokens", {"label": HOSTILE}).text
    page = adam.get("/api-tokens").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_page_for_programmers_lists_every_address(client, app):
    page = client.get("/api").text
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            assert re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) in page
    client.set_cookie("language", "en")
    assert "One opinion" in client.get("/api").text
