"""Scans: what is kept of a file, and what is kindly refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from forum.core.errors import Refused
from forum.events.attending import (
    scans,
)
from forum.events.attending.scans import JPEG, PDF, read_scan, shown_name

A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"


def picture(kind="JPEG", size=(60, 90), mode="RGB", colour="white", **options):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind, **options)
    return file.getvalue()


def test_a_pdf_is_kept_as_it_is():
    scan = read_scan(A_PDF, "iv.pdf")
    assert (scan.data, scan.media_type, scan.filename) == (A_PDF, PDF, "iv.pdf")
    assert len(scan.digest) == 64


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 cut off", b"%PDF-", A_PDF.replace(b"%%EOF", b"x" * 5000)]
)
def test_half_a_pdf_is_refused(data):
    with pytest.raises(Refused):
        read_scan(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_drawn_anew_as_a_jpeg(kind):
    scan = read_scan(picture(kind), "x.bin")
    assert scan.media_type == JPEG
    with Image.open(io.BytesIO(scan.data)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (60, 90))


def test_the_place_and_the_telephone_are_not_kept():
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture(exif=exif.tobytes(), comment=b"hidden words")
    assert b"SecretPhone" in sent
    kept = read_scan(sent).data
    assert b"SecretPhone" not in kept
    assert b"hidden words" not in kept
    with Image.open(io.BytesIO(kept)) as again:
        assert not again.getexif()


def test_a_photo_held_sideways_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(read_scan(picture(exif=exif.tobytes())).data)) as kept:
        assert kept.size == (90, 60)


def test_what_is_appended_to_a_photo_is_not_kept():
    assert b"<script>" not in read_scan(picture() + b"<script>alert(1)</script>").data


def test_what_one_can_see_through_becomes_white_paper():
    with Image.open(
        io.BytesIO(read_scan(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))).data)
    ) as kept:
        assert kept.getpixel((5, 5)) == (255, 255, 255)


def test_a_large_photo_is_made_smaller():
    with Image.open(io.BytesIO(read_scan(picture(size=(5000, 7000))).data)) as kept:
        assert max(kept.size) == scans.LONG_SIDE


def bomb(width, height):
    """A PNG of a few hundred bytes that says it is enormous."""

    def part(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.mark.parametrize("size", [(9000, 9000), (40_000, 40_000), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_with_an_enormous_picture_is_refused(size):
    with pytest.raises(Refused):
        read_scan(bomb(*size))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + b"\0" * 50,
        b"<svg onload=alert(1)>",
        b"MZ\x90\0",
        b"PK\x03\x04",
        picture()[:40],
        picture("PNG")[:60],
        b"\xff\xd8\xff" + b"\0" * 100,
        b"\0" * 300,
    ],
)
def test_anything_else_is_refused_kindly(data):
    with pytest.raises(Refused) as told:
        read_scan(data, "iv.pdf")
    assert told.value.status == 422


def test_an_iphone_photo_is_named_by_its_format(app):
    with app.test_request_context(), pytest.raises(Refused) as told:
        read_scan(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    assert "HEIC" in str(told.value.sentence)


def test_too_many_bytes_are_refused():
    with pytest.raises(Refused):
        read_scan(A_PDF[:-7] + b" " * scans.MOST_BYTES + b"%%EOF\n")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\iv.pdf", "iv.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("ív április.pdf", "ív április.pdf"),
        ("x" * 500, "x" * 120),
        ("", ""),
        ("..", ".."),
    ],
)
def test_the_name_of_a_file_is_only_shown(sent, shown):
    assert shown_name(sent) == shown
