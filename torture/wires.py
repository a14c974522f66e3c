"""Requests as bytes: whole ones, and ones that no browser sends; each is made from its number."""

import random
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from types import SimpleNamespace
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from torture.asking import Asked

#: Seconds within which anything must be answered, or the connection closed.
PATIENCE = 12
#: Requests out of all that are sent as a browser sends them; the rest are spoilt.
WHOLE_SHARE = 0.5


@dataclass
class Wire:
    """What is sent over one connection."""

    what: str
    data: bytes
    whole: bool = False
    method: str = "GET"


@dataclass
class Heard:
    """What came back: nothing, or an answer."""

    answer: Any = None
    body: str = ""
    silent: bool = False
    late: bool = False

    @property
    def from_server(self) -> bool:
        """Whether the web server answered by itself, before any page was asked."""
        return self.answer is not None and "Server" not in self.answer.headers


def make(asked: Asked, seed: int, host: str, token: str, cookie: str) -> Wire:
    """Make the bytes of a request, whole or spoilt in one way."""
    dice = random.Random(f"{seed}:{asked.number}:wire")
    line, head, body = _plain(asked, host, token, cookie)
    if dice.random() < WHOLE_SHARE:
        return Wire("whole", _join(line, head, body), True, asked.method)
    spoil = dice.choice(WAYS)
    data = spoil(dice, line, head, body)
    return Wire(spoil.__name__.strip("_"), data, False, asked.method)


def _plain(
    asked: Asked, host: str, token: str, cookie: str
) -> tuple[bytes, list[tuple[bytes, bytes]], bytes]:
    """Return the request line, the headers and the body a browser would send."""
    body, kind = b"", asked.kind
    if asked.method in {"POST", "PUT", "PATCH"}:
        with closing(EnvironBuilder(method="POST", data=asked.data(token))) as built:
            environ = built.get_environ()
            body = environ["wsgi.input"].read()
            kind = kind or environ.get("CONTENT_TYPE", "")
    head = [("Host", host), ("Connection", "close"), ("Cookie", cookie)]
    head += [("X-Forwarded-For", f"10.2.{asked.number // 200 % 250}.{asked.number % 200}")]
    head += [("Content-Type", kind), ("Content-Length", str(len(body)))] if body else []
    known = {"cookie", "x-forwarded-for", "x-forwarded-proto", "content-type", "expect"}
    head += [(name, value) for name, value in asked.headers if name.lower() not in known]
    raw = [(name.encode(), value.encode("latin-1", "ignore")) for name, value in head if value]
    path = asked.path.encode("ascii", "ignore") or b"/"
    return asked.method.encode() + b" " + path + b" HTTP/1.1", raw, body


def _join(line: bytes, head: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in head)
    return line + b"\r\n" + lines + b"\r\n" + body


def _without(head: list[tuple[bytes, bytes]], *names: bytes) -> list[tuple[bytes, bytes]]:
    return [each for each in head if each[0] not in names]


