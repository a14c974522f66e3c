"""Values nobody should send, of every kind that has ever broken a site."""

import random
from typing import Any

#: A payload that must never be found in a page as it was sent.
RAW = ("<svg onload=", "<img src=x onerror=", "<script>alert(", "<iframe src=", "<b onmouseover=")
MARKUP = (
    "<svg onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    '" onfocus=alert(1) autofocus x="',
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    "%(reference)s %(actor)s %s %d %",
    "{0} {person.password_hash}",
    "#evil[x] $a$ #import",
)
NUMBERS = (
    "0", "-1", "1", "2147483647", "2147483648", "-2147483649", "9223372036854775808", "9" * 40,
    "1e309", "NaN", "inf", "0x10", "١٢٣", "1_000", "1.5", " 7 ", "+1", "--1", "1;2", "²",
)  # fmt: skip
TEXTS = (
    "", " ", "\t\n\r", "\x00", "a\x00b", "\x07\x1b[31m", "\u202eegaml", "\ufeff", "\u200b", "\ud800",
    "Ő" * 3000, "x" * 20_000, "a " * 9_000, "\n" * 5_000, "🧙‍♀️" * 200, "ﷺ" * 300, "Z̤͔a̘l̦g͙o" * 50,
    "' OR '1'='1", "1; DROP TABLE person;--", "%' UNION SELECT password_hash FROM person--", "\\",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/etc/passwd", "C:\\boot.ini", "con",
    "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "///evil.example",
    "http:evil.example", "/\t/evil.example", "https:/evil.example", "//evil.example%2f..", "?next=//e",
    "a\r\nX-Injected: yes", "a%0d%0aX-Injected:%20yes", "\r\nSet-Cookie: x=y", "a\nBcc: x@evil.example",
    "=1+1", "+1", "@SUM(A1)", '=HYPERLINK("https://evil.example")', "-2+3", "a,b;c\td", '"', '""",',
    "BEGIN:VEVENT", "a@b", "a@b.hu", "x@" + "y" * 300 + ".hu", "+36 30 123 4567", "06301234567",
    "null", "undefined", "true", "[]", "{}", '{"a": ["b"]}', "<!--", "]]>", "&lt;&amp;", "&#x3c;svg",
    "(?:a+)+$", "a" * 40 + "!", "*" * 200, "%", "%%", "%zz", "_", "admin", "1 OR 1=1", "true' --",
)  # fmt: skip
MOMENTS = (
    "0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "2026-11-22T25:61", "1969-12-31T23:59",
    "9999-12-31T23:59", "2026-03-29T02:30", "2026-10-25T02:30", "24:00", "-1:00", "12", "2026-W01",
    "2026-11", "0000-00", "10000-01-01", "2026-11-22T10:00:00+99:99", "2026-11-22", "10:30",
)  # fmt: skip
FILE_NAMES = (
    "a.csv", "a.CSV", "../../a.csv", "a.csv\x00.png", "<svg onload=alert(1)>.csv", "a" * 300 + ".csv",
    "", ".", "..", "con.csv", "a.xlsx", "a.pdf", "a.jpg", "a.png", 'x"; filename="y.csv', "a\r\nb.csv",
    "Ő\u202egpj.csv", "a.svg", "a.html",
)  # fmt: skip
FILES = (
    b"", b"\x00" * 2000, b"szoveg,varosresz\n=1+1,Avas\n", "szöveg\nTöbb padot!\n".encode("utf-16"),
    b"\xff\xfe\x00", b'"' * 5000, b"a;" * 4000, b"\n" * 10_000, b"text\n" + b"x" * 60_000,
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x02\x00\x00\x00",
    b"GIF89a\xff\xff\xff\xff\x80\x00\x00", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"PK\x03\x04" + b"\x00" * 60,
    b"%PDF-1.7\n%%EOF", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    b"PK\x05\x06" + b"\x00" * 18, b"\x1f\x8b\x08" + b"\x00" * 40, b"BM" + b"\xff" * 60,
)  # fmt: skip
CONTENT_TYPES = (
    "application/json", "text/plain", "application/xml", "multipart/form-data",
    "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-7", "", "x/y",
    "application/octet-stream", "text/csv",
)  # fmt: skip
BODIES = (
    b"", b"{", b"[" * 20_000, b'{"text": {"a": [1]}}', b"null", b"7", b'"x"', b"\xff\xfe", b"a=b&" * 2000,
    b'{"text": "\\ud800"}', b'{"text": 1e400}', b'{"a":' * 3000, b"--x\r\n\r\n", b"%ff%fe=%00&=&&;",
)  # fmt: skip
HEADERS = (
    ("Accept-Language", "xx-" + "y" * 3000), ("Accept-Language", ";q=,hu;q=x,*"), ("Accept", "\t;;q=9"),
    ("Accept", "application/json"), ("Accept", "text/html;q=abc"), ("If-None-Match", '"' * 500),
    ("If-None-Match", "*"), ("If-Modified-Since", "yesterday"), ("If-Range", '"x"'),
    ("Range", "bytes=99999999999-0"), ("Range", "bytes=0-0," * 200), ("Referer", "javascript:alert(1)"),
    ("Referer", "//evil.example"), ("Origin", "null"), ("User-Agent", "<svg onload=alert(1)>"),
    ("X-Forwarded-For", "<svg onload=alert(1)>, ::1"), ("X-Forwarded-Proto", "javascript"),
    ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-For", "999.1.1.1"), ("Authorization", "Bearer " + "x" * 900),
    ("Authorization", "Basic !!!"), ("Authorization", "Bearer \xff"), ("X-HTTP-Method-Override", "DELETE"),
    ("Idempotency-Key", "x"), ("Idempotency-Key", "<svg onload=alert(1)>"), ("Last-Event-ID", "9" * 50),
    ("Accept-Encoding", "gzip;q=x, br, *;q=9"), ("X-CSRFToken", "x"), ("Cookie", "kalaka=;;;=; \xff=\xfe"),
    ("Accept-Encoding", "identity;q=0"), ("Content-Encoding", "gzip"), ("Expect", "200-ok"), ("DNT", "\xff"),
)  # fmt: skip
COOKIES = (
    "",
    "x",
    ".eJx",
    "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb",
    "a" * 4000,
    "{}",
    "%00",
    "hu",
    "<svg onload=",
)
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "get")
PARAMETERS = (
    "q", "page", "next", "side", "neighbourhood", "age_band", "category", "kind", "sort", "order", "state",
    "opinion", "theme", "from", "to", "view", "month", "day", "code", "format", "token", "project", "free",
    "act", "thing", "per_page", "lang", "title", "season", "budget", "text", "seen", "skip", "similar",
)  # fmt: skip


