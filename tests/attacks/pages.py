"""Reading forms off pages and filling them in, as a program that knows nothing of them would."""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from forum.core.db import now


@dataclass
class Input:
    """One field of a form: what it is, what it holds, what may be chosen."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    longest: int = 10_000
    minimum: str = ""


@dataclass
class Form:
    """A form of a page and where it is sent."""

    action: str
    inputs: dict[str, Input] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.links = path, [], set()
        self.form = self.select = self.area = None

    def handle_starttag(self, tag, attributes):
        told = {name: value or "" for name, value in attributes}
        if tag == "a" and told.get("href"):
            self.links.add(urljoin(self.path, told["href"]))
        if tag == "form" and told.get("method", "").lower() == "post":
            self.form = Form(urljoin(self.path, told.get("action") or self.path))
            self.forms.append(self.form)
        if self.form is None or not (name := told.get("name", "")):
            if tag == "option" and self.select is not None:
                self._option(told)
            return
        known = self.form.inputs.get(name)
        if tag == "button":
            self.form.buttons.append((name, told.get("value", "")))
        elif tag == "select":
            self.select = self.form.inputs[name] = Input(name, "select")
        elif tag == "textarea":
            longest = int(told.get("maxlength") or 10_000)
            self.area = self.form.inputs[name] = Input(name, "words", longest=longest)
        elif tag == "input":
            kind = told.get("type", "text")
            if known is None:
                known = self.form.inputs[name] = Input(name, kind, told.get("value", ""))
                known.longest = int(told.get("maxlength") or 10_000)
                known.minimum = told.get("min", "")
            if kind in {"radio", "checkbox"}:
                known.options.append(told.get("value", "on"))

    def _option(self, told):
        if self.select is not None:
            self.select.options.append(told.get("value", ""))
            if "selected" in told:
                self.select.value = told.get("value", "")

    def handle_data(self, data):
        if self.area is not None:
            self.area.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def read(path: str, page: str) -> tuple[list[Form], set[str]]:
    """Return the forms of a page, and where its links lead, on this site only."""
    reader = _Reader(path)
    reader.feed(page)
    return reader.forms, {link for link in reader.links if not urlsplit(link).netloc}


def filled(form: Form, words: str) -> Iterator[dict[str, object]]:
    """Yield the form filled in with ``words`` wherever one may type, once for each button."""
    values: dict[str, object] = {}
    for each in form.inputs.values():
        values[each.name] = _value(each, words)
    values.pop("csrf_token", None)
    values["website"] = ""  # the trap; whoever fills it in is asked to send once more
    for name, value in form.buttons or [("", "")]:
        yield {**values, **({name: value} if name else {})}


def _value(each: Input, words: str) -> object:
    if each.kind == "hidden":
        return each.value
    if each.kind in {"select", "radio"}:
        return next((one for one in each.options if one), "") if not each.value else each.value
    if each.kind == "checkbox":
        return each.options
    if each.kind == "file":
        return (picture(), f"{words[:60]}.png".replace("/", "∕"))
    day = now().date() + timedelta(days=9)
    given = {"date": each.minimum or f"{day}", "time": "10:00", "month": f"{day:%Y-%m}"}
    given |= {"number": each.minimum or "3", "url": "https://example.org/" + words[:20]}
    given |= {"email": "hamis@example.org", "tel": "+36301234567", "color": "#336699"}
    given |= {"datetime-local": f"{day}T10:00", "password": "hosszú jelszó 2026"}
    return given.get(each.kind, words[: each.longest])


#: What a field may want instead of words: tried one after the other.
INSTEAD = (
    "hamis@example.org",
    "https://example.org/",
    "3",
    "+36301234567",
    "2024",
    "11:30",
    "Név",
    "",
)
FAULT = re.compile(r'id="([\w-]+)-error"')


def mended(values: dict[str, object], page: str) -> dict[str, object] | None:
    """Return what to send instead when a page names the fields that need another look."""
    faulty = [name for name in FAULT.findall(page) if isinstance(values.get(name), str)]
    other = {name: _instead(str(values[name])) for name in faulty}
    return {**values, **other} if faulty and None not in other.values() else None


def _instead(value: str) -> str | None:
    place = INSTEAD.index(value) + 1 if value in INSTEAD else 0
    return INSTEAD[place] if place < len(INSTEAD) else None


def sendable(values: dict[str, object]) -> dict[str, object]:
    """Return what the test client sends: files are opened anew each time."""
    return {
        name: (BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def picture() -> bytes:
    """Return a small picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x30\x60\x90" * 8 for _row in range(8)))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
