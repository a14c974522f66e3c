"""Sealing: whatever a transaction wrote into the log is sealed in it, right before its commit.

It listens to the engine and not to the session, so that no way of writing goes past it. The chain
is locked at that moment only and until the commit: whoever waits for the lock needs no other any
more, so nobody can wait in a circle.
"""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, select, text
from sqlalchemy.engine import Connection

from forum.audit.models import AuditEntry
from forum.audit.seals import BEGINNING, AuditSeal, seal
from forum.core.db import db

#: The key of the lock of the chain among the advisory locks of PostgreSQL.
LOCK = 0x6B616C616B61
#: Entries sealed in one go.
BATCH = 1000

_ENTRY, _SEAL = AuditEntry.__table__, AuditSeal.__table__
#: How a statement that writes entries looks.
_WRITES = re.compile(r"\bINSERT\s+(OR\s+\w+\s+)?INTO\s+(\w+\.)?\"?audit_entry\"?[\s(]", re.I)
#: Under this name a connection remembers the number after which its unsealed entries come.
_AFTER = "audit: unsealed after"


def init_app(app: Flask) -> None:
    """Seal on the engine of this application."""
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", _notice)
    event.listen(engine, "begin", _forget)
    event.listen(engine, "rollback", _forget)
    event.listen(engine, "commit", _seal_new)


def _forget(connection: Connection) -> None:
    if not connection.invalidated:  # else what it remembered went with it
        connection.info.pop(_AFTER, None)


def _notice(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    """Note that this transaction writes entries, and how low their numbers can be."""
    if "audit_entry" not in statement or _AFTER in connection.info:
        return
    if not _WRITES.search(statement):
        return
    connection.info[_AFTER] = -1  # so that the question below is not noticed itself
    connection.info[_AFTER] = _lowest(connection)


def _lowest(connection: Connection) -> int:
    """Return a number that all entries still to come in this transaction are above.

    SQLite has one writer, and numbers rise; on PostgreSQL they are handed out by a sequence, whose
    last number may belong to a transaction that is not committed yet.
    """
    if connection.dialect.name == "sqlite":
        query = "SELECT coalesce(max(id), 0) FROM audit_entry"
    else:
        query = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM audit_entry_id_seq"
    return int(connection.exec_driver_sql(query).scalar_one())


def _seal_new(connection: Connection) -> None:
    after = connection.info.pop(_AFTER, None)
    if after is None:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    last = select(_SEAL.c.id, _SEAL.c.digest).order_by(_SEAL.c.id.desc()).limit(1)
    number, digest = connection.execute(last).first() or (0, BEGINNING)
    for batch in _unsealed(connection, after):
        seals = []
        for entry in batch:
            made = seal(entry, digest)
            number += 1
            seals.append(
                {"id": number, "entry_id": entry["id"], "previous": digest, "digest": made}
            )
            digest = made
        connection.execute(insert(_SEAL), seals)


def _unsealed(connection: Connection, after: int) -> Iterator[list[Any]]:
    """Yield the entries of this transaction in order: others are sealed, or not to be seen."""
    sealed = select(_SEAL.c.id).where(_SEAL.c.entry_id == _ENTRY.c.id).exists()
    while True:
        query = select(_ENTRY).where(_ENTRY.c.id > after, ~sealed).order_by(_ENTRY.c.id)
        batch = list(connection.execute(query.limit(BATCH)).mappings())
        if not batch:
            return
        yield batch
        after = batch[-1]["id"]
