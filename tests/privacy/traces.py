"""Looking for traces of somebody: in every column of every table, and in every file."""

import gzip
import io
import json
import re
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

#: A letter as JSON writes it by its number; halves of a pair stay as they are.
_ESCAPED = re.compile(r"\\u(?![dD][89a-fA-F])([0-9a-fA-F]{4})")


def forms_of(value) -> list[bytes]:
    """What a value says as bytes in small letters, also unpacked where it is packed."""
    if value is None:
        return []
    if isinstance(value, memoryview):
        value = bytes(value)
    if not isinstance(value, bytes):
        said = (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        )
        return [small(said.encode("utf-8", "replace"))]
    found = [value]
    for unpack in (gzip.decompress, zlib.decompress):
        with suppress(OSError, zlib.error, EOFError):
            found.append(unpack(value))
    if value[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(value)) as archive:
            found += [archive.read(name) for name in archive.namelist()]
            found += [name.encode() for name in archive.namelist()]
    return [small(each) for each in found]


def small(data: bytes) -> bytes:
    """What bytes say in small letters, Á and Ő too, which JSON may have written as numbers."""
    said = data.decode("utf-8", "surrogateescape")
    said = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said)
    return said.lower().encode("utf-8", "surrogateescape")


def in_tables(markers) -> set[tuple[str, str, str]]:
    """Return (table, column, marker) wherever a marker stands in the database."""
    found = set()
    db.session.rollback()
    looked = inspect(db.session.connection())
    for table in looked.get_table_names():
        for column in looked.get_columns(table):
            query = f'SELECT "{column["name"]}" FROM "{table}"'
            for (value,) in db.session.execute(text(query)):
                said = forms_of(value)
                for marker in markers:
                    if any(form in part for part in said for form in spelled(marker)):
                        found.add((table, column["name"], marker))
    db.session.rollback()
    return found


def spelled(marker: str) -> list[bytes]:
    """A marker as it may be written: in small letters, and with JSON's escapes."""
    lower = marker.lower()
    written = (json.dumps(lower, ensure_ascii=plain)[1:-1] for plain in (True, False))
    return [lower.encode(), *(small(each.encode()) for each in written)]


def in_files(folder: Path, markers) -> set[tuple[str, str]]:
    """Return (file, marker) wherever a marker stands in a file of the instance, byte for byte."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            data = small(path.read_bytes())
            for marker in markers:
                if any(
                    form in data or form in small(path.name.encode()) for form in spelled(marker)
                ):
                    found.add((path.name, marker))
    return found
