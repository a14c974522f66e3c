"""Sending one form at a time to a served city, and what must be true of a page that cannot keep it."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from torture.clients import Deed

#: What a page says in either language when something cannot be kept now.
KIND = {
    "hu": ("elfogyott a tárhely", "az adatainkat most nem érjük el"),
    "en": ("no room left", "cannot reach our records"),
}


@dataclass
class Told:
    """An answer: its status and its words."""

    status: int
    text: str = ""
    location: str = ""


def send(port: int, deed: Deed, language: str = "hu", timeout: float = 60) -> Told:
    """Send a deed once."""
    body = urlencode(deed.fields, doseq=True)
    kind = "application/x-www-form-urlencoded"
    return ask(port, "POST", deed.path, body.encode(), deed.cookie, language, kind, timeout)


def upload(
    port: int, path: str, fields: dict[str, str], name: str, content: bytes, cookie: str
) -> Told:
    """Send a form with a file."""
    mark = "torture-mark-of-a-part"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'
        for n, v in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="a.csv"\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return ask(port, "POST", path, body, cookie, "hu", f"multipart/form-data; boundary={mark}")


def ask(
    port: int,
    method: str,
    path: str,
    body: bytes = b"",
    cookie: str = "",
    language: str = "hu",
    kind: str = "",
    timeout: float = 60,
) -> Told:
    """Ask once; status 0 when nobody answers."""
    headers = {"Accept": "text/html", "Accept-Language": language}
    headers |= {"Cookie": cookie} if cookie else {}
    headers |= {"Content-Type": kind} if kind else {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        return Told(answer.status, text, answer.headers.get("Location", ""))
    except (OSError, http.client.HTTPException):
        return Told(0)
    finally:
        connection.close()


def unkind(
    told: Told, language: str, words: Any = None, statuses: tuple[int, ...] = (503, 507)
) -> Iterator[str]:
    """Yield what is wrong with the answer to something that cannot be kept now."""
    if told.status not in statuses:
        yield f"was answered with {told.status} instead of {statuses}"
        return
    if not any(sentence in told.text.lower() for sentence in KIND[language]):
        yield f"does not say in {language!r} what is the matter"
    if "Traceback" in told.text:
        yield "shows a trace"
    if words is not None and escape(str(words)) not in told.text:
        yield "does not give back what was written"
