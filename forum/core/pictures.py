"""Pictures people send: drawn anew, upright, no larger than needed, and telling nothing else.

A photograph of a telephone holds where and when it was taken, and a file may hide other things
behind a picture. Only the dots are kept: each picture is painted on an empty sheet and written
again. What cannot be read raises ``Unreadable``; what would fill the memory, ``TooManyPixels``.
"""

import warnings
from collections.abc import Sequence
from io import BytesIO
from struct import error as StructError
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageOps

from forum.core.apart import Turn
from forum.core.endless import is_endless

#: A telephone's largest photograph; beyond it a small file may hide a picture that fills memory.
MOST_PIXELS = 50_000_000
#: Pillow may open these, and no other format it knows.
FORMATS = ("JPEG", "PNG", "WEBP")
#: What Pillow calls a photograph of a telephone that keeps a second, smaller picture behind it.
DOUBLE = "MPO"
#: How photographs of newer telephones begin, after four bytes of length.
HEIC = tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif"))
#: Good enough for a face and for a signature, and a quarter of the bytes.
QUALITY = 82
#: Whatever a damaged picture makes Pillow raise.
_DAMAGED = (OSError, ValueError, SyntaxError, StructError, EOFError, IndexError, MemoryError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_turn = Turn()


class Unreadable(Exception):
    """What was sent is no picture we read, or a damaged one."""


class TooManyPixels(Exception):
    """The picture is larger than we are willing to open."""


class Written(NamedTuple):
    """A picture as it is kept."""

    content: bytes
    media_type: str
    width: int
    height: int


class Box(NamedTuple):
    """A part of a picture, in hundredths of its width and height."""

    left: float
    top: float
    width: float
    height: float


class Picture(NamedTuple):
    """A clean picture in memory: only dots, upright; ``kind`` is the format it came in."""

    image: Image.Image
    kind: str

    def within(self, longest: int) -> "Picture":
        """Return the picture with its longer side at most ``longest``."""
        smaller = self.image.copy()
        smaller.thumbnail((longest, longest))
        return Picture(smaller, self.kind)

    def jpeg(self, quality: int = QUALITY) -> Written:
        """Write it as JPEG, with white where one could see through it."""
        sheet = Image.new("RGB", self.image.size, "white")
        see_through = self.image if self.image.mode == "RGBA" else None
        sheet.paste(self.image, mask=see_through)
        return _written(sheet, "JPEG", "image/jpeg", quality=quality, optimize=True)

    def png(self) -> Written:
        """Write it as PNG, as clear as it was."""
        return _written(self.image, "PNG", "image/png")


def cover_parts(content: bytes, boxes: Sequence[Box], media_type: str) -> bytes:
    """Return a picture of ours with these parts filled, written again in its own format."""
    picture = _read(content, 20_000, FORMATS)
    sheet = ImageDraw.Draw(picture.image)
    wide, high = picture.image.size
    for box in boxes:
        left, top = box.left / 100 * wide, box.top / 100 * high
        right, bottom = left + box.width / 100 * wide, top + box.height / 100 * high
        sheet.rectangle([left, top, min(right, wide), min(bottom, high)], fill="#333333")
    as_png = "png" in media_type or (not media_type and picture.kind == "PNG")
    return (picture.png() if as_png else picture.jpeg()).content


def is_heic(data: bytes) -> bool:
    """Whether this is a photograph in the format of newer telephones, which few machines read."""
    return data[4:12].startswith(HEIC)


def read(data: bytes, longest: int, formats: Sequence[str] = FORMATS) -> Picture:
    """Return the picture in ``data``, with its longer side at most ``longest``.

    That takes long: let the database go before (``apart``). Busy when many are being read.
    """
    if is_endless(data):
        raise Unreadable
    with _turn.taken():
        return _read(data, longest, formats)


def _read(data: bytes, longest: int, formats: Sequence[str]) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(data, longest, formats)
    except _BOMBS:
        raise TooManyPixels from None
    except _DAMAGED:
        raise Unreadable from None


def _drawn(data: bytes, longest: int, formats: Sequence[str]) -> Picture:
    with Image.open(BytesIO(data), formats=list(formats)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixels
        kind = "JPEG" if picture.format == DOUBLE else str(picture.format)
        picture.draft("RGB", (longest, longest))  # a JPEG is read no larger than needed
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((longest, longest))
        clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        clean = Image.new("RGBA" if clear else "RGB", upright.size)
        clean.paste(upright.convert(clean.mode))
    return Picture(clean, kind)


def _written(image: Image.Image, kind: str, media_type: str, **how: int) -> Written:
    kept = BytesIO()
    image.save(kept, kind, **how)
    return Written(kept.getvalue(), media_type, *image.size)
