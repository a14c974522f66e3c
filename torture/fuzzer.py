"""The city the fuzzer asks: one thing of each kind in it, the browsers of everybody, its forms."""

import gc
import logging
import random
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import Any

from flask import Flask, got_request_exception
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event

from forum.core.db import db
from forum.core.kept import forget_pages
from tests.conftest import Client
from tests.factories import Make, People
from tests.world import World
from torture import answers, asking, serving
from torture.town import CSRF, signed_in

#: Requests done one after the other on the same filled database.
CHUNK = 250
#: One of so many requests goes through a real server, where bytes can be wrong too.
OVER_HTTP_SHARE = 20
HOST = "localhost"
#: Those who open every page first, to learn its forms.
READERS = ("administrator", "visitor")
NAMES = {"resident": "ana", "facilitator": "mira", "planner": "paul", "administrator": "adam"}


def over_http(number: int) -> bool:
    """Whether the request of a number goes through a real web server."""
    return number % OVER_HTTP_SHARE == 7


class Fuzzer:
    """An application with one thing of each kind in it, and the browsers of everybody."""

    def __init__(self, seed: int, folder: Path, readers: tuple[str, ...] = READERS) -> None:
        self.seed, self.folder, self.readers = seed, folder, readers
        self.known = serving.settings(folder, SECURE_COOKIES=True)
        logging.disable(logging.CRITICAL)
        inside = {"LOG_LEVEL": "CRITICAL", "TRUSTED_PROXIES": 0}
        self.app = serving.prepared({**self.known, **inside})
        self.app.test_client_class = Client
        self.errors: list[BaseException] = []
        self.statuses: Counter[int] = Counter()
        self.slowest = 0.0
        self.noted: list[str] = []
        self._fill()
        gc.freeze()  # as wsgi.py does

    def _fill(self) -> None:
        """Fill the city, keep it as it is, and learn its forms."""
        app = self.app
        got_request_exception.connect(self._note, app)
        with app.app_context():
            event.listen(db.engine, "connect", _hurry)
            db.engine.dispose()
            make = Make()
            people = People(make)
            world = World(make, people)
            self.values = [world.shown(), world.unseen()]
            db.session.commit()
            persons = {role: getattr(people, name) for role, name in NAMES.items()}
            self.cookies = {role: signed_in(app, who) for role, who in persons.items()}
            signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
            name = app.config["SESSION_COOKIE_NAME"]
            self.newcomer = f"{name}={signer.dumps({'csrf_token': CSRF})}"
            db.session.remove()
            db.engine.dispose()
        shutil.copy(self.folder / "forum.db", self.folder / "pristine.db")
        self.rules = asking.rules_of(app.url_map)
        self.forms = self._learn()

    def _note(self, _app: Flask, exception: BaseException, **_more: Any) -> None:
        self.errors.append(exception)

    def _learn(self) -> asking.Forms:
        """Open every page as each reader, and read the forms on it."""
        known: asking.Forms = {}
        for role in self.readers:
            for rule in self.rules:
                if "GET" not in (rule.methods or ()) or rule.rule.endswith((".pdf", "/stream")):
                    continue
                path = asking._path(_steady(), rule, self.values[:1])
                client = self._browser(role)
                answer = client.get(path, base_url=f"https://{HOST}", buffered=False)
                if answer.mimetype == "text/html":
                    asking.read_forms(answer.get_data(as_text=True), path, known)
                answer.close()
        self.reset()
        return known

    def reset(self) -> None:
        """Bring back the city as it was."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for leftover in ("forum.db-wal", "forum.db-shm"):
            (self.folder / leftover).unlink(missing_ok=True)
        shutil.copy(self.folder / "pristine.db", self.folder / "forum.db")
        forget_pages()

    def _browser(self, role: str) -> Any:
        client = self.app.test_client()
        if role in self.cookies:
            name, _equals, value = self.cookies[role].partition("=")
            client.set_cookie(name, value, domain=HOST)
        else:
            with client.session_transaction(base_url=f"https://{HOST}") as session:
                session["csrf_token"] = CSRF
        return client

    def close(self) -> None:
        """Let go of the database."""
        logging.disable(logging.NOTSET)
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def look(self, path: str, role: str) -> list[str]:
        """Ask for one page, and return what is wrong with it."""
        return self.ask(asking.Asked(0, role, "GET", path, path))

    def chunk(self, number: int, until: int | None = None, quietly: bool = False) -> list[str]:
        """Do the requests of a chunk in order; return what is wrong with their answers."""
        self.reset()
        found: list[str] = []
        first = number * CHUNK
        last = first + CHUNK if until is None else until + 1
        for each in range(first, last):
            if over_http(each):
                continue
            asked = asking.make(each, self.seed, self.rules, self.values, self.forms)
            wrong = self.ask(asked)
            if each == until and not quietly:
                print(f"{asked}\n{asked.headers}\n{asked.fields}\n{asked.files}")
                found.clear()
            found += [f"{sentence}: {asked} [--one {each}]" for sentence in wrong]
        return found

    def ask(self, asked: asking.Asked) -> list[str]:
        """Send a request and look at the answer."""
        client, begun = self._browser(asked.role), time.process_time()
        self.errors.clear()
        try:
            answer = client.open(asked.path, **self._sent(asked))
        except Exception as error:  # the server's gateway would have answered 500
            return [f"the application broke off: {type(error).__name__}: {str(error)[:160]}"]
        body = _body(answer)
        seconds = time.process_time() - begun  # others may be at work on this machine
        answer.close()
        self.statuses[answer.status_code] += 1
        self.slowest = max(self.slowest, seconds)
        wrong = list(answers.check(answer, body, seconds, HOST))
        if self.errors and wrong:
            wrong[0] += f" ({_place(self.errors[0])})"
        return wrong

    def _sent(self, asked: asking.Asked) -> dict[str, Any]:
        sent: dict[str, Any] = {
            "method": asked.method,
            "base_url": f"https://{HOST}",
            "buffered": False,
            "headers": [(name, value) for name, value in asked.headers if name != "Cookie"],
            "environ_overrides": {
                "REMOTE_ADDR": f"10.1.{asked.number // 200 % 250}.{asked.number % 200}"
            },
        }
        if asked.method in {"POST", "PUT", "PATCH"}:
            sent["data"] = asked.data(self.token())
        if asked.kind:
            sent["content_type"] = asked.kind
        return sent

    def token(self) -> str:
        """Return what a form holds against forgery."""
        return str(URLSafeTimedSerializer(serving.SECRET, salt="wtf-csrf-token").dumps(CSRF))


def _steady() -> random.Random:
    return random.Random(0)


def _body(answer: Any) -> str:
    """Read an answer; of a stream only its beginning."""
    if answer.mimetype == "text/event-stream":
        return bytes(next(iter(answer.response), b"")).decode(errors="replace")
    return str(answer.get_data().decode(errors="replace"))


def _place(error: BaseException) -> str:
    """Name an error and the last line of ours it came through."""
    place, trace = "", error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if "/forum/" in name or "/templates/" in name:
            place = f"{name.rpartition('/forum/')[2] or name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} {str(error)[:120]!r} at {place}"


def _hurry(connection: Any, _record: Any) -> None:
    """Nothing here has to survive a crash."""
    connection.execute("PRAGMA synchronous=OFF")
