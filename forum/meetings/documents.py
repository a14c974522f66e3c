"""Documents of the agenda: pictures drawn anew, PDF files to save, and addresses."""

from typing import NamedTuple

from flask import Response, abort, request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from forum.core import pictures
from forum.core.errors import Refused
from forum.meetings.models import AgendaDocument

#: A longer side than this helps nobody on a screen, and costs those on a phone.
LARGEST_SIDE = 2400
#: Bytes of one document; larger ones belong behind an address.
LARGEST_FILE = 8 * 1024 * 1024
PICTURES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png")}

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
        picture = pictures.read(content, LARGEST_SIDE, tuple(PICTURES))
    except pictures.TooManyPixels:
        raise Refused(TOO_LARGE, 422) from None
    except pictures.Unreadable:
        raise Refused(NOT_OURS, 422) from None
    drawn = picture.jpeg() if picture.kind == "JPEG" else picture.png()
    return Kept(drawn.content, *PICTURES[picture.kind])


def send(document: AgendaDocument) -> Response:
    """Hand out a document: a picture to look at, a PDF to save."""
    if document.content is None:
        abort(404)
    how = "inline" if document.is_picture else "attachment"
    headers = {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        # Asked for each time: one that was taken away again is not shown from what was kept.
        "Cache-Control": "private, no-cache",
    }
    response = Response(document.content, mimetype=document.media_type, headers=headers)
    name = " ".join(document.filename.split())  # a header is one line
    response.headers.set("Content-Disposition", how, filename=name)
    response.add_etag()
    return response.make_conditional(request)
