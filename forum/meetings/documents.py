"""Documents of the agenda: pictures drawn anew, PDF files to save, and addresses."""

import io
from typing import NamedTuple

from flask import Response, abort
from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from forum.core.errors import Refused
from forum.meetings.models import AgendaDocument

#: A longer side than this helps nobody on a screen, and costs those on a phone.
LARGEST_SIDE = 2400
#: Pixels of a picture we are willing to open; a bomb has more.
MOST_PIXELS = 50_000_000
#: Bytes of one document; larger ones belong behind an address.
LARGEST_FILE = 8 * 1024 * 1024
PICTURES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png")}
#: What Pillow calls a photograph of a telephone that keeps a second, smaller picture behind it.
DOUBLE = "MPO"

NOT_OURS = _l("Please choose a PDF, JPEG or PNG file.")
TOO_LARGE = _l("This file is too large; up to 8 MB can be kept. Give an address instead.")


class Kept(NamedTuple):
    """A file as it is kept."""

    content: bytes
    media_type: str
    ending: str


def take(upload: FileStorage) -> Kept:
    """Read an uploaded file; Refused when it is too large or not what it has to be."""
    content = upload.stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refused(TOO_LARGE, 422)
    if content.startswith(b"%PDF-"):
        return Kept(content, "application/pdf", "pdf")
    return _draw_anew(content)


def _draw_anew(content: bytes) -> Kept:
    """Keep only the picture: what hides in a file (places, other formats) stays behind."""
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(TOO_LARGE, 422)
            kind = "JPEG" if picture.format == DOUBLE else str(picture.format)
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            clean = upright.convert("RGB" if kind == "JPEG" else "RGBA")
            clean.info = {}  # comments and profiles would be written again
            drawn = io.BytesIO()
            clean.save(drawn, kind)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused(NOT_OURS, 422) from None
    return Kept(drawn.getvalue(), *PICTURES[kind])


def send(document: AgendaDocument) -> Response:
    """Hand out a document: a picture to look at, a PDF to save."""
    if document.content is None:
        abort(404)
    how = "inline" if document.is_picture else "attachment"
    headers = {
        "Content-Disposition": f'{how}; filename="{document.filename}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=3600",
    }
    return Response(document.content, mimetype=document.media_type, headers=headers)
