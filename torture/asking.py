"""Requests of the fuzzer: each is made from its number and the seed, and from nothing else."""

import io
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.routing import Map, Rule

from torture import hostile

ROLES = ("visitor", "resident", "facilitator", "planner", "administrator")
#: Field names and the values a page offered for them, by the path of the form.
Forms = dict[str, dict[str, list[str]]]

_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.S | re.I)
_FIELD = re.compile(r"<(?:input|textarea|select|button|option)\b[^>]*>", re.I)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*"([^"]*)\"""")


@dataclass
class Asked:
    """One request: who asks for what, and what is sent."""

    number: int
    role: str
    method: str
    path: str
    rule: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, bytes, str]] = field(default_factory=list)
    body: bytes | None = None
    kind: str = ""
    token: bool = True

    def __str__(self) -> str:
        sent = (
            self.body[:80]
            if self.body is not None
            else urlencode(self.fields, errors="replace")[:160]
        )
        return f"{self.role} {self.method} {self.path[:200]!r} ({self.rule}) {sent!r}"

    def data(self, token: str) -> Any:
        """Return what is sent: a body of its own, or fields and files with the token."""
        if self.body is not None:
            return self.body
        sent: dict[str, list[Any]] = {"csrf_token": [token]} if self.token else {}
        for name, value in self.fields:
            sent.setdefault(hostile.encodable(name), []).append(hostile.encodable(value))
        for name, content, called in self.files:
            sent.setdefault(name, []).append((io.BytesIO(content), called))
        return sent


def read_forms(page: str, here: str, known: Forms) -> None:
    """Learn the forms of a page: where they lead, their fields and what may be chosen."""
    for form in _FORM.findall(page):
        head = dict(_ATTRIBUTE.findall(form[: form.index(">") + 1]))
        action = unescape(head.get("action", "") or here).partition("#")[0].partition("?")[0]
        fields = known.setdefault(action, {})
        last = ""
        for tag in _FIELD.findall(form):
            told = dict(_ATTRIBUTE.findall(tag))
            name = told.get("name") or (last if tag.lower().startswith("<option") else "")
            last = name or last
            if name and name != "csrf_token":
                values = fields.setdefault(name, [])
                offered = unescape(told.get("value", ""))
                if offered not in values and len(values) < 12:
                    values.append(offered)


def make(
    number: int, seed: int, rules: list[Rule], values: list[Mapping[str, Any]], forms: Forms
) -> Asked:
    """Make the request of a number."""
    dice = random.Random(f"{seed}:{number}")
    rule = dice.choice(rules)
    role = dice.choices(ROLES, (3, 2, 3, 3, 4))[0]
    posts = "POST" in (rule.methods or ())
    method = "POST" if posts and dice.random() < 0.8 else "GET"
    if dice.random() < 0.05:
        method = dice.choice(hostile.METHODS)
    path = _path(dice, rule, values)
    asked = Asked(number, role, method, path, rule.rule)
    if dice.random() < 0.35:
        asked.path += "?" + _query(dice)
    if method == "POST":
        _fill(dice, asked, forms.get(path, {}))
    asked.headers = [hostile.header(dice) for _each in range(dice.choice((0, 0, 0, 1, 1, 3)))]
    return asked


def _path(dice: random.Random, rule: Rule, values: list[Mapping[str, Any]]) -> str:
    """Fill the arguments of a rule: mostly with things there are, else with what nobody has."""
    room = rule.endpoint.partition(".")[0]
    known = dice.choices(values, (8, 1) if len(values) == 2 else None)[0]
    parts = []
    for _static, converter, name in _pieces(rule):
        if name is None:
            parts.append(_static)
            continue
        given = known.get(f"{room}.{name}", known.get(name))
        if given is None or dice.random() < 0.12:
            odd = hostile.encodable(hostile.value(dice))
            given = dice.choice(("1", "2", "xx", odd[:300])) if dice.random() < 0.6 else "1"
        parts.append(quote(str(given), safe="" if converter != "path" else "/") or "x")
    return "".join(parts)


def _pieces(rule: Rule) -> list[tuple[str, str, str | None]]:
    found, text = [], rule.rule
    for piece in re.split(r"(<[^>]+>)", text):
        if piece.startswith("<"):
            converter, _colon, name = piece[1:-1].rpartition(":")
            found.append(("", converter, name))
        elif piece:
            found.append((piece, "", None))
    return found


def _query(dice: random.Random) -> str:
    pairs = [
        (dice.choice(hostile.PARAMETERS), hostile.encodable(hostile.value(dice)[:2000]))
        for _each in range(dice.choice((1, 1, 2, 4)))
    ]
    return (
        urlencode(pairs)
        if dice.random() < 0.9
        else "&".join(f"{a}={quote(b)}%ff" for a, b in pairs)
    )


def _fill(dice: random.Random, asked: Asked, known: dict[str, list[str]]) -> None:
    """Fill the form the page had, with some values nobody would type; or send something else."""
    kind = dice.random()
    if kind < 0.06:
        asked.body, asked.kind = dice.choice(hostile.BODIES), dice.choice(hostile.CONTENT_TYPES)
        return
    names = list(known) or [
        "text",
        "name",
        "value",
        "act",
        "because",
        "reason",
        "title_hu",
        "count",
    ]
    wrong = {name for name in names if dice.random() < 0.25}
    for name in names:
        offered = known.get(name) or [""]
        if name in wrong:
            asked.fields.append((name, hostile.value(dice)))
        elif name == "submit_key":
            asked.fields.append((name, f"{asked.number:022d}"))
        elif dice.random() < 0.92:
            asked.fields.append((name, dice.choice(offered) or dice.choice(("", "1", "Több pad"))))
    if dice.random() < 0.15:
        asked.fields.append(
            (dice.choice(("id", "role", "state", "author_id", "visible", "next")), "1")
        )
    files = [
        name for name in names if name in {"file", "picture", "scan", "list", "upload", "sheet"}
    ]
    if files or dice.random() < 0.05:
        asked.files.append((dice.choice(files or ["file"]), *hostile.file(dice)))
    asked.token = dice.random() < 0.97


def rules_of(url_map: Map) -> list[Rule]:
    """Return the rules of an application, in an order that is always the same."""
    rules = [rule for rule in url_map.iter_rules() if rule.endpoint != "static"]
    return sorted(rules, key=lambda rule: (rule.rule, rule.endpoint))
