"""People who act over real HTTP, and remember what they were told was done."""

import http.client
import random
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from forum.core.forms import key_of
from tests.conftest import AGREED
from torture.town import Town

#: Seconds after which somebody gives up sending the same thing again.
PATIENCE = 180
#: The longest time somebody thinks before the next thing, in seconds.
THINKS = 0.6
#: People who act at the same time.
ACTORS = 6
#: Fields by which a thing of each kind is told from another sent from the same page.
WORDS: dict[str, tuple[str, ...]] = {
    "opinion": ("text",),
    "ballot": ("marks",),
    "support": (),
    "comment": ("side", "text"),
    "registration": (),
}


@dataclass
class Deed:
    """One thing somebody wants to do: where it is sent, with which words, and its key."""

    kind: str
    key: str
    path: str
    fields: dict[str, Any]
    cookie: str
    json: bool = False
    #: What must be found afterwards, such as the value of a weighing.
    about: dict[str, Any] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)


@dataclass
class Ledger:
    """What was tried, and what was acknowledged."""

    tried: dict[str, Deed] = field(default_factory=dict)
    done: dict[str, Deed] = field(default_factory=dict)
    resent: int = 0
    refused: dict[int, int] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Actor(threading.Thread):
    """Somebody who does one thing after the other until told to stop."""

    def __init__(self, number: int, port: int, town: Town, ledger: Ledger, seed: int) -> None:
        super().__init__(name=f"actor {number}", daemon=True)
        self.number, self.port, self.town, self.ledger = number, port, town, ledger
        self.dice = random.Random(seed * 1000 + number)
        self.stopping = threading.Event()
        self.connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        """Act until told to stop; what was begun is brought to an end."""
        while not self.stopping.is_set():
            deed = self._choose()
            with self.ledger.lock:
                self.ledger.tried[deed.key] = deed
            self._do(deed)
            self.stopping.wait(self.dice.random() * THINKS)

    def _do(self, deed: Deed) -> None:
        """Send it until it is acknowledged, always with the same key."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            status = self._send(deed)
            deed.answers.append(status)
            if status in {200, 201, 204, 303, 302}:
                with self.ledger.lock:
                    self.ledger.done[deed.key] = deed
                    self.ledger.resent += len(deed.answers) > 1
                return
            if status not in {0, 503, 507, 500, 502}:  # refused for a reason: not kept, not owed
                with self.ledger.lock:
                    self.ledger.refused[status] = self.ledger.refused.get(status, 0) + 1
                    if status not in {409, 422, 429}:
                        self.ledger.strange.append(f"{deed.kind} {deed.path}: {status}")
                return
            if status == 500:
                with self.ledger.lock:
                    self.ledger.strange.append(f"{deed.kind} {deed.path} was answered with 500")
            time.sleep(0.05 + self.dice.random() * 0.2)
        with self.ledger.lock:
            self.ledger.strange.append(f"{deed.kind} {deed.path}: nobody answered for {PATIENCE} s")

    def _send(self, deed: Deed) -> int:
        body = urlencode(deed.fields, doseq=True)
        head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": deed.cookie}
        return self.request("POST", deed.path, body, head, deed.json)[0]

    def request(
        self, method: str, path: str, body: str = "", head: Any = None, json: bool = False
    ) -> tuple[int, str]:
        """Ask over a connection that is kept; 0 when there was no answer."""
        headers = {"Accept": "application/json" if json else "text/html", **(head or {})}
        headers["X-Forwarded-For"] = f"10.{self.dice.randrange(250)}.{self.dice.randrange(250)}.7"
        try:
            if self.connection is None:
                made = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                self.connection = made
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode(errors="replace")
            return answer.status, text
        except (OSError, http.client.HTTPException):
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            return 0, ""

    def _choose(self) -> Deed:
        ways: list[tuple[Callable[[str], Deed], int]] = [
            (self._speak, 5),
            (self._weigh, 6),
            (self._tally, 4),
            (self._vote, 3),
            (self._support, 2),
            (self._comment, 2),
            (self._register, 2),
            (self._decide, 2),
        ]
        makers, weights = zip(*ways, strict=True)
        return self.dice.choices(makers, weights)[0](secrets.token_urlsafe(16))

    def _deed(self, kind: str, key: str, path: str, cookie: str = "", **fields: Any) -> Deed:
        """Make a deed; what a page without scripts sends is kept under a key made of its words."""
        cookie = cookie or self.dice.choice(self.town.visitors)
        if "submit_key" in fields:
            words = {name: fields.get(name, ()) for name in WORDS[kind]}
            key = key_of(key, path, {name: _each(value) for name, value in words.items()})
        return Deed(kind, key, path, {"csrf_token": self.town.token(), **AGREED, **fields}, cookie)

    def _speak(self, key: str) -> Deed:
        """Say something, half of the time from a browser that was never here."""
        path = f"/conversations/{self.dice.choice(self.town.talks)}/speak"
        deed = self._deed("opinion", key, path, text=f"Vélemény {key}", submit_key=key)
        if self.dice.random() < 0.5:
            csrf = secrets.token_hex(20)
            deed.cookie = self.town.newcomer(csrf)
            deed.fields["csrf_token"] = self.town.token(csrf)
        return deed

    def _weigh(self, key: str) -> Deed:
        """Weigh an opinion; who and what are the key."""
        opinion, value = self.dice.choice(self.town.opinions), self.dice.choice((1, 0, -1))
        mine = range(self.number, len(self.town.visitors), ACTORS)  # nobody else weighs for them
        visitor = self.dice.choice(mine)
        cookie = self.town.visitors[visitor]
        deed = self._deed("weighing", key, f"/opinions/{opinion}/reaction", cookie, value=value)
        deed.about = {"opinion": opinion, "visitor": visitor, "value": value}
        return deed

    def _tally(self, key: str) -> Deed:
        count = self.dice.randint(1, 9)
        path = f"/events/{self.dice.choice(self.town.events)}/tallies"
        deed = self._deed("tally", key, path, self.town.facilitator, count=count)
        deed.fields["submit_key"] = key  # of the script of the door, as it is
        deed.json, deed.about = True, {"count": count}
        return deed

    def _vote(self, key: str) -> Deed:
        marks = self.dice.sample(self.town.candidates, self.dice.randint(1, 4))
        path = f"/seasons/{self.town.season}/ballot"
        deed = self._deed("ballot", key, path, marks=marks, submit_key=key)
        deed.about = {"marks": sorted(marks)}
        csrf = secrets.token_hex(20)  # a voter each, so that no ballot replaces another
        deed.cookie, deed.fields["csrf_token"] = self.town.newcomer(csrf), self.town.token(csrf)
        return deed

    def _support(self, key: str) -> Deed:
        idea, csrf = self.dice.choice(self.town.ideas), secrets.token_hex(20)
        deed = self._deed("support", key, f"/ideas/{idea}/support", submit_key=key)
        deed.cookie, deed.fields["csrf_token"] = self.town.newcomer(csrf), self.town.token(csrf)
        return deed

    def _comment(self, key: str) -> Deed:
        path = f"/ideas/{self.dice.choice(self.town.ideas)}/comments/new"
        words = {"side": "for", "text": f"Hozzászólás {key}", "submit_key": key}
        return self._deed("comment", key, path, **words)

    def _register(self, key: str) -> Deed:
        path = f"/events/{self.dice.choice(self.town.coming)}/registration"
        csrf = secrets.token_hex(20)
        deed = self._deed("registration", key, path, party=1, submit_key=key)
        deed.cookie, deed.fields["csrf_token"] = self.town.newcomer(csrf), self.town.token(csrf)
        return deed

    def _decide(self, key: str) -> Deed:
        """Decide as a planner does: look at the form, then send it."""
        talk, theme = self.dice.choice(self.town.themes)
        path = f"/conversations/{talk}/themes/{theme}/decision"
        page = self.request("GET", path, head={"Cookie": self.town.planner})[1]
        found = re.search(r'name="seen"[^>]*value="(\d*)"', page)
        words = {f"{part}_hu": f"Döntés {key} {part}" for part in ("heard", "will", "why")}
        seen = found.group(1) if found else ""
        return self._deed(
            "decision", key, path, self.town.planner, choice="adopt", seen=seen, **words
        )


def by_page(deed: Deed) -> Deed:
    """Return the deed as a page without scripts sends it, with the key such pages make."""
    if deed.json:
        count = {"count": _each(deed.fields["count"])}
        deed.json, deed.key = False, key_of(deed.fields["submit_key"], deed.path, count)
    return deed


def _each(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
