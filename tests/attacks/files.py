"""Files nobody means well with, each as (name, content type, bytes)."""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from openpyxl import Workbook
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

#: Where words stand in a workbook of ours.
SHEET = "xl/worksheets/sheet1.xml"
SCRIPT = b"<script>xss()</script>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="xss()"><script>xss()</script></svg>'
#: Where a photograph was taken, by whom: none of it may be kept.
TOLD = (b"Kovacs Piroska", b"SecretPhone", b"hidden words")


def workbook(rows=(("text", "title"), ("pad", "pad"))) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def altered(change) -> bytes:
    """A workbook whose parts went through ``change(name, content)``."""
    good, file = zipfile.ZipFile(io.BytesIO(workbook())), io.BytesIO()
    with good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, change(name, good.read(name)))
    return file.getvalue()


def _declaring(entities: str, use: str, encoding="utf-8"):
    """Put a document type before the sheet of a workbook, and use what it declares."""

    def change(name, content):
        if name != SHEET:
            return content
        words = content.decode().partition("?>")[2] or content.decode()
        words = words.replace("<t>pad</t>", f"<t>{use}</t>")
        head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE worksheet [{entities}]>'
        return (head + words).encode(encoding)

    return altered(change)


def entity_bomb(encoding="utf-8") -> bytes:
    """Ten thousand million laughs in a kilobyte."""
    names = "abcdefghij"
    lines = ['<!ENTITY a "haha">']
    for before, name in pairwise(names):
        lines.append(f'<!ENTITY {name} "{f"&{before};" * 10}">')
    return _declaring("".join(lines), "&j;", encoding)


def outside_entity(address: str) -> bytes:
    """A workbook that asks for a file or an address of the server."""
    return _declaring(f'<!ENTITY x SYSTEM "{address}">', "&x;")


def late_declaration() -> bytes:
    """A document type behind a comment of two megabytes."""
    return altered(
        lambda name, content: (
            b"<!--" + b"x" * 2_000_000 + b'--><!DOCTYPE worksheet [<!ENTITY a "b">]>' + content
            if name == SHEET
            else content
        )
    )


def zip_bomb() -> bytes:
    """A workbook of some hundred kilobytes that unpacks to two hundred megabytes."""
    file = io.BytesIO(workbook())
    archive = zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED)
    with archive, archive.open("xl/media/bomb.bin", "w") as part:
        for _turn in range(200):
            part.write(bytes(1_000_000))
    return file.getvalue()


def huge_png(width=60_000, height=60_000) -> bytes:
    """A PNG of some bytes that says it is enormous."""

    def part(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def polyglot_gif() -> bytes:
    """A GIF that is a script too."""
    return b"GIF89a/*" + bytes(20) + b"*/=1;xss();//" + SCRIPT


def telling_photograph() -> bytes:
    """A photograph that tells where and by whom it was taken, with a page behind it."""
    image, kept = Image.new("RGB", (40, 30), "red"), io.BytesIO()
    exif = image.getexif()
    exif[Base.Make], exif[Base.Artist] = "SecretPhone", "Kovacs Piroska"
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (48.0, 6.0, 12.0)
    image.save(kept, "JPEG", exif=exif.tobytes(), comment=b"hidden words")
    return kept.getvalue() + HTML


def strange_names(ending: str) -> list[str]:
    return [
        f"../../../../tmp/kalaka-slipped{ending}",
        f"..\\..\\kalaka-slipped{ending}",
        f"/etc/kalaka-slipped{ending}",
        f"a\u202efdp{ending}",
        f"a\x00b{ending}",
        "á" * 5000 + ending,
        f"a\r\nX-Injected: 1{ending}",
        f'"><svg onload=xss()>{ending}',
        f"=1+1{ending}",
        ending,
    ]


def hostile() -> list[tuple[str, str, bytes]]:
    """Every file that has to be refused, or kept harmless, wherever it is sent."""
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    good = telling_photograph()
    return [
        ("bomb.xlsx", sheet, zip_bomb()),
        ("laughs.xlsx", sheet, entity_bomb()),
        ("laughs16.xlsx", sheet, entity_bomb("utf-16")),
        ("passwd.xlsx", sheet, outside_entity("file:///etc/passwd")),
        ("late.xlsx", sheet, late_declaration()),
        ("page.html", "text/html", HTML),
        ("page.jpg", "image/jpeg", HTML),
        ("drawing.svg", "image/svg+xml", SVG),
        ("drawing.png", "image/png", SVG),
        ("both.gif", "image/gif", polyglot_gif()),
        ("both.jpg", "image/jpeg", polyglot_gif()),
        ("huge.png", "image/png", huge_png()),
        ("wide.png", "image/png", huge_png(2**31 - 1, 2**31 - 1)),
        ("nothing.csv", "text/csv", b""),
        ("nul.csv", "text/csv", b"text\n\x00\x01\x02\n"),
        ("deep.zip", "application/zip", b"PK\x05\x06" + bytes(18)),
        ("photo.jpg", "text/html", good),
        ("photo.html", "text/html", good),
        *((name, "image/jpeg", good) for name in strange_names(".jpg")),
        *((name, "text/csv", b"text\n=1+1\n") for name in strange_names(".csv")),
    ]
