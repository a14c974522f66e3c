"""Pictures made to take long are refused before they are opened, honest ones never."""

import io
import struct
import zlib

import pytest
from PIL import Image

from forum.core import pictures
from forum.core.endless import MOST_SCANS, is_endless


def segment(mark: int, content: bytes) -> bytes:
    return bytes([0xFF, mark]) + struct.pack(">H", len(content) + 2) + content


def many_scans(number: int) -> bytes:
    """A progressive JPEG of one colour whose dots are gone over ``number`` times."""
    table = segment(0xC4, b"\x00" + b"\x01" + b"\0" * 15 + b"\x00")
    table += segment(0xC4, b"\x10" + b"\x01" + b"\0" * 15 + b"\x00")
    head = segment(0xDB, b"\0" + b"\1" * 64)
    head += segment(0xC2, struct.pack(">BHHB", 8, 8, 8, 1) + b"\1\x11\0")
    first = segment(0xDA, b"\1\1\0\0\0\0") + b"\x7f"
    again = segment(0xDA, b"\1\1\0\1\x3f\0") + b"\x7f"
    return b"\xff\xd8" + head + table + first + again * (number - 1) + b"\xff\xd9"


def photograph(kind="JPEG", **how) -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(kept, kind, **how)
    return kept.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def png_with(parts: bytes) -> bytes:
    plain = photograph("PNG")
    return plain[:33] + parts + plain[33:]


PROFILE = chunk(b"iCCP", b"a\0\0" + zlib.compress(b"x" * 100_000, 9))


def test_as_many_scans_as_a_program_may_write_are_read(app):
    assert pictures.read(many_scans(MOST_SCANS), 1600).image.size == (8, 8)


@pytest.mark.parametrize(
    "made",
    [
        many_scans(MOST_SCANS + 1),
        photograph()[:2] + b"\xff\xfe\0\2" * 3000 + photograph()[2:],
        png_with(PROFILE * 101),
        png_with(chunk(b"IDAT", b"") * 11_000),
    ],
    ids=["scans", "remarks", "profiles", "pieces"],
)
def test_what_would_take_long_is_refused(app, made):
    with pytest.raises(pictures.Unreadable):
        pictures.read(made, 1600)


@pytest.mark.parametrize(
    "sent",
    [
        photograph(progressive=True),
        photograph(comment=b"\xff\xda" * 20_000),
        photograph() + b"\xff\xda" * 20_000,  # the film that some telephones hang behind
        photograph("PNG"),
        png_with(PROFILE),
        photograph("WEBP"),
    ],
    ids=["progressive", "comment", "film", "png", "profile", "webp"],
)
def test_honest_pictures_are_read(app, sent):
    assert pictures.read(sent, 1600).image.size == (640, 480)


def test_what_is_cut_off_or_no_picture_ends(app):
    for sent in (b"", b"\xff\xd8", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\0\0", many_scans(3)[:-20]):
        assert not is_endless(sent)
