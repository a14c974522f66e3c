"""Secrets that have to be read again are kept encrypted, with a key only this installation has."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_PURPOSE = b"kalaka: secrets of second factors"


def lock(text: str) -> str:
    """Encrypt ``text`` for the database."""
    return _key().encrypt(text.encode()).decode()


def unlock(kept: str) -> str | None:
    """Decrypt what ``lock`` returned; None when SECRET_KEY is another one now."""
    try:
        return _key().decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _key() -> Fernet:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
    return Fernet(urlsafe_b64encode(derived))
