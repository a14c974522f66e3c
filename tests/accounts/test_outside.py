"""Signing in with an account elsewhere, against a real provider in a process of its own."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from forum.accounts.devices import SignInSession
from forum.accounts.models import Person
from forum.accounts.outside import fetching
from forum.accounts.outside.provider import Provider
from forum.accounts.queries import by_email
from forum.core.db import db, now
from tests.accounts.conftest import GOOD, code_of
from tests.accounts.outside import (
    BACK,
    LINK,
    NEW,
    come_back,
    go,
    identities,
    is_in,
    walk,
)

# As it should be -------------------------------------------------------------------------------


def test_without_a_provider_there_is_no_button_and_no_door(client):
    assert "/sign-in/outside" not in client.get("/sign-in").text
    assert client.get("/sign-in/outside").status_code == 404
    assert client.get(BACK).status_code == 404
    assert client.send(BACK).status_code == 404


def test_a_newcomer_gets_an_account_and_comes_again(client, elsewhere, app):
    assert "Városi Azonosító" in client.get("/sign-in").text
    answer = walk(client, elsewhere)
    assert (answer.status_code, is_in(client)) == (303, True)
    eva = by_email("eva@example.org")
    assert (eva.role, eva.password_hash) == ("resident", None)
    assert eva.email_confirmed_at is not None
    again = app.test_client()
    walk(again, elsewhere)
    assert is_in(again)
    assert [(one.person_id, one.subject) for one in identities()] == [(eva.id, "u-1")]
    assert db.session.scalar(select(SignInSession.how).limit(1)) == "outside"


def test_the_way_there_carries_pkce_state_and_nonce(client, elsewhere):
    door = client.get("/sign-in/outside").headers["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(door).query).items()}
    assert door.startswith(elsewhere.issuer + "/authorize?")
    assert asked["code_challenge_method"] == "S256"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert asked["redirect_uri"] == "http://localhost" + BACK
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}


def test_looking_at_the_page_one_comes_back_to_does_nothing(client, elsewhere, count_queries):
    told = go(client, elsewhere)
    with count_queries() as log:
        page = client.get(BACK, query_string=told)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not [line for line in log if line.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert identities() == []


def test_an_address_told_only_by_userinfo_counts_too(client, elsewhere):
    elsewhere.behave(
        claims={"email": None, "email_verified": None},
        me={"sub": "u-1", "email": "eva@example.org", "email_verified": True},
    )
    walk(client, elsewhere)
    assert by_email("eva@example.org")


def test_one_goes_on_where_one_wanted_and_only_within_this_site(client, elsewhere, app):
    answer = walk(client, elsewhere, "/sign-in/outside?next=/ideas")
    assert answer.headers["Location"] == "/ideas"
    for target in ("//evil.example", "https://evil.example", "/\\evil.example"):
        other = app.test_client()
        answer = walk(other, elsewhere, f"/sign-in/outside?next={target}")
        assert answer.headers["Location"] == "/"


def test_keys_may_be_changed_by_the_provider(client, elsewhere, app, monkeypatch):
    walk(client, elsewhere)
    monkeypatch.setattr("forum.accounts.outside.provider.KEYS_REST", 0)
    elsewhere.behave(rotate=f"key {time.monotonic_ns()}")  # the provider outlives this test
    other = app.test_client()
    walk(other, elsewhere)
    assert is_in(other)


def test_staff_still_take_the_second_step(client, elsewhere, enter, mira, prove):
    enter("mira@example.org")
    secret, _papers = prove(client, mira)
    walk(client, elsewhere, LINK)
    assert len(identities()) == 1
    client.send("/sign-out")
    with freeze_time(now() + timedelta(minutes=2)):
        elsewhere.behave(claims={"exp": int(time.time()) + 900, "iat": int(time.time())})
        assert walk(client, elsewhere).headers["Location"] == "/sign-in/second"
        assert not is_in(client)
        assert client.send("/sign-in/second", {"code": code_of(secret)}).status_code == 303
        assert is_in(client)


def test_a_newcomer_agrees_first_and_a_young_one_names_a_guardian(client, elsewhere):
    told = go(client, elsewhere)
    page = client.get(BACK, query_string=told)
    hidden = dict(re.findall(r'name="(state|code)" value="([^"]*)"', page.text))
    assert client.send(BACK, hidden).headers["Location"] == NEW
    assert by_email("eva@example.org") is None
    for missing in ({}, {"years": "grown"}, {"consent": "y"}, {"years": "young", "consent": "y"}):
        sent = {"name": "Éva", "years": "", "consent": "", **missing}
        assert client.send(NEW, sent).status_code == 422
    assert not is_in(client)
    young = {"years": "young", "guardian_name": "Anyu", "guardian_contact": "anyu@example.org"}
    assert client.send(NEW, {"name": "Éva", "consent": "y", **young}).status_code == 303
    assert is_in(client)
    assert client.get(NEW).headers["Location"] == "/sign-in", "it was done, and is forgotten"


def test_nobody_walks_in_by_the_newcomers_page(client, elsewhere):
    assert client.get(NEW).headers["Location"] == "/sign-in"
    data = {
        "name": "Éva",
        "years": "grown",
        "consent": "y",
        "email": "x@example.org",
        "subject": "u-1",
    }
    assert client.send(NEW, data).headers["Location"] == "/sign-in"
    assert identities() == []


# Whose account it is ----------------------------------------------------------------------------


def test_an_account_with_a_password_is_never_taken_over(client, elsewhere, eva):
    answer = walk(client, elsewhere)
    assert answer.headers["Location"] == "/sign-in"
    assert not is_in(client)
    assert identities() == []


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_unverified_address_opens_nothing(client, elsewhere, app, make, verified):
    elsewhere.behave(claims={"email_verified": verified})
    unknown = walk(client, elsewhere)
    make.person(name="Éva", email="eva@example.org")
    other = app.test_client()
    known = walk(other, elsewhere)
    assert unknown.headers["Location"] == known.headers["Location"] == "/sign-in"
    assert (
        client.get("/sign-in").text.split("<main")[1].split("csrf")[0]
        == (other.get("/sign-in").text.split("<main")[1].split("csrf")[0])
    ), "whether the address is known is not told"
    assert identities() == []


def test_an_account_without_a_password_is_opened_by_a_verified_address(client, elsewhere, make):
    eva = make.person(name="Éva", email="eva@example.org")
    walk(client, elsewhere)
    assert is_in(client)
    assert identities()[0].person_id == eva.id


def test_but_not_one_of_the_staff(client, elsewhere, make):
    make.person("planner", name="Éva", email="eva@example.org")
    assert walk(client, elsewhere).headers["Location"] == "/sign-in"
    assert identities() == []


def test_a_registration_nobody_confirmed_loses_its_password(
    client, elsewhere, app, register, enter
):
    """Somebody registers another's address beforehand, and waits for them to come."""
    thief = app.test_client()
    register(by=thief)
    assert by_email("eva@example.org").password_hash
    walk(client, elsewhere)
    assert is_in(client)
    assert enter(by=thief).status_code == 422
    assert by_email("eva@example.org").password_hash is None


