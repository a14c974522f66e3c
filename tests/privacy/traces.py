"""Looking for traces of somebody: in every column of every table, and in every file."""

import gzip
import io
import json
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

from sqlalchemy import inspect, text

from forum.core.db import db

#: Where a value may stay, and why: (table, column) by the marker it is found for.
DECLARED = {
    # what stands in a document everybody relies on
    ("publication_file", "content"): "a published summary is never changed",
    ("plan_publication", "content"): "a published plan is never changed",
    ("minutes_version", "data"): "approved minutes are a document",
    # what the grant asks for
    ("attendance_sheet", "scan"): "a signed sheet is evidence, and others stand on it",
    ("attendance_sheet", "filename"): "the name the office gave to the scan",
}


def forms_of(value) -> list[bytes]:
    """What a value says as bytes, also unpacked where it is packed."""
    if value is None:
        return []
    if isinstance(value, memoryview):
        value = bytes(value)
    if not isinstance(value, bytes):
        said = (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        )
        return [said.encode("utf-8", "replace"), json.dumps(said).encode()]
    found = [value]
    for unpack in (gzip.decompress, zlib.decompress):
        with suppress(OSError, zlib.error, EOFError):
            found.append(unpack(value))
    if value[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(value)) as archive:
            found += [archive.read(name) for name in archive.namelist()]
            found += [name.encode() for name in archive.namelist()]
    return found


def in_tables(markers) -> set[tuple[str, str, str]]:
    """Return (table, column, marker) wherever a marker stands in the database."""
    found = set()
    db.session.rollback()
    looked = inspect(db.session.connection())
    for table in looked.get_table_names():
        for column in looked.get_columns(table):
            query = f'SELECT "{column["name"]}" FROM "{table}"'
            for (value,) in db.session.execute(text(query)):
                said = [part.lower() for part in forms_of(value)]
                for marker in markers:
                    if any(form in part for part in said for form in spelled(marker)):
                        found.add((table, column["name"], marker))
    db.session.rollback()
    return found


def spelled(marker: str) -> list[bytes]:
    """A marker as it may be written: in small letters, and with JSON's escapes."""
    small = marker.lower()
    return [small.encode(), json.dumps(small)[1:-1].encode()]


def in_files(folder: Path, markers) -> set[tuple[str, str]]:
    """Return (file, marker) wherever a marker stands in a file of the instance, byte for byte."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            for marker in markers:
                if any(
                    form in data or form in path.name.lower().encode() for form in spelled(marker)
                ):
                    found.add((path.name, marker))
    return found
