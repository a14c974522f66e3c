"""Headers, keyed hashes and one-time codes."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import Flask, Response, current_app, request
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import UtcDateTime, db, now

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; img-src 'self' data:"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Crockford's base 32: no I, L, O, U, so a code read over the phone is not misheard.
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
#: Ten letters are 50 bits: with ten tries in a quarter of an hour nobody guesses one.
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


def token_hash(token: str) -> str:
    """Return what the database keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


class Attempt(db.Model):
    """One try at something limited; the bucket is a keyed hash that changes every day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def too_many(action: str, who: str, limit: int, minutes: int) -> bool:
    """Note an attempt at ``action`` by ``who``; tell whether it exceeds ``limit`` per ``minutes``.

    The caller commits. Old attempts are forgotten by ``forget_attempts``, once an hour.
    """
    if attempts(action, who, minutes) >= limit:
        return True
    db.session.execute(insert(Attempt).values(bucket=_bucket(action, who), at=now()))
    return False


def attempts(action: str, who: str, minutes: int) -> int:
    """Count the attempts noted in the last ``minutes``, without noting another."""
    since = now() - timedelta(minutes=minutes)
    query = select(func.count()).select_from(Attempt)
    query = query.where(Attempt.bucket == _bucket(action, who), Attempt.at >= since)
    return db.session.scalar(query) or 0


def forgive(action: str, who: str) -> None:
    """Take back the last attempt, because it succeeded; the caller commits."""
    last = select(func.max(Attempt.id)).where(Attempt.bucket == _bucket(action, who))
    db.session.execute(delete(Attempt).where(Attempt.id == last.scalar_subquery()))


def forget_attempts() -> None:
    """Delete attempts older than a day, as the privacy notice promises; commits."""
    db.session.execute(delete(Attempt).where(Attempt.at < now() - timedelta(days=1)))
    db.session.commit()


def _bucket(action: str, who: str) -> str:
    return keyed_hash(f"attempt:{now():%Y-%m-%d}:{action}", who)


def network_address() -> str:
    """Return where the request comes from, used only inside keyed hashes.

    Of IPv6 it is the /64 network: any one household or machine has all the addresses in it.
    """
    asked = request.remote_addr or "unknown"
    try:
        address = ip_address(asked)
    except ValueError:
        return asked
    if address.version == 4:
        return asked
    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))


def init_app(app: Flask) -> None:
    """Send the security headers with every answer."""

    @app.after_request
    def protect(response: Response) -> Response:
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
