"""Live updates of a forum: what the console does reaches every screen, and only what may be seen."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from flask_migrate import upgrade

from forum import ROOT, create_app
from forum.core.db import db
from forum.meetings.hall import (
    leading,
    polling,
)
from forum.meetings.screens import (
    asking,
    polling_phone,
)
from forum.opinions.models import Opinion
from tests.factories import Make

WATCHING = 50


@pytest.fixture
def forum(make, people):
    """A forum that is being held."""
    meeting = make.meeting("now", people.mira, make.conversation())
    leading.start(meeting, people.mira)
    db.session.commit()
    return meeting


@pytest.fixture
def watch(app, forum):
    """Open a stream in a browser of its own; yields the states, one after another."""
    opened = []

    def begin(view="screen", lang="hu"):
        response = app.test_client().get(f"/forums/{forum.id}/stream?view={view}&lang={lang}")
        assert response.status_code == 200
        assert response.mimetype == "text/event-stream"
        opened.append(response)
        events = iter(response.response)
        assert b"event: clock" in next(events)
        return (event.decode() for event in events if not event.startswith(b":"))

    yield begin
    for response in opened:
        response.close()
    app.extensions["live"].join(3)


def test_what_the_console_does_comes_to_every_screen(forum, people, watch):
    hall, phone, english = watch(), watch("follow"), watch(lang="en")
    assert "1. napirendi pont" in next(hall)
    assert "1. napirendi pont" in next(phone)
    assert "Item 1 of 2" in next(english)
    leading.go_to(forum.items[1], people.mira)
    db.session.commit()
    assert "2. napirendi pont" in next(hall)
    assert "2. napirendi pont" in next(phone)
    assert "Item 2 of 2" in next(english)


def test_nothing_comes_before_the_commit(forum, people, watch, monkeypatch):
    monkeypatch.setattr("forum.core.live.HEARTBEAT", 1.0)
    monkeypatch.setattr("forum.core.live.LONGEST", 3.0)
    hall = watch()
    next(hall)
    leading.ask_to_speak(forum, "Még nem küldte el", "s1", people.mira)
    db.session.flush()
    db.session.rollback()
    assert list(hall) == []


def test_a_vote_and_a_question_by_phone_come_to_the_hall(forum, make, people, watch):
    hall = watch()
    next(hall)
    poll = polling.open_poll(forum, "Legyen pad?", ["Igen", "Nem"], "p", people.mira)
    db.session.commit()
    assert "0 szavazat" in next(hall)
    polling_phone.vote(poll.options[0], make.person("visitor"))
    db.session.commit()
    assert "1 szavazat" in next(hall)
    question = asking.ask(forum, make.person("visitor"), "Mikor lesz?", "", "q")
    asking.take_up(question, people.mira)
    db.session.commit()
    assert "Mikor lesz?" in next(hall)


def test_what_is_hidden_vanishes_from_every_screen(forum, make, people, watch):
    capture = leading.capture(forum.current_item, "Rossz szó", "c", people.mira)
    question = asking.ask(forum, make.person("visitor"), "Rossz kérdés", "", "q")
    asking.take_up(question, people.mira)
    db.session.commit()
    hall, phone = watch(), watch("follow")
    assert all(
        "Rossz szó" in state and "Rossz kérdés" in state for state in map(next, (hall, phone))
    )
    db.session.get(Opinion, capture.opinion_id).hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert all("Rossz szó" not in next(screen) for screen in (hall, phone))
    question.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert all("Rossz kérdés" not in next(screen) for screen in (hall, phone))


def test_a_forum_that_is_called_off_ends_its_streams(make, people, app):
    meeting = make.meeting("coming")
    response = app.test_client().get(f"/forums/{meeting.id}/stream")
    events = iter(response.response)
    next(events), next(events)
    meeting.event.cancel(people.mira, "Eső")
    db.session.commit()
    assert list(events) == [b"event: end\ndata: end\n\n"]
    response.close()


def test_a_stream_holds_nothing_of_ones_own(forum, make, people, app, watch):
    ana = app.test_client().sign_in(people.ana)
    poll = polling.open_poll(forum, "Legyen pad?", ["Igen", "Nem"], "p", people.mira)
    polling_phone.vote(poll.options[0], people.ana)
    db.session.commit()
    response = ana.get(f"/forums/{forum.id}/stream?view=follow&lang=hu")
    assert "Set-Cookie" not in response.headers
    events = iter(response.response)
    next(events)
    state = next(events).decode()
    assert "Az Ön szavazata" not in state
    assert "csrf_token" not in state
    response.close()


class Served:
    """The application as it is served, with a forum in its database."""

    def __init__(self, folder: Path) -> None:
        settings = {"SECRET_KEY": "served-" * 5, "INSTANCE_DIR": str(folder)}
        self.app = create_app(settings)
        with self.app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            make = Make()
            self.mira = make.person("facilitator", "Mira")
            self.meeting = make.meeting("now", self.mira, make.conversation())
            leading.start(self.meeting, self.mira)
            db.session.commit()
            self.number, self.by = self.meeting.id, self.mira.id
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        more = {"PORT": str(self.port), "WEB_WORKERS": "1", "WEB_THREADS": "2"}
        more["FORM_MIN_SECONDS"] = "0"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
            cwd=ROOT,
            env={**os.environ, **settings, **more, "WATCHERS": str(WATCHING)},
        )
        for _try in range(300):
            try:
                self.page("/healthz")
                break
            except OSError:
                time.sleep(0.1)

    def page(self, path: str) -> str:
        """Ask for a page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read().decode()

    def stream(self) -> socket.socket:
        """Open a stream."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        path = f"/forums/{self.number}/stream?lang=hu"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return line

    def stop(self) -> float:
        """Press Ctrl-C; return the seconds it takes to end."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        return time.monotonic() - began


def _until(line: socket.socket, words: str) -> str:
    got = b""
    while words.encode() not in got:
        part = line.recv(65536)
        assert part, got[-500:]
        got += part
    return got.decode()


def test_fifty_streams_keep_nobody_from_ordinary_pages(tmp_path):
    served, lines = Served(tmp_path), []
    try:
        lines = [served.stream() for _number in range(WATCHING)]
        heads = [_until(line, "1. napirendi pont") for line in lines]
        assert all("X-Accel-Buffering: no" in head for head in heads)
        with served.stream() as refused:
            assert "503" in _until(refused, "Retry-After")
        began = time.monotonic()
        assert all("Nyitófórum" in served.page("/forums") for _number in range(10))
        assert time.monotonic() - began < 5
        with served.app.app_context():
            meeting = db.session.get(type(served.meeting), served.number)
            leading.go_to(meeting.items[1], db.session.get(type(served.mira), served.by))
            db.session.commit()
        for line in lines:
            _until(line, "2. napirendi pont")
        lines.pop().close()
        assert served.stop() < 10
        assert served.process.returncode == 0
    finally:
        for line in lines:
            line.close()
        if served.process.poll() is None:
            served.process.kill()