def value(dice: random.Random) -> str:
    """Return one hostile value."""
    kind = dice.random()
    if kind < 0.30:
        return dice.choice(MARKUP)
    if kind < 0.50:
        return dice.choice(NUMBERS)
    if kind < 0.60:
        return dice.choice(MOMENTS)
    return dice.choice(TEXTS)


def encodable(text: str) -> str:
    """Return ``text`` as a client can send it: halves of characters are left out."""
    return text.encode("utf-8", "ignore").decode()


def file(dice: random.Random) -> tuple[bytes, str]:
    """Return the content and the name of a hostile file."""
    return dice.choice(FILES), encodable(dice.choice(FILE_NAMES))


def header(dice: random.Random) -> tuple[str, str]:
    """Return a hostile header."""
    return dice.choice(HEADERS)


def json_value(dice: random.Random, depth: int = 0) -> Any:
    """Return a hostile JSON value."""
    kind = dice.randrange(8 if depth < 3 else 6)
    plain = (None, True, dice.randrange(-(2**70), 2**70), dice.random() * 1e300, value(dice), "")
    if kind < 6:
        return plain[kind]
    parts = [json_value(dice, depth + 1) for _each in range(dice.randrange(4))]
    return parts if kind == 6 else {encodable(value(dice)): part for part in parts}
