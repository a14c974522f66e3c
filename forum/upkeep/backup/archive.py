"""The file of a backup: a ZIP with one file of lines per table and a manifest of checksums.

Nothing is ever unpacked to the disk: what the manifest does not name is refused, and the rest is
read straight from the archive, so a name in it can lead nowhere.
"""

import hashlib
import json
import platform
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error as ZlibError

from forum.core.db import now
from forum.upkeep.backup.snapshot import Snapshot

FORMAT = "kalaka-backup/1"
MANIFEST = "manifest.json"
#: A manifest is short; a longer one was not written by us.
LONGEST_MANIFEST = 5_000_000
#: A row with the largest upload in it is shorter than this; a longer one is refused.
LONGEST_LINE = 100_000_000
#: Rows of a table shrink to a tenth; what unpacks to more than this many times itself is a bomb,
#: once it is larger than any small city (bytes).
MOST_GROWTH, SMALL = 200, 200_000_000

_TABLE_FILE = re.compile(r"tables/[a-z][a-z0-9_]*\.jsonl")


class Damaged(Exception):
    """The file is not a whole backup of ours; the message says why, for the one at the terminal."""


def _nothing(_done: int, _total: int) -> None:
    pass


def write(
    file: IO[bytes], seen: Snapshot, progress: Callable[[int, int], None] = _nothing
) -> dict[str, Any]:
    """Write the snapshot into ``file`` and return the manifest."""
    listed = {}
    with ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        for number, table in enumerate(seen.tables):
            progress(number, len(seen.tables))
            name, digest, count = f"tables/{table.name}.jsonl", hashlib.sha256(), 0
            with archive.open(name, "w", force_zip64=True) as member:
                for line in seen.rows(table):
                    member.write(line)
                    digest.update(line)
                    count += 1
            listed[table.name] = {
                "file": name,
                "rows": count,
                "sha256": digest.hexdigest(),
                "columns": [list(column) for column in table.columns],
            }
        manifest = {
            "format": FORMAT,
            "seen_at": seen.at.isoformat(),
            "made_at": now().isoformat(timespec="seconds"),
            "schema": seen.schema,
            "database": seen.dialect,
            "python": platform.python_version(),
            "log": seen.head(),
            "sequences": seen.sequences(),
            "tables": listed,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1).encode())
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, dict[str, Any]]]:
    """Open a backup and its manifest; raise Damaged when the file is not what it should be."""
    try:
        with ZipFile(path) as archive:
            manifest = _manifest(archive)
            yield archive, manifest
    except (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Damaged("the file is damaged, cut short, or no backup at all") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Damaged("a row in it is not what its table holds") from error


def _manifest(archive: ZipFile) -> dict[str, Any]:
    names = archive.namelist()
    if names.count(MANIFEST) != 1 or archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise Damaged("it has no manifest")
    try:
        manifest = json.loads(archive.read(MANIFEST))
        files = sorted(str(each["file"]) for each in manifest["tables"].values())
        form = manifest["format"]
        _read_whole(manifest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("its manifest cannot be read") from error
    if form != FORMAT:
        raise Damaged(f"its format is {form!r}, and this version reads {FORMAT!r}")
    if sorted(names) != sorted([MANIFEST, *files]):
        raise Damaged("what is in it is not what its manifest says")
    if not all(_TABLE_FILE.fullmatch(name) for name in files):
        raise Damaged("it holds a file with a strange name")
    if _is_bomb(archive):
        raise Damaged("it unpacks to far more than any city writes")
    return dict(manifest)


def _is_bomb(archive: ZipFile) -> bool:
    """Whether a small file means to fill the disk or the memory."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    return unpacked > SMALL and unpacked > MOST_GROWTH * sum(part.compress_size for part in parts)


def _read_whole(manifest: dict[str, Any]) -> None:
    """Read all that restoring asks of a manifest; raise KeyError or the like for what is missing."""
    str(manifest["schema"]), dict(manifest["sequences"])
    for each in manifest["tables"].values():
        str(each["sha256"]), int(each["rows"])
        dict(each["columns"])


def check(path: Path) -> dict[str, Any]:
    """Read a backup from the first to the last byte; raise Damaged at the first wrong checksum."""
    with opened(path) as (archive, manifest):
        for name, listed in manifest["tables"].items():
            digest, count = hashlib.sha256(), 0
            for line in lines(archive, listed["file"]):
                digest.update(line)
                count += 1
            if digest.hexdigest() != listed["sha256"] or count != listed["rows"]:
                raise Damaged(f"the checksum of the table {name} is wrong")
        return manifest


def lines(archive: ZipFile, name: str) -> Iterator[bytes]:
    """Yield the lines of one file of the archive."""
    with archive.open(name) as file:
        while line := file.readline(LONGEST_LINE):
            if len(line) >= LONGEST_LINE:  # a compressed file may hand out a little more
                raise Damaged("a row in it is longer than any row can be")
            yield line
