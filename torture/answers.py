"""What every answer must be, whatever was asked: each check yields what is wrong with one."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from torture.hostile import RAW

#: Seconds within which anything is answered, a printed sheet included.
SLOWEST = 8.0
#: Words that stand in a page only when an error of ours was written onto it.
TRACES = (
    "Traceback (most recent call last)",
    "sqlalchemy.exc",
    "jinja2.exceptions",
    "werkzeug.exc",
)
NEEDED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "",
    "Permissions-Policy": "",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Kinds of answers a browser reads as a page.
PAGES = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml")
#: Worth a second look; only the reader below tells text from markup.
_DOUBTFUL = re.compile(
    r"(?:javascript|data:text/html)|\son[a-z]+\s*=|<script(?![^>]*\bnonce=)", re.IGNORECASE
)
_HARMLESS_SCRIPTS = {"application/json", "application/ld+json"}


class Reader(HTMLParser):
    """Reads a page as a browser does, and notes what would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Look at a tag and its attributes."""
        told = {name: value or "" for name, value in attributes}
        for name, value in told.items():
            plain = "".join(value.split()).lower()
            if name.startswith("on") or (
                name in {"href", "src", "action", "formaction"}
                and plain.startswith(("javascript:", "data:text/html", "vbscript:"))
            ):
                self.found.append(f"<{tag} {name}={value[:40]!r}>")
        if tag == "script" and "nonce" not in told and told.get("type") not in _HARMLESS_SCRIPTS:
            self.found.append(f"<script> without a nonce, {sorted(told)}")


def check(answer: Any, body: str, seconds: float, host: str, secure: bool = True) -> Iterator[str]:
    """Yield everything that is wrong with an answer."""
    status, headers = answer.status_code, answer.headers
    if status >= 500 and not _tells_its_state(answer, body):
        yield f"answered {status}"
    if seconds > SLOWEST:
        yield f"took {seconds:.1f} s"
    yield from words(headers.get("Content-Type", ""), body)
    yield from _protection(status, headers)
    yield from _cookies(headers, secure)
    location = headers.get("Location")
    if location is not None and not is_local(location, host):
        yield f"leads away to {location[:80]!r}"


def _tells_its_state(answer: Any, body: str) -> bool:
    """Whether this is `/readyz` saying why it is not ready: here nobody does the waiting work."""
    if answer.status_code != 503 or answer.mimetype != "application/json":
        return False
    told = json.loads(body)
    return told.get("ready") is False and [n for n, ok in told["checks"].items() if not ok] == [
        "queue"
    ]


def words(kind: str, body: str) -> Iterator[str]:
    """Yield what the words of an answer give away, or would run."""
    yield from (f"tells a trace: {each}" for each in TRACES if each in body)
    if not kind.startswith(PAGES):
        return
    lower = body.lower()
    yield from (f"holds {each} as it was sent" for each in RAW if each in lower)
    if _DOUBTFUL.search(body):
        reader = Reader()
        reader.feed(body)
        yield from (f"would run {each}" for each in reader.found[:3])


def _protection(status: int, headers: Any) -> Iterator[str]:
    for name, wanted in NEEDED.items():
        if wanted not in headers.get(name, "\0") or name not in headers:
            yield f"lacks {name}"
    if "Content-Security-Policy" not in headers and status != 304:
        yield "lacks Content-Security-Policy"
    if "X-Injected" in headers:
        yield "carries a header that was sent in a value"
    for name, value in headers.items():
        if "\r" in value or "\n" in value:
            yield f"header {name} holds a line break"


def _cookies(headers: Any, secure: bool) -> Iterator[str]:
    for cookie in headers.get_all("Set-Cookie") if hasattr(headers, "get_all") else ():
        name = cookie.partition("=")[0]
        lower = cookie.lower()
        if "max-age=0" in lower:  # it is being forgotten
            continue
        wanted = ["samesite=lax"] if "samesite=strict" not in lower else []
        wanted += ["secure"] if secure else []
        wanted += ["httponly"] if name in {"kalaka", "remember_token", "session"} else []
        yield from (f"cookie {name} lacks {each}" for each in wanted if each not in lower)


def is_local(location: str, host: str) -> bool:
    """Whether an address leads to this site as every browser reads it."""
    if any(letter in location for letter in "\\\r\n\t"):
        return False
    for root in (f"https://{host}/", f"http://{host}/"):
        if location.startswith(root):
            return True
    return location.startswith("/") and not location.startswith("//")