Head = list[tuple[bytes, bytes]]
LINES = (
    b"", b"GET", b"GET /", b"GET  / HTTP/1.1", b"GET / HTTP/9.9", b"GET / HTTP/1", b"GET / http/1.1",
    b"GET\t/\tHTTP/1.1", b"get / HTTP/1.1", b"G\x00T / HTTP/1.1", b"GET /\x00 HTTP/1.1", b" GET / HTTP/1.1",
    b"GET /%00 HTTP/1.1", b"GET /%zz HTTP/1.1", b"GET /\xff\xfe HTTP/1.1", b"GET /../../etc/passwd HTTP/1.1",
    b"GET //evil.example/ HTTP/1.1", b"GET http://evil.example/ HTTP/1.1", b"GET https:/x HTTP/1.1",
    b"CONNECT evil.example:443 HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET * HTTP/1.1", b"GET ?x HTTP/1.1",
    b"GET /<svg onload=alert(1)> HTTP/1.1", b"<svg onload=alert(1)> / HTTP/1.1", b"GET / HTTP/<b onmouseover=1>",
    b"GET /" + b"a" * 20_000 + b" HTTP/1.1", b"GET /?" + b"a=b&" * 900 + b" HTTP/1.1", b"A" * 9_000 + b" / HTTP/1.1",
    b"GET / HTTP/1.0", b"GET / HTTP/0.9", b"GET / HTTP/2.0", b"PRI * HTTP/2.0\r\n\r\nSM", b"\r\n\r\nGET / HTTP/1.1",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x00" * 200, b"\xff" * 200, b"GET / HTTP/1.1 HTTP/1.1",
)  # fmt: skip
HOSTS = (
    b"", b"evil.example", b"localhost:99999", b"localhost:x", b"[::1", b"[::1]:80", b"a b", b"a\x00b", b"\xff",
    b"a" * 5_000, b"localhost@evil.example", b"localhost/evil", b"<svg onload=alert(1)>", b"..", b"localhost:", b"*",
)  # fmt: skip
LENGTHS = (
    b"-1", b"+5", b"abc", b"1_0", b"0x10", b"9" * 40, b"1 2", b"5, 5", b"5,6", b"", b"1.0", b"\xd9\xa1", b"1\x00",
)  # fmt: skip
CHUNKS = (
    b"zz\r\nabc\r\n0\r\n\r\n", b"-5\r\nabcde\r\n0\r\n\r\n", b"5\r\nabc\r\n0\r\n\r\n", b"3\r\nabcde\r\n0\r\n\r\n",
    b"5\r\nabcde", b"ffffffffffffffff\r\nabc", b"0\r\n", b"", b"5;a=<svg onload=alert(1)>\r\na=b&c\r\n0\r\n\r\n",
    b"5\na=b&c\n0\n\n", b" 5\r\na=b&c\r\n0\r\n\r\n", b"5\r\na=b&c\r\n0\r\nX-Injected: yes\r\nbad\r\n\r\n", b"\r\n\r\n",
    b"1\r\na\r\n" * 3_000 + b"0\r\n\r\n", b"5\r\na=b&c\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n", b"00000000000005\r\na=b&c\r\n",
)  # fmt: skip
CODINGS = (
    b"chunked",
    b"gzip, chunked",
    b"chunked, chunked",
    b"identity",
    b"xchunked",
    b" chunked\t",
    b"\x0bchunked",
)
ODD: tuple[tuple[bytes, bytes], ...] = (
    (b"X-Big", b"a" * 100_000), (b"X-Null", b"a\x00b"), (b"", b"x"), (b"X Space", b"x"), (b"X-Bare", b"a\rb"),
    (b"X-Fold", b"a\r\n b"), (b"X\x00Y", b"x"), (b"\xff\xfe", b"x"), (b"X-<svg onload=alert(1)>", b"x"), (b":", b"x"),
    (b"Expect", b"100-continue"), (b"Expect", b"<svg onload=alert(1)>"), (b"Upgrade", b"h2c"), (b"Cookie", b"a\xff=;" * 900),
    (b"Content-Encoding", b"gzip"), (b"Transfer_Encoding", b"chunked"), (b"Connection", b"upgrade, host"), (b"Te", b"x"),
    (b"X-Forwarded-Proto", b"https, http"), (b"X-Forwarded-Host", b"evil.example"), (b"SCRIPT_NAME", b"/evil"),
    (b"X-Script-Name", b"/evil"), (b"Proxy", b"http://evil.example"), (b"Range", b"bytes=0-" * 1_000),
)  # fmt: skip


def _line(dice: random.Random, _line: bytes, head: Head, body: bytes) -> bytes:
    """A first line no browser sends."""
    return _join(dice.choice(LINES), head, body)


