"""The cookie of the session: out of reach, for this host only, and never one planted beforehand."""

import pytest

from forum import create_app
from forum.core.db import db
from tests.accounts.conftest import GOOD


@pytest.fixture
def behind_tls(tmp_path, house):
    """The same site as it is behind TLS, on the database of these tests."""
    kept = {name: house.config[name] for name in ("SECRET_KEY", "DATABASE_URL", "INSTANCE_DIR")}
    settings = {**kept, "BASE_URL": "https://velemeny.example.hu", "TESTING": True}
    made = create_app(settings)
    made.test_client_class = house.test_client_class
    yield made
    with made.app_context():
        db.engine.dispose()


def test_behind_tls_the_cookie_belongs_to_this_host_alone(behind_tls):
    browser = behind_tls.test_client()
    cookie = browser.get("/sign-in", base_url="https://velemeny.example.hu").headers["Set-Cookie"]
    assert cookie.startswith("__Host-kalaka=")
    parts = {part.strip() for part in cookie.split(";")}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert not any(part.startswith("Domain") for part in parts)


@pytest.mark.parametrize(
    ("settings", "secure"),
    [
        ({}, False),
        ({"BASE_URL": "https://a.example.hu"}, True),
        ({"BASE_URL": "http://a.example.hu"}, False),
        ({"BASE_URL": "https://a.example.hu", "SECURE_COOKIES": False}, False),
        ({"SECURE_COOKIES": True}, True),
    ],
)
def test_secure_follows_the_address_unless_it_is_set(tmp_path, settings, secure):
    made = create_app({"SECRET_KEY": "x" * 20, "INSTANCE_DIR": str(tmp_path), **settings})
    assert made.config["SESSION_COOKIE_SECURE"] is secure
    assert made.config["SECURE_COOKIES"] is secure
    assert made.config["SESSION_COOKIE_NAME"].startswith("__Host-") is secure


def test_a_planted_session_opens_nothing_and_is_gone_after_signing_in(strict, enter, eva, make):
    """Session fixation: what somebody left in the browser is not what one is known by later."""
    otto = make.person(name="Ottó", email="otto@example.org", password=GOOD)
    attacker, victim = strict.test_client(), strict.test_client()
    enter("otto@example.org", by=attacker)
    with attacker.session_transaction() as session:
        planted = dict(session)
    with victim.session_transaction() as session:
        session.update(planted)
    enter(by=victim)
    with victim.session_transaction() as session:
        assert session["_user_id"] == eva.get_id()
        assert session["device"] != planted["device"]
        assert "csrf_token" not in session
        assert "_id" not in session
    assert attacker.get("/account").status_code == 302, "the planted one ended"
    assert otto.sign_ins == []


def test_a_cookie_without_our_signature_is_nobodys(client):
    client.set_cookie("kalaka", "eyJfdXNlcl9pZCI6IjEuMCJ9.aaaaaa.bbbbbb")
    assert client.get("/account").status_code == 302


def test_a_session_that_stays_says_so_and_another_ends_with_the_browser(client, eva):
    data = {"email": "eva@example.org", "password": GOOD}
    assert "Expires" not in client.send("/sign-in", data).headers["Set-Cookie"]
    client.send("/sign-out")
    assert "Expires" in client.send("/sign-in", {**data, "stay": "y"}).headers["Set-Cookie"]


def test_pages_of_the_account_stay_in_no_cache(client, enter, eva):
    enter()
    for path in ("/account", "/account/sessions", "/account/factors", "/account/proof"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path
