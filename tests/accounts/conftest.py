"""Quick password hashes, and letters read as their receiver reads them."""

import os
import re
import socket
import subprocess
import sys
from time import sleep, time

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from forum import ROOT
from forum.accounts import passwords
from forum.accounts.outside.provider import Provider
from forum.accounts.proving import codes
from forum.core.db import db
from forum.core.mail import OutboxMessage
from tests.accounts.outside import Elsewhere

#: A password good enough for every rule.
GOOD = "kék ló almát eszik"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Hash with the least of everything; the real cost has a test of its own."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


class Letters:
    """The outbox, the newest letter last."""

    def all(self) -> list[OutboxMessage]:
        return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))

    def to(self, address: str) -> list[OutboxMessage]:
        return [letter for letter in self.all() if letter.recipient == address]

    def link(self, address: str, room: str) -> str:
        """The path of the newest link to ``room`` (confirm, password, join) sent to ``address``."""
        found = re.findall(rf"http://\S+?(/{room}/\S+)", self.to(address)[-1].body)
        assert len(found) == 1
        return found[0]


@pytest.fixture
def letters(app):
    return Letters()


@pytest.fixture
def register(client):
    """Fill in the registration form."""

    def fill(email="eva@example.org", name="Éva", password=GOOD, by=None, **more):
        data = {"name": name, "email": email, "password": password}
        return (by or client).send("/register", data, **more)

    return fill


@pytest.fixture
def enter(client):
    """Fill in the sign-in form."""

    def fill(email="eva@example.org", password=GOOD, path="/sign-in", by=None, **more):
        return (by or client).send(path, {"email": email, "password": password}, **more)

    return fill


@pytest.fixture
def eva(make):
    """Éva, who lives here and has a password."""
    return make.person(name="Éva", email="eva@example.org", password=GOOD)


@pytest.fixture
def mira(make):
    """Mira, a facilitator with a password."""
    return make.person("facilitator", "Mira", email="mira@example.org", password=GOOD)


@pytest.fixture
def strict(app, monkeypatch):
    """The application as it is outside tests: devices have rows, staff take two steps."""
    monkeypatch.setitem(app.config, "ROWLESS_SESSIONS", False)
    monkeypatch.setitem(app.config, "STAFF_SECOND_FACTOR", True)
    return app


@pytest.fixture
def prove():
    """Set up an app for whoever is signed in; returns the secret and the recovery codes."""

    def set_up(browser, person):
        assert browser.send("/account/factors/app/new").status_code == 303
        secret = codes.waiting_secret(person)
        code = pyotp.TOTP(secret).now()
        page = browser.send("/account/factors/app", {"code": code})
        assert page.status_code == 200
        return secret, re.findall(r"<code>([^<]+)</code>", page.text)

    return set_up


def code_of(secret, steps=0):
    """The code an app shows, ``steps`` half minutes from now."""
    return pyotp.TOTP(secret).at(int(time()) + 30 * steps)


@pytest.fixture(scope="session")
def process():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.accounts.provider", str(port)],
        cwd=ROOT,
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            sleep(0.1)
    yield Elsewhere(port)
    running.terminate()
    running.wait(10)


@pytest.fixture
def elsewhere(process, strict, monkeypatch):
    """An honest provider, known to this site."""
    process.behave()
    provider = Provider(process.issuer, "kalaka", "only for tests", "Városi Azonosító")
    monkeypatch.setitem(strict.extensions, "outside", provider)
    return process