def _host(dice: random.Random, line: bytes, head: Head, body: bytes) -> bytes:
    """No host, two hosts, or one that is not ours."""
    hosts = [(b"Host", dice.choice(HOSTS)) for _each in range(dice.choice((0, 1, 1, 1, 2)))]
    return _join(line, [*hosts, *_without(head, b"Host")], body)


def _length(dice: random.Random, line: bytes, head: Head, body: bytes) -> bytes:
    """A length that is not that of the body."""
    size = len(body)
    told = [str(size + 500).encode(), str(size // 2).encode(), str(size * 10**6 + 1).encode()]
    lengths = [(b"Content-Length", dice.choice([*told, *LENGTHS]))]
    if dice.random() < 0.3:
        lengths.append((b"Content-Length", str(size).encode()))
    return _join(_posted(line), [*_without(head, b"Content-Length"), *lengths], body or b"a=b")


def _chunked(dice: random.Random, line: bytes, head: Head, _body: bytes) -> bytes:
    """A body in pieces that do not fit together."""
    head = head if dice.random() < 0.3 else _without(head, b"Content-Length")
    head = [*head, (b"Transfer-Encoding", dice.choice(CODINGS))]
    return _join(_posted(line), head, dice.choice(CHUNKS))


def _headers(dice: random.Random, line: bytes, head: Head, body: bytes) -> bytes:
    """Headers that are too long, too many or no headers."""
    if dice.random() < 0.2:
        more: list[tuple[bytes, bytes]] = [(b"X-%d" % n, b"x") for n in range(400)]
    else:
        more = [dice.choice(ODD) for _each in range(dice.choice((1, 1, 2)))]
    return _join(line, [*head, *more], body)


def _half(dice: random.Random, line: bytes, head: Head, body: bytes) -> bytes:
    """A request that ends in the middle."""
    data = _join(line, head, body)
    return data[: dice.randrange(1, len(data))]


def _null(dice: random.Random, line: bytes, head: Head, body: bytes) -> bytes:
    """A request with bytes changed here and there."""
    data = bytearray(_join(line, head, body))
    for _each in range(dice.choice((1, 1, 3, 20))):
        data[dice.randrange(len(data))] = dice.choice((0, 0, 10, 13, 255, dice.randrange(256)))
    return bytes(data)


def _newlines(_dice: random.Random, line: bytes, head: Head, body: bytes) -> bytes:
    """Lines that end as they do not in HTTP."""
    return _join(line, head, b"").replace(b"\r\n", b"\n") + body


def _two(_dice: random.Random, line: bytes, head: Head, body: bytes) -> bytes:
    """A second request that hides behind the first."""
    return _join(line, _without(head, b"Connection"), body) + _join(line, head, body)


def _posted(line: bytes) -> bytes:
    _method, _space, rest = line.partition(b" ")
    return b"POST " + rest


Way = Callable[[random.Random, bytes, Head, bytes], bytes]
WAYS: tuple[Way, ...] = (
    _line, _line, _host, _length, _length, _chunked, _chunked, _headers, _half, _null, _newlines, _two,
)  # fmt: skip


def send(port: int, wire: Wire) -> Heard:
    """Send the bytes, say that no more will come, and read the first answer."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
            try:
                line.sendall(wire.data)
                line.shutdown(socket.SHUT_WR)
            except OSError:  # it has heard enough already; perhaps it said why
                pass
            return _read(line, wire.method)
    except TimeoutError:
        return Heard(late=True)
    except (OSError, HTTPException, ValueError):
        return Heard(silent=True)


def _read(line: socket.socket, method: str) -> Heard:
    answer = HTTPResponse(line, method=method if method == "HEAD" else "GET")
    answer.begin()
    headers = Headers(answer.getheaders())
    if headers.get("Content-Type", "").startswith("text/event-stream"):
        body = answer.read1(4096)
    else:
        body = answer.read()
    told = SimpleNamespace(status_code=answer.status, headers=headers)
    return Heard(told, body.decode(errors="replace"))
