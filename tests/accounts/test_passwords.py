"""How passwords are kept."""

from unicodedata import normalize

import pytest

from forum.accounts import passwords
from forum.accounts.passwords import easy_to_guess, hash_password, password_matches
from tests.accounts.conftest import GOOD


def test_a_password_is_kept_as_an_argon2id_hash(app):
    assert hash_password(GOOD).startswith("$argon2id$")


def test_the_same_letters_typed_on_another_phone_are_the_same_password(app):
    stored = hash_password(normalize("NFC", "árvíztűrő"))
    assert password_matches(stored, normalize("NFD", "árvíztűrő"))


def test_without_a_password_nothing_matches_but_the_work_is_done(app, monkeypatch):
    verified, real = [], passwords._hasher

    class Spy:
        hash = real.hash

        def verify(self, *given):
            verified.append(given)
            return real.verify(*given)

    monkeypatch.setattr(passwords, "_hasher", Spy())
    assert not password_matches(None, GOOD)
    assert not password_matches(None, "nobody knows")
    assert len(verified) == 2


def test_a_broken_hash_matches_nothing(app):
    assert not password_matches("not a hash", GOOD)


@pytest.mark.parametrize(
    "password", ["1234567890", "aaaaaaaaaa", "1212121212", "Password123", "EVA@example.org"]
)
def test_what_everybody_tries_first_is_easy_to_guess(password):
    assert easy_to_guess(password, "eva@example.org")


def test_unrelated_words_are_not():
    assert not easy_to_guess(GOOD, "Éva", "eva@example.org", "")
