"""Verifying the log: every entry against its seal, and every seal against the one before it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.audit.seals import BEGINNING, AuditSeal, Head, seal
from forum.core.db import db

#: Entries read in one go: memory stays the same however long the log is.
BATCH = 2000

_ENTRY, _SEAL = AuditEntry.__table__, AuditSeal.__table__


class Printed(NamedTuple):
    """A head that was printed somewhere out of reach of the database: where, and what it said."""

    where: str
    head: Head


class Verdict(NamedTuple):
    """How far the chain is whole, and what is wrong at the first place where it is not."""

    head: Head
    fault: str


_printed: list[Callable[[], Iterator[Printed]]] = []


def prints(source: Callable[[], Iterator[Printed]]) -> Callable[[], Iterator[Printed]]:
    """Register where heads were printed, so that the chain is compared with them too."""
    _printed.append(source)
    return source


def verify() -> Verdict:
    """Look at the whole chain, then for entries outside it, then at all heads ever printed."""
    last = Head(0, BEGINNING)
    for row in _rows():
        fault = _fault(row, last)
        if fault:
            return Verdict(last, fault)
        last = Head(row["number"], row["digest"])
    return Verdict(last, _slipped_in() or _not_as_printed())


def _rows() -> Iterator[Any]:
    """Yield the seals in order, each with its entry."""
    after = 0
    columns = (_SEAL.c.id.label("number"), _SEAL.c.entry_id, _SEAL.c.previous, _SEAL.c.digest)
    joined = select(*columns, _ENTRY).outerjoin(_ENTRY, _ENTRY.c.id == _SEAL.c.entry_id)
    while True:
        query = joined.where(_SEAL.c.id > after).order_by(_SEAL.c.id).limit(BATCH)
        rows = db.session.execute(query).mappings().all()
        yield from rows
        if len(rows) < BATCH:
            return
        after = rows[-1]["number"]


def _fault(row: Any, last: Head) -> str:
    """Say what is wrong with one seal and its entry; nothing when all is well."""
    if row["number"] != last.number + 1:
        return f"seal {last.number + 1} is missing"
    if row["previous"] != last.digest:
        return f"seal {row['number']} does not follow the one before it"
    if row["id"] is None:
        return f"entry {row['entry_id']} (seal {row['number']}) was removed"
    if seal(row, last.digest) != row["digest"]:
        return f"entry {row['entry_id']} (seal {row['number']}) or its seal was changed"
    return ""


def _slipped_in() -> str:
    """Name the first entry that was written past the chain."""
    sealed = select(_SEAL.c.id).where(_SEAL.c.entry_id == _ENTRY.c.id).exists()
    query = select(_ENTRY.c.id).where(~sealed).order_by(_ENTRY.c.id).limit(1)
    entry_id = db.session.scalar(query)
    return f"entry {entry_id} was slipped in: it has no seal" if entry_id is not None else ""


def _not_as_printed() -> str:
    for source in _printed:
        for printed in source():
            if not is_in_chain(printed.head):
                return f"the head printed in {printed.where} is not in the chain"
    return ""


def is_in_chain(known: Head) -> bool:
    """Whether the chain went through this head."""
    if known == Head(0, BEGINNING):
        return True
    query = select(_SEAL.c.digest).where(_SEAL.c.id == known.number)
    return db.session.scalar(query) == known.digest


def printed_in(where: str) -> Head | None:
    """Return the head that was printed there."""
    found = (printed for source in _printed for printed in source() if printed.where == where)
    return next((printed.head for printed in found), None)
