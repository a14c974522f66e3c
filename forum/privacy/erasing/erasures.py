"""The ledger of erasures: noted outside the database too, so that no backup ever brings it back.

One line for each erasure, appended and never changed, beside the database and beside the backups.
A line names nobody and holds nothing of anybody: digests of a row's number and birth, and digests
of fingerprints, which only the very row, or this installation's key with the very contact, give.
"""

import fcntl
import json
import logging
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Select, event, select
from sqlalchemy.orm import Session

from forum.core.db import db, now
from forum.core.personal import STAND_IN, Whose

NAME = "erased.jsonl"
FORMAT = "kalaka-erased/1"
#: What tells when a row came to be, and never changes: the first a table has.
BIRTHS = ("created_at", "at", "entered_at", "submit_key")
#: Whatever is longer was not written by us.
LONGEST_LINE = 10_000_000

_log = logging.getLogger(__name__)


class NotedErasure(NamedTuple):
    """One erasure: digests of people, of fingerprints, or of one row of a table."""

    number: str
    at: datetime
    people: frozenset[str]
    contacts: frozenset[str]
    thing: tuple[str, str] | None
    keeps_words: bool


def folders() -> list[Path]:
    """Return where the ledger lies: beside the database, and beside the backups."""
    instance = Path(current_app.instance_path)
    named = str(current_app.config["BACKUP_DIR"])
    return [instance, Path(named) if named else instance / "backups"]


def contact_mark(contact_key: str) -> str:
    """Return the digest that stands for a fingerprint."""
    return sha256(f"contact|{contact_key}".encode()).hexdigest()


def rows_with_births(table: str) -> Select[Any]:
    """Select number and birth of every row of a table."""
    rows = db.metadata.tables[table]
    birth = next((name for name in BIRTHS if name in rows.c), "id")
    return select(next(iter(rows.primary_key.columns)), rows.c[birth])


def row_mark(table: str, number: Any, birth: Any) -> str:
    """Return the digest of a row: a number alone is given out again after a restore."""
    told = birth.astimezone(UTC).isoformat() if isinstance(birth, datetime) else str(birth)
    return sha256(f"{table}|{number}|{told}".encode()).hexdigest()


def _marks(table: str, numbers: Iterable[int]) -> list[str]:
    key = next(iter(db.metadata.tables[table].primary_key.columns))
    rows = db.session.execute(rows_with_births(table).where(key.in_(list(numbers))))
    return sorted(row_mark(table, *row) for row in rows)


def note_erasure(whose: Whose) -> None:
    """Note what is being erased; the line is written right before the commit, or never."""
    kind, number = whose.only or ("", 0)
    thing = [(kind, mark) for mark in _marks(kind, [number])] if kind else []
    keys = sorted(key for key in whose.contact_keys if not key.startswith(STAND_IN))
    line = {
        "erased": secrets.token_hex(16),
        "at": "",
        "people": _marks("person", whose.person_ids),
        "contacts": [contact_mark(key) for key in keys],
        "thing": thing[0] if thing else None,
        "keeps_words": whose.keep_words,
    }
    db.session.info.setdefault("erasures", []).append(line)


def forget_noted() -> None:
    """Write no lines of what is erased in this transaction: they are in the ledger already."""
    db.session.info.pop("erasures", None)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    """Write what was noted: a crash after this leaves a line too many, and never one too few."""
    if session.in_nested_transaction():
        return
    noted = session.info.pop("erasures", [])
    if noted:
        for line in noted:  # however long it took, a picture taken until now does not know it
            line["at"] = now().isoformat()
        session.info["erasures_written"] = noted
        append(noted)


@event.listens_for(Session, "after_commit")
def _done(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("erasures_written", None)


@event.listens_for(Session, "after_rollback")
def _withdraw(session: Session) -> None:
    """Take back the lines of an erasure that was not committed after all."""
    if session.in_nested_transaction():
        return
    session.info.pop("erasures", None)
    written = session.info.pop("erasures_written", [])
    if written:
        with suppress(OSError):
            append([{"withdrawn": line["erased"]} for line in written])


def append(lines: list[dict[str, Any]]) -> None:
    """Append lines to the ledger in both places, on the disk when this returns.

    One place may fail, as a disk for backups that is not mounted: ``bring_together`` mends it.
    """
    content = b"".join(json.dumps(line, separators=(",", ":")).encode() + b"\n" for line in lines)
    failed: list[OSError] = []
    for folder in folders():
        try:
            _append(folder / NAME, content)
        except OSError as error:
            failed.append(error)
            _log.warning("the ledger of erasures was not written: %s", type(error).__name__)
    if len(failed) == len(folders()):
        raise failed[0]


def _append(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_size and not _ends_whole(descriptor):
            content = b"\n" + content  # a line that a crash cut off stays by itself
        if os.write(descriptor, content) != len(content):
            raise OSError("the disk took a part of the line only")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ends_whole(descriptor: int) -> bool:
    return os.pread(descriptor, 1, os.fstat(descriptor).st_size - 1) == b"\n"


def bring_together(others: Iterable[Path] = ()) -> int:
    """Let each place have every line of both, and of ``others``; return how many lines there are.

    Called with each backup and restore. There is a first line from then on: where there is no
    ledger at all, it was lost.
    """
    places = [folder / NAME for folder in folders()]
    known = {line: None for path in [*places, *others] for line in lines_of(path)}
    first = json.dumps({"ledger": FORMAT}).encode()
    wanted = list(dict.fromkeys([first, *known]))
    for path in places:
        here = set(lines_of(path))
        missing = [line for line in wanted if line not in here]
        if missing:
            _append(path, b"".join(line + b"\n" for line in missing))
    return len(wanted) - 1


def lines_of(path: Path) -> Iterator[bytes]:
    """Yield the whole lines of a ledger; none where there is no such file."""
    if path.is_file():
        with path.open("rb") as file:
            for line in iter(lambda: file.readline(LONGEST_LINE), b""):
                if line.endswith(b"\n") and line.strip():
                    yield line.strip()


def erased_since(moment: datetime, paths: Iterable[Path]) -> list[NotedErasure]:
    """Return the erasures since ``moment`` that no line takes back, in order, each once."""
    told = [_told(line) for path in paths for line in lines_of(path)]
    withdrawn = {line.get("withdrawn") for line in told}
    found = {}
    for line in told:
        if "erased" in line and line["erased"] not in withdrawn:
            with suppress(KeyError, ValueError, TypeError):
                each = _erased(line)
                if each.at >= moment:
                    found[each.number] = each
    return sorted(found.values(), key=lambda each: each.at)


def _told(line: bytes) -> dict[str, Any]:
    with suppress(ValueError):
        told = json.loads(line)
        return told if isinstance(told, dict) else {}
    return {}


def _erased(line: dict[str, Any]) -> NotedErasure:
    thing = line["thing"]
    return NotedErasure(
        str(line["erased"]),
        datetime.fromisoformat(line["at"]),
        frozenset(line["people"]),
        frozenset(line["contacts"]),
        (str(thing[0]), str(thing[1])) if thing else None,
        bool(line["keeps_words"]),
    )
