"""Making a backup: written under another name, read back, and only then given its name."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import text

from forum.core.db import db, now
from forum.privacy.erasing.erasures import bring_together
from forum.upkeep.backup import archive, folder
from forum.upkeep.backup.encryption import encrypt, recipient
from forum.upkeep.backup.snapshot import snapshot

#: Files being written end like this; what a crash left of them is removed the next time.
PART = ".part"
#: Room beside what the database takes, in bytes.
ROOM = 50_000_000


class NoBackup(Exception):
    """No backup was made; the message says why, for the administrator."""


def make(progress: Callable[[int, int], None] = lambda _done, _total: None) -> folder.Backup:
    """Make a backup in the folder, verify it and remove what is too old; return it.

    Raises NoBackup when there is no room, or when another is being made.
    """
    to = str(current_app.config["BACKUP_RECIPIENT"])
    if to:
        recipient(to)  # refused before anything is written
    folder.keep()
    where = folder.folder()
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(where):
        _ensure_room(where, bool(to))
        moment = now()
        path = where / folder.name_at(moment, bool(to))
        if path.exists():
            raise NoBackup("a backup was made in this very second")
        manifest = _write(path, to, progress)
        bring_together()  # whoever fetches this folder has who was erased since, too
        _note(path, manifest)
        folder.to_disk(where)
        folder.forget_old()
    return folder.Backup(path, moment, path.stat().st_size, folder.note_of(path))


@contextmanager
def _alone(where: Path) -> Iterator[None]:
    """Keep others from making a backup here meanwhile, and tidy up what a crash left."""
    with (where / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NoBackup("another backup is being made just now") from error
        for place in (where, Path(current_app.instance_path)):
            for leftover in place.glob(f"kalaka-*{PART}"):
                leftover.unlink(missing_ok=True)
        yield


def _write(path: Path, to: str, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Write the backup and move it to its name in one step."""
    part = path.with_name(path.name + PART)
    # Before it is encrypted it lies where the database lies, and not where backups may travel.
    plain = Path(current_app.instance_path) / f"{path.name}.plain{PART}" if to else part
    try:
        descriptor = os.open(plain, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file, snapshot() as seen:
            archive.write(file, seen, progress)
        manifest = archive.check(plain)
        if to:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            part.unlink()
            encrypt(plain, part, to)
            part.chmod(0o600)
        folder.to_disk(part)
        os.replace(part, path)
    finally:
        plain.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return manifest


def _note(path: Path, manifest: dict[str, Any]) -> None:
    """Write beside the backup what can be told of it without opening it."""
    note = {
        "sha256": folder.digest_of(path),
        "made_at": manifest["made_at"],
        "verified_at": now().isoformat(timespec="seconds"),
        "schema": manifest["schema"],
        "database": manifest["database"],
        "log": manifest["log"],
        "tables": len(manifest["tables"]),
        "rows": sum(each["rows"] for each in manifest["tables"].values()),
    }
    part = folder.note_path(path).with_name(folder.note_path(path).name + PART)
    part.write_text(json.dumps(note, indent=1) + "\n")
    folder.to_disk(part)
    os.replace(part, folder.note_path(path))


def database_size() -> int:
    """Return how many bytes the database takes."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    named = Path(db.engine.url.database or "")
    return sum(each.stat().st_size for each in (named, Path(f"{named}-wal")) if each.is_file())


def _ensure_room(where: Path, encrypted: bool) -> None:
    """Refuse to begin what could fill the disk the city's own words are written to."""
    need = database_size() + ROOM
    places = {where, Path(current_app.instance_path)} if encrypted else {where}
    for place in places:
        free = shutil.disk_usage(place).free
        if free < need * len(places):
            raise NoBackup(
                f"there is too little room in {place}: {free // 10**6} MB are free, "
                f"{need * len(places) // 10**6} MB are needed"
            )