def test_a_closed_account_stays_closed(client, elsewhere, app, people):
    walk(client, elsewhere)
    by_email("eva@example.org").disable(by=people.adam)
    db.session.commit()
    other = app.test_client()
    assert walk(other, elsewhere).headers["Location"] == "/sign-in"
    assert not is_in(other)


@pytest.mark.parametrize(
    "extra", [{"role": "administrator"}, {"roles": ["admin"], "groups": ["admin"]}]
)
def test_a_role_is_never_taken_from_outside(client, elsewhere, extra):
    elsewhere.behave(claims=extra)
    walk(client, elsewhere)
    assert by_email("eva@example.org").role == "resident"


@pytest.mark.parametrize(
    "name", ["<svg onload=alert(1)>", '"><img src=x>', "=1+1", "x" * 500, ["list"], "\u202egnp\x00"]
)
def test_a_hostile_name_is_only_a_name(client, elsewhere, name):
    elsewhere.behave(claims={"name": name})
    walk(client, elsewhere)
    page = client.get("/account").text
    assert "<svg onload" not in page
    assert "<img src=x" not in page
    assert len(by_email("eva@example.org").name) <= 60


@pytest.mark.parametrize(
    "address", ["", "not an address", "a@b@c.hu", "x" * 300 + "@example.org", 7]
)
def test_an_odd_address_makes_no_account(client, elsewhere, address):
    elsewhere.behave(claims={"email": address})
    assert walk(client, elsewhere).headers["Location"] == "/sign-in"
    assert db.session.scalars(select(Person)).all() == []


