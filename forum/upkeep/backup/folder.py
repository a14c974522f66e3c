"""The folder of backups: what lies in it, how old and how good it is, and what may go."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app

#: Names of backups; nothing else in the folder is ever touched.
_NAME = re.compile(r"kalaka-(\d{8}T\d{6}Z)\.zip(\.age)?")
_TIME = "%Y%m%dT%H%M%SZ"


#: Backups not older than this, seen from the newest, are never removed.
UNTOUCHED = timedelta(hours=48)


class Backup(NamedTuple):
    """One backup in the folder, and what was noted of it when it was made."""

    path: Path
    at: datetime
    size: int
    note: dict[str, Any]

    @property
    def encrypted(self) -> bool:
        """Whether only the holder of the key can read it."""
        return self.path.suffix == ".age"

    @property
    def verified(self) -> bool:
        """Whether it was read back after it was written."""
        return bool(self.note.get("verified_at"))


class Keep(NamedTuple):
    """How many backups are kept: the newest of so many days, weeks and months."""

    days: int
    weeks: int
    months: int


def folder() -> Path:
    """Return where backups lie."""
    named = str(current_app.config["BACKUP_DIR"])
    return Path(named) if named else Path(current_app.instance_path) / "backups"


def keep() -> Keep:
    """Read BACKUP_KEEP, such as 7,4,12; anything else raises ValueError."""
    parts = str(current_app.config["BACKUP_KEEP"]).split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() for part in parts):
        raise ValueError("BACKUP_KEEP must be three numbers: days, weeks, months")
    return Keep(*(int(part) for part in parts))


def name_at(moment: datetime, encrypted: bool) -> str:
    """Return what a backup of this moment is called."""
    return f"kalaka-{moment.astimezone(UTC).strftime(_TIME)}.zip{'.age' if encrypted else ''}"


def backups() -> list[Backup]:
    """Return the backups in the folder, the newest first."""
    if not folder().is_dir():
        return []
    found = []
    for path in folder().iterdir():
        match = _NAME.fullmatch(path.name)
        if match and path.is_file():
            at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
            found.append(Backup(path, at, path.stat().st_size, note_of(path)))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def note_path(path: Path) -> Path:
    """Return the small file beside a backup that says what is in it."""
    return path.with_name(path.name + ".json")


def note_of(path: Path) -> dict[str, Any]:
    """Return what was noted of a backup; nothing when that cannot be read."""
    with suppress(OSError, ValueError):
        note = json.loads(note_path(path).read_text())
        return note if isinstance(note, dict) else {}
    return {}


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_disk(path: Path) -> None:
    """Wait until a file or a folder is really on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def forget_old() -> list[Path]:
    """Remove backups that no rule keeps, with their notes; return which."""
    found = backups()
    kept = set(_kept(found, keep()))
    gone = [backup.path for backup in found if backup.path not in kept]
    for path in gone:
        note_path(path).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return gone


def _kept(found: list[Backup], rule: Keep) -> Iterable[Path]:
    """Yield what stays: all of the last days, and the newest of each day, week and month kept.

    Nobody who has just lost something shall lose last night's backup by making another one.
    """
    periods: tuple[tuple[int, Callable[[datetime], Any]], ...] = (
        (rule.days, lambda at: at.date()),
        (rule.weeks, lambda at: at.isocalendar()[:2]),
        (rule.months, lambda at: (at.year, at.month)),
    )
    yield from (each.path for each in found if each.at > found[0].at - UNTOUCHED)
    for most, period_of in periods:
        newest: dict[Any, Path] = {}
        for backup in found:
            newest.setdefault(period_of(backup.at), backup.path)
        yield from list(newest.values())[:most]
