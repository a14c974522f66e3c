"""The seals of the log: a chain of digests, so that no entry can be changed, lost or slipped in.

Each seal holds the digest of one entry together with the digest of the seal before it. Whoever
knows one digest, for example from a printed summary, can tell whether everything up to it is
still what it was.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.audit.models import AuditEntry
from forum.core.db import db

#: What stands in the place of the digest before the first.
BEGINNING = "0" * 64
#: Characters of a digest.
LENGTH = 64
#: How a head is written and told apart in open data.
FORMAT = "kalaka-log/1"

#: What a digest covers: every column of an entry, in this order of the alphabet.
SEALED = tuple(sorted(column.name for column in AuditEntry.__table__.columns))


class AuditSeal(db.Model):
    """The seal of one entry; ``id`` is its place in the chain, without gaps.

    Database triggers refuse to change or delete a row; the two unique digests refuse a fork.
    """

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Not a foreign key: a seal outlives its entry, to tell that there was one.
    entry_id: Mapped[int] = mapped_column(unique=True)
    previous: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    digest: Mapped[str] = mapped_column(String(LENGTH), unique=True)


class Head(NamedTuple):
    """The last seal: how many entries are sealed, and the digest that covers them all."""

    number: int
    digest: str


def head() -> Head:
    """Return where the chain ends now."""
    row = db.session.execute(
        select(AuditSeal.id, AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)
    ).first()
    return Head(*row) if row else Head(0, BEGINNING)


def to_print() -> dict[str, Any]:
    """Return the head as it is frozen in a publication that is made now."""
    last = head()
    return {"format": FORMAT, "number": last.number, "digest": last.digest}


def told(printed: Mapping[str, Any] | None) -> str:
    """Say a printed head in the language of the page; nothing where none was printed."""
    if not printed:
        return ""
    return _(
        "Head of the sealed log at that time: entry no. %(number)s, SHA-256 %(digest)s",
        number=printed["number"],
        digest=printed["digest"],
    )


def seal(entry: Mapping[str, Any], previous: str) -> str:
    """Return the SHA-256 over the digest before, a line feed, and the entry as canonical JSON."""
    return hashlib.sha256(f"{previous}\n{canonical(entry)}".encode()).hexdigest()


def canonical(entry: Mapping[str, Any]) -> str:
    """Write an entry in the one way its digest is made from: ASCII, sorted keys, no spaces."""
    values = {name: entry[name] for name in SEALED}
    values["at"] = entry["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