def test_connecting_needs_a_session_and_a_fresh_proof(client, elsewhere, enter, eva):
    assert client.send(LINK).headers["Location"].startswith("/sign-in")
    other, late = client.application.test_client(), client.application.test_client()
    enter(by=late)
    with freeze_time(now() + timedelta(minutes=11)):
        assert late.send(LINK).headers["Location"].startswith("/account/proof")
    enter()
    walk(client, elsewhere, LINK)
    assert identities()[0].person_id == eva.id
    walk(other, elsewhere)
    assert is_in(other)


def test_what_opens_somebody_elses_account_cannot_be_connected(client, elsewhere, enter, app, make):
    walk(client, elsewhere)
    make.person(name="Ottó", email="otto@example.org", password=GOOD)
    otto = app.test_client()
    enter("otto@example.org", by=otto)
    assert walk(otto, elsewhere, LINK).status_code == 409
    assert len(identities()) == 1


def test_disconnecting_leaves_a_way_in(client, elsewhere, enter, app, eva):
    newcomer = app.test_client()
    elsewhere.behave(claims={"sub": "u-2", "email": "uj@example.org"})
    walk(newcomer, elsewhere)
    assert newcomer.send("/account/outside/removal").status_code == 409
    elsewhere.behave()
    enter()
    walk(client, elsewhere, LINK)
    assert client.send("/account/outside/removal").status_code == 303
    assert [one.subject for one in identities()] == ["u-2"]


# Attacks ----------------------------------------------------------------------------------------


def refused(browser, elsewhere, status=400):
    answer = walk(browser, elsewhere)
    assert answer.status_code == status, answer.headers.get("Location")
    assert not is_in(browser)
    assert identities() == []


def test_another_browsers_state_is_refused(client, elsewhere, app):
    """Somebody sends a victim the address with which the victim would be in the attacker's account."""
    told = go(app.test_client(), elsewhere)
    assert client.get(BACK, query_string=told).status_code == 400
    go(client, elsewhere)
    assert client.get(BACK, query_string=told).status_code == 400
    assert client.send(BACK, told).status_code == 400
    assert not is_in(client)


def test_a_missing_state_is_refused(client, elsewhere):
    told = go(client, elsewhere)
    for wrong in ({"code": told["code"]}, {"code": told["code"], "state": ""}, {"state": "é"}):
        assert client.get(BACK, query_string=wrong).status_code == 400
        assert client.send(BACK, wrong).status_code == 400


def test_a_code_counts_once(client, elsewhere, app):
    told = go(client, elsewhere)
    with client.session_transaction() as session:
        kept = dict(session["outside"])
    assert come_back(client, told).status_code == 303
    assert come_back(client, told).status_code == 400, "this browser has forgotten what it asked"
    thief = app.test_client()
    with thief.session_transaction() as session:
        session["outside"] = kept
    assert come_back(thief, told).status_code == 400, "and the provider knows that it was used"
    assert not is_in(thief)


def test_a_code_of_another_sign_in_fails_by_pkce(client, elsewhere, app):
    mine, theirs = go(client, elsewhere), go(app.test_client(), elsewhere)
    assert come_back(client, {**mine, "code": theirs["code"]}).status_code == 400
    assert not is_in(client)


def test_one_must_come_back_soon(client, elsewhere):
    told = go(client, elsewhere)
    with freeze_time(now() + timedelta(minutes=16)):
        assert come_back(client, told).status_code == 400


