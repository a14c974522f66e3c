"""Quick password hashes, and letters read as their receiver reads them."""

import re

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from forum.accounts import passwords
from forum.core.db import db
from forum.core.mail import OutboxMessage

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
