"""Restoring: every checksum is right before anything is touched, and all comes back or nothing.

From the first row to the last step of ``settling`` a mark lies in the instance folder: while it is
there nothing is served, and the same command with the same file goes on where it was broken off.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util.exc import CommandError
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from forum.core.db import db
from forum.upkeep.backup import archive, folder
from forum.upkeep.backup.encryption import WrongKey, decrypt, is_encrypted
from forum.upkeep.backup.loading import load
from forum.upkeep.backup.values import REVISIONS

MARK = "restoring.json"
#: Where there is a row in one of these, somebody has begun to use the instance.
USED = ("person", "audit_entry", "conversation", "opinion", "idea", "event")


class NotRestored(Exception):
    """Nothing was changed; the message says why, for the one at the terminal."""


@contextmanager
def readable(path: Path, key_file: Path | None) -> Iterator[Path]:
    """Give the plain backup, decrypted for a while into the instance folder where it has to be."""
    if not is_encrypted(path):
        yield path
        return
    if key_file is None:
        raise WrongKey("this backup is encrypted: name the key file with --identity")
    with tempfile.TemporaryDirectory(dir=current_app.instance_path, prefix="restore-") as folder:
        plain = Path(folder) / "backup.zip"
        decrypt(path, plain, key_file)
        yield plain


def mark() -> Path:
    """Return the file that is there while a restore is not finished."""
    return Path(current_app.instance_path) / MARK


def is_unfinished() -> bool:
    """Whether a restore into this instance was begun and not finished."""
    return mark().is_file()


def finished() -> None:
    """Take the mark away: the instance may be served."""
    mark().unlink(missing_ok=True)


def restore(path: Path) -> dict[str, Any]:
    """Bring the rows of a plain backup into the empty database of this application.

    Returns the manifest. What ``settling.settle`` does has to follow, and then ``finished``.
    """
    manifest = archive.check(path)
    schema, digest = str(manifest["schema"]), folder.digest_of(path)
    _ensure_known(schema)
    migrations = f"{current_app.root_path}/migrations"
    if not (_begun(digest) and _is_used()):  # filled all at once: what is there is all of it
        _ensure_empty(schema)
        mark().write_text(json.dumps({"backup": digest}))
        db.session.remove()
        try:
            upgrade(directory=migrations, revision=schema)
            with archive.opened(path) as (file, _manifest):
                _load(file, manifest)
        except BaseException:
            finished()  # all or nothing: what is there is empty
            raise
    upgrade(directory=migrations)
    return manifest


def _begun(digest: str) -> bool:
    """Whether the restore that was broken off here was of this very backup."""
    with suppress(OSError, ValueError):
        return bool(json.loads(mark().read_text())["backup"] == digest)
    return False


def _load(file: ZipFile, manifest: dict[str, Any]) -> None:
    def rows(name: str) -> Iterator[list[Any]]:
        for line in archive.lines(file, manifest["tables"][name]["file"]):
            yield json.loads(line)

    load(manifest, rows)


def _ensure_known(schema: str) -> None:
    scripts = ScriptDirectory(f"{current_app.root_path}/migrations")
    try:
        known = scripts.get_revision(schema)
    except (CommandError, ResolutionError):
        known = None
    if known is None:
        raise NotRestored(
            f"this backup was made by a newer version (its tables are of revision {schema}): "
            "install that version first"
        )


def _is_used() -> bool:
    with db.engine.connect() as connection:
        there = set(inspect(connection).get_table_names()) & set(USED)
        return any(
            connection.scalar(text(f"SELECT 1 FROM {name} LIMIT 1"))  # noqa: S608 - from USED
            for name in there
        )


def _ensure_empty(schema: str) -> None:
    """Refuse to touch a database in which there is anything of anybody."""
    if _is_used():
        raise NotRestored(
            "this instance is in use: a backup is restored into an empty one only "
            "(another INSTANCE_DIR, or another database in DATABASE_URL)"
        )
    with db.engine.connect() as connection:
        there = REVISIONS in inspect(connection).get_table_names()
        query = f"SELECT version_num FROM {REVISIONS}"  # noqa: S608 - a name of ours
        revision = connection.scalar(text(query)) if there else None
    if revision is not None and revision > schema:
        raise NotRestored(
            f"the tables here are of revision {revision}, the backup is of {schema}: "
            "restore it into a database without any tables"
        )
