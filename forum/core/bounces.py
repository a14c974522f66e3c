"""Addresses that mail servers refuse: after three letters in a row nothing is sent to them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, bindparam, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.contacts import contact_key
from forum.core.db import UtcDateTime, db, now

#: Letters refused in a row after which an address is taken for dead.
MOST_REFUSALS = 3


class DeadAddress(db.Model):
    """An address mail servers refuse; after three refusals in a row nothing is sent to it."""

    #: Keyed fingerprint of the address (``core.contacts.contact_key``).
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    refusals: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# These words mean the same on both databases, and two processes cannot count one refusal less.
_COUNT = text(
    "INSERT INTO dead_address (key, refusals, last_at) VALUES (:key, 1, :moment)"
    " ON CONFLICT (key) DO UPDATE SET refusals = dead_address.refusals + 1, last_at = :moment"
).bindparams(bindparam("moment", type_=UtcDateTime))


def refused(address: str) -> None:
    """Count a letter that was refused for good; the third in a row stops the address."""
    key = contact_key(address)
    if key is None:
        return
    moment = now()
    db.session.execute(_COUNT, {"key": key, "moment": moment})
    full = (DeadAddress.key == key, DeadAddress.refusals >= MOST_REFUSALS)
    stop = update(DeadAddress).where(*full, DeadAddress.stopped_at.is_(None))
    db.session.execute(stop.values(stopped_at=moment))


def accepted(address: str) -> None:
    """Forget the refusals of an address: a server has taken a letter to it."""
    was = update(DeadAddress).where(DeadAddress.key == contact_key(address))
    db.session.execute(was.where(DeadAddress.refusals > 0).values(refusals=0, stopped_at=None))


def is_stopped(address: str | None) -> bool:
    """Whether nothing is sent to this address any more."""
    key = contact_key(address)
    query = select(DeadAddress.stopped_at).where(DeadAddress.key == key)
    return key is not None and db.session.scalar(query) is not None


def stopped(addresses: Iterable[str]) -> set[str]:
    """Return those of ``addresses`` to which nothing is sent any more."""
    by_key = {contact_key(address): address for address in addresses}
    query = select(DeadAddress.key).where(DeadAddress.key.in_(by_key))
    return {
        by_key[key] for key in db.session.scalars(query.where(DeadAddress.stopped_at.is_not(None)))
    }


def try_again(address: str) -> None:
    """Let the next letter go out to a stopped address; one more refusal stops it again."""
    was = update(DeadAddress).where(DeadAddress.key == contact_key(address))
    stopped = was.where(DeadAddress.stopped_at.is_not(None))
    db.session.execute(stopped.values(refusals=MOST_REFUSALS - 1, stopped_at=None))
