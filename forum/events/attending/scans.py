"""Scans of signed sheets: what may be kept as evidence, and in which form."""

import hashlib
from pathlib import PurePath
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from forum.core import pictures
from forum.core.errors import Refused
from forum.core.forms import one_line

PDF, JPEG = "application/pdf", "image/jpeg"
#: Some pages scanned in grey; more is a film.
MOST_BYTES = 8 * 1024 * 1024
#: The long side of A4 at 300 dots an inch: every signature stays readable.
LONG_SIDE = 3508
LONGEST_FILENAME = 120


class Scan(NamedTuple):
    """A scan as it is kept."""

    data: bytes
    media_type: str
    filename: str

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def read_scan(data: bytes, filename: str = "") -> Scan:
    """Check what was sent and return what is kept of it; Refused when it cannot be kept.

    A PDF stays as it is. A photograph is drawn anew, so that nothing else in its file is kept:
    no place, no time, no name of a telephone, no hidden program.
    """
    name = shown_name(filename)
    if not data:
        raise Refused(_l("The file is empty."), 422)
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise Refused(_l("The file is too large: %(most)s megabytes at most.", most=most), 422)
    if data.startswith(b"%PDF-"):
        return Scan(_whole_pdf(data), PDF, name)
    if pictures.is_heic(data):
        raise Refused(
            _l("This photo is in the HEIC format, which few machines read. Please send a JPEG."),
            422,
        )
    return Scan(_drawn_anew(data), JPEG, name)


def shown_name(filename: str) -> str:
    """Return the last part of a file's name, in one line; it is only ever shown."""
    last = PurePath(filename.replace("\\", "/")).name
    return one_line(last)[:LONGEST_FILENAME]


def _whole_pdf(data: bytes) -> bytes:
    if b"startxref" not in data or b"%%EOF" not in data[-2048:]:
        raise Refused(_l("This PDF is damaged or not whole. Please scan it again."), 422)
    return data


def _drawn_anew(data: bytes) -> bytes:
    try:
        return pictures.read(data, LONG_SIDE).jpeg().content
    except pictures.TooManyPixels:
        sentence = _l("The picture is too large. Please take the photo or scan with fewer pixels.")
    except pictures.Unreadable:
        sentence = _l("We cannot read this file. Please send a PDF, or a JPEG, PNG or WebP photo.")
    raise Refused(sentence, 422)