def test_a_form_without_our_token_is_refused(client, elsewhere):
    told = go(client, elsewhere)
    assert client.post(BACK, data=told).status_code == 400
    assert identities() == []


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": ["another client"]},
        {"aud": ["kalaka", "another"]},
        {"aud": ["kalaka", "another"], "azp": "another"},
        {"aud": None},
        {"azp": "another"},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 1_000_000_000},
        {"iat": 9_999_999_999},
        {"nbf": 9_999_999_999},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
)
def test_a_statement_that_is_not_for_us_and_now_is_refused(client, elsewhere, claims):
    elsewhere.behave(claims=claims)
    refused(client, elsewhere)


@pytest.mark.parametrize("signed", ["none", "HS256", "stranger"])
def test_a_signature_that_is_not_the_providers_is_refused(client, elsewhere, signed):
    elsewhere.behave(signed=signed)
    refused(client, elsewhere)


def test_nor_one_made_with_the_clients_own_word(client, elsewhere):
    elsewhere.behave(signed="HS256", shared="only for tests")
    refused(client, elsewhere)


def test_an_answer_that_names_another_issuer_is_refused(client, elsewhere):
    told = go(client, elsewhere)
    assert come_back(client, {**told, "iss": "https://evil.example"}).status_code == 400


def test_who_says_no_there_is_told_kindly(client, elsewhere):
    told = go(client, elsewhere)
    page = client.get(BACK, query_string={"state": told["state"], "error": "access_denied"})
    assert page.status_code == 400
    assert "Városi Azonosító" in page.text


@pytest.mark.parametrize(
    "how",
    [
        {"large": True},
        {"moved": True},
        {"description": {"issuer": "https://evil.example"}},
        {"description": {"authorization_endpoint": "http://evil.example/door"}},
        {"description": {"authorization_endpoint": "javascript:alert(1)"}},
        {"description": {"authorization_endpoint": None}},
    ],
)
def test_a_provider_that_describes_itself_oddly_is_left_alone(client, elsewhere, how):
    elsewhere.behave(**how)
    page = client.get("/sign-in/outside")
    assert page.status_code == 503
    assert "Városi Azonosító" in page.text


@pytest.mark.parametrize(
    "how",
    [
        {"broken": True},
        {"description": {"token_endpoint": "http://evil.example/token"}},
        {"description": {"token_endpoint": "file:///etc/passwd"}},
        {"description": {"jwks_uri": "ftp://127.0.0.1/keys"}},
        {"description": {"jwks_uri": "http://user@127.0.0.1/keys"}},
    ],
)
def test_what_cannot_be_asked_is_not(client, elsewhere, how):
    elsewhere.behave(**how)
    refused(client, elsewhere, 503)


def test_a_slow_provider_keeps_nobody_waiting(client, elsewhere, monkeypatch):
    monkeypatch.setattr(fetching, "STEP_SECONDS", 0.3)
    elsewhere.behave(slow=1.5)
    start = time.monotonic()
    refused(client, elsewhere, 503)
    assert time.monotonic() - start < 1.4


def test_a_provider_that_is_down_is_no_disaster(client, strict, monkeypatch):
    gone = Provider("http://127.0.0.1:9", "kalaka", "x", "Városi Azonosító")
    monkeypatch.setitem(strict.extensions, "outside", gone)
    page = client.get("/sign-in/outside")
    assert page.status_code == 503
    assert "Városi Azonosító" in page.text
    assert client.get("/sign-in").status_code == 200


@pytest.mark.parametrize(
    ("address", "plain", "safe"),
    [
        ("https://id.example.hu/x", False, True),
        ("http://127.0.0.1:1/x", True, True),
        ("http://127.0.0.1:1/x", False, False),
        ("http://id.example.hu", True, False),
        ("http://127.0.0.1.evil.example", True, False),
        ("https://user:word@id.example.hu", False, False),
        ("https://", False, False),
        ("https://x:99999999", False, False),
        ("file:///etc/passwd", True, False),
        ("", True, False),
    ],
)
def test_only_safe_addresses_are_asked(address, plain, safe):
    assert fetching.is_safe(address, plain) is safe


def test_without_https_the_application_does_not_start(tmp_path):
    from forum import create_app

    settings = {"SECRET_KEY": "x", "INSTANCE_DIR": str(tmp_path), "OIDC_CLIENT_ID": "x"}
    with pytest.raises(ValueError, match="https"):
        create_app({**settings, "OIDC_ISSUER": "http://id.example.hu"})
