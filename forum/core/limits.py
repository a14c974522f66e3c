"""How often something may be tried, counted without keeping an address in clear."""

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import TypeVar

from flask import request
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.codes import is_code, keyed_hash
from forum.core.db import UtcDateTime, db, now, writing

T = TypeVar("T")

#: Attempts are counted within hours; their keys change every day.
KEPT = timedelta(days=1)

#: Wrong codes from one address in a quarter of an hour. With 50 bits in a code nobody guesses one;
#: and where thousands share an address, one who types nonsense keeps nobody from their own page.
WRONG_CODES, WRONG_MINUTES = 200, 15


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


def too_fast(
    action: str, person_id: int | None, per_person: int, per_address: int, minutes: int
) -> bool:
    """Note an attempt; tell whether too many came from this network, or of this person."""
    return too_many(action, network_address(), per_address, minutes) or (
        person_id is not None and too_many(action, f"person {person_id}", per_person, minutes)
    )


def look_up(action: str, code: str, find: Callable[[str], T | None]) -> tuple[T | None, int]:
    """Return what ``find`` knows by a code, and the status to answer with: 200, 404 or 429.

    A wrong code is noted, and after many even a right one has to wait. Here reading a page may
    leave a trace: without it, guessing is free.
    """
    if not is_code(code):
        return None, 404
    if attempts(action, network_address(), WRONG_MINUTES) >= WRONG_CODES:
        return None, 429
    found = find(code)
    if found is None:
        with writing():
            too_many(action, network_address(), WRONG_CODES, WRONG_MINUTES)
            db.session.commit()
    return found, 200 if found is not None else 404


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
    """Delete attempts older than a day, as the data map promises: the only clock of theirs; commits."""
    db.session.execute(delete(Attempt).where(Attempt.at < now() - KEPT))
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
