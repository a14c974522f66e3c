"""How often something may be tried, counted without keeping an address in clear."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import request
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.codes import keyed_hash
from forum.core.db import UtcDateTime, db, now


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
