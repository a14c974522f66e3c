"""Known and unknown addresses: the same answer, and the same work for it."""

from collections import Counter

import pytest
from argon2 import PasswordHasher

from forum.accounts import passwords
from tests.accounts.conftest import GOOD

UNKNOWN = "nobody@example.org"


class Counting(PasswordHasher):
    """Hashes quickly and counts how often."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.done = Counter()

    def hash(self, *arguments, **more):
        self.done["hash"] += 1
        return super().hash(*arguments, **more)

    def verify(self, *arguments, **more):
        self.done["verify"] += 1
        return super().verify(*arguments, **more)


@pytest.fixture
def work(monkeypatch, count_queries, app):
    """What an answer costs: hashes, and statements by their kind."""
    hasher = Counting()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    passwords._nobody.cache_clear()
    passwords._nobody()

    def measure(send):
        hasher.done.clear()
        with count_queries() as log:
            answer = send(app.test_client())
        verbs = Counter(line.split()[0] for line in log)
        plain = answer.text.replace("eva@example.org", UNKNOWN)
        page = plain.split("<main")[-1].split('name="csrf_token"')[0]
        return dict(hasher.done), verbs, (answer.status_code, answer.headers.get("Location"), page)

    return measure


def sending(path, **data):
    return lambda email: lambda browser: browser.send(path, {**data, "email": email})


PAGES = {
    "sign-in": sending("/sign-in", password="nem ez a jelszó"),
    "register": sending("/register", name="Valaki", password=GOOD),
    "register young": sending(
        "/register",
        name="Valaki",
        password=GOOD,
        years="young",
        guardian_name="Anyu",
        guardian_contact="anyu@example.org",
    ),
    "reset": sending("/password"),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_answer_is_the_same(work, eva, page):
    _hashes, _verbs, known = work(PAGES[page]("eva@example.org"))
    _hashes, _verbs, unknown = work(PAGES[page](UNKNOWN))
    assert known == unknown


@pytest.mark.parametrize("page", PAGES)
def test_and_so_is_the_work(work, eva, page):
    """Passwords are hashed as often, and as much is written: the clock is no judge in a test."""
    known_hashes, known, _page = work(PAGES[page]("eva@example.org"))
    unknown_hashes, unknown, _page = work(PAGES[page](UNKNOWN))
    assert known_hashes == unknown_hashes
    assert bool(known_hashes) == (page != "reset")
    assert abs(known["INSERT"] - unknown["INSERT"]) <= 1, (known, unknown)
    assert abs(known["SELECT"] - unknown["SELECT"]) <= 3, (known, unknown)
    assert bool(known["INSERT"]) == bool(unknown["INSERT"])


def test_a_new_address_tells_nothing_about_whose_it_is(work, app, eva, make, enter):
    make.person(name="Ottó", email="otto@example.org", password=GOOD)
    home = app.test_client()
    enter(by=home)

    def ask(address):
        return lambda _other: home.send("/account/email", {"email": address, "old": GOOD})

    hashes, known, answer = work(ask("otto@example.org"))
    other_hashes, unknown, other = work(ask(UNKNOWN))
    assert (hashes, answer[:2]) == (other_hashes, other[:2])
    assert abs(known["INSERT"] - unknown["INSERT"]) <= 1


def test_each_asked_address_gets_one_letter(app, eva, letters):
    for email in ("eva@example.org", UNKNOWN):
        app.test_client().send("/password", {"email": email})
        app.test_client().send("/register", {"email": email, "name": "X", "password": GOOD})
    assert len(letters.to("eva@example.org")) == len(letters.to(UNKNOWN)) == 2


def test_what_was_rehearsed_leaves_no_trace(app, eva, letters):
    from sqlalchemy import func, select

    from forum.accounts.models import Person
    from forum.accounts.tokens import OneTimeToken
    from forum.core.db import db

    PAGES["register young"]("eva@example.org")(app.test_client())
    PAGES["reset"](UNKNOWN)(app.test_client())
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1
    assert db.session.scalar(select(func.count()).select_from(OneTimeToken)) == 0
    assert {letter.recipient for letter in letters.all()} == {"eva@example.org", UNKNOWN}
