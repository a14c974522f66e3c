"""Keyed hashes, codes people can read out, and random tokens."""

import hashlib
import hmac
import secrets

from flask import current_app

#: Crockford's base 32: no I, L, O, U, so a code read over the phone is not misheard.
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
#: Ten letters are 50 bits: with the tries one has (``limits.WRONG_CODES``) nobody guesses one.
CODE_LENGTH = 10


def keyed_hash(purpose: str, text: str) -> str:
    """Return a hash of ``text`` that means nothing without this installation's key."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def code_from(purpose: str, text: str) -> str:
    """Derive a readable code from ``text``, always the same one, like K7P4-9XQM-2R."""
    number = int(keyed_hash(purpose, text), 16)
    letters = ""
    for _position in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[rest]
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def clean_code(typed: str) -> str:
    """Bring a typed code to its written form; wrong letters stay wrong."""
    letters = "".join(c for c in typed.upper().translate(_LOOKALIKES) if c.isalnum())
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def is_code(typed: str) -> bool:
    """Whether ``typed`` has as many letters as a code."""
    return len(clean_code(typed).replace("-", "")) == CODE_LENGTH


def token_hash(token: str) -> str:
    """Return what the database keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)
