"""Scans of signed sheets: what may be kept as evidence, and in which form."""

import hashlib
import warnings
from io import BytesIO
from pathlib import PurePath
from struct import error as StructError
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps

from forum.core.errors import Refused
from forum.core.forms import one_line

PDF, JPEG = "application/pdf", "image/jpeg"
#: Some pages scanned in grey; more is a film.
MOST_BYTES = 8 * 1024 * 1024
#: A telephone's largest photograph; beyond it a small file may hide a picture that fills memory.
MOST_PIXELS = 50_000_000
#: The long side of A4 at 300 dots an inch: every signature stays readable.
LONG_SIDE = 3508
LONGEST_FILENAME = 120
#: Pillow may open these, and no other format it knows.
PICTURES = ("JPEG", "PNG", "WEBP")
#: How photographs of newer telephones begin, after four bytes of length.
HEIC = tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif"))
#: Whatever a damaged picture makes Pillow raise.
UNREADABLE = (OSError, ValueError, SyntaxError, StructError, EOFError, IndexError, MemoryError)


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
    if data[4:12].startswith(HEIC):
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
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _draw(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except UNREADABLE:
        sentence = _l("We cannot read this file. Please send a PDF, or a JPEG, PNG or WebP photo.")
        raise Refused(sentence, 422) from None


def _draw(data: bytes) -> bytes:
    with Image.open(BytesIO(data), formats=PICTURES) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_many_pixels()
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is read no larger than needed
        page = ImageOps.exif_transpose(picture)
        page.thumbnail((LONG_SIDE, LONG_SIDE))
        if page.mode in {"RGBA", "LA", "PA"} or "transparency" in page.info:
            page = page.convert("RGBA")
            page = Image.alpha_composite(Image.new("RGBA", page.size, "white"), page)
        kept, clean = BytesIO(), Image.new("RGB", page.size, "white")
        clean.paste(page.convert("RGB"))
        clean.save(kept, "JPEG", quality=82, optimize=True)
    return kept.getvalue()


def _too_many_pixels() -> Refused:
    sentence = _l("The picture is too large. Please take the photo or scan with fewer pixels.")
    return Refused(sentence, 422)
