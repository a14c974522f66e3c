"""Live updates: one look for many watchers, drawn once, after the commit and not before."""

import time
from threading import Event, Thread

import pytest
from flask import Flask, session
from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.conversations.models import Conversation
from forum.core import live
from forum.core.db import db
from forum.core.slots import Threads

KIND = "test.conversation"


class Board:
    """A kind of thing that can be watched: the question of a conversation."""

    def __init__(self) -> None:
        self.looks = self.drawings = 0
        self.fails = False

    def ticks(self, ids):
        """Tell how often each has changed."""
        self.looks += 1
        if self.fails:
            raise RuntimeError("the database is being restarted")
        query = select(Conversation.id, Conversation.tick).where(Conversation.id.in_(ids))
        return dict(db.session.execute(query.where(Conversation.moderation != "gone")).all())

    def render(self, number):
        """Draw the question and a word in the language of the page."""
        self.drawings += 1
        return f"<p>{db.session.get(Conversation, number).question_hu}</p>\n<b>{_('Open')}</b>"


@pytest.fixture
def board(app: Flask):
    """Something to watch; afterwards nobody may be watching any more."""
    board = Board()
    live.register(KIND, board.ticks, board.render)
    yield board
    hub = app.extensions["live"]
    hub.join(3)
    assert (hub.watchers, hub._channels, hub._thread) == (0, {}, None)


@pytest.fixture
def watch(app: Flask, board: Board):
    """Open a stream as a browser does; all are closed at the end."""
    opened = []

    def begin(number: int, language: str = "hu", last: str = ""):
        headers = {"Last-Event-ID": last} if last else {}
        with app.test_request_context(f"/?lang={language}", headers=headers):
            response = live.stream(KIND, number)
        opened.append(response)
        return response, iter(response.response)

    yield begin
    for response in opened:
        response.close()


def change(talk: Conversation, question: str) -> None:
    """Change the question, and commit."""
    db.session.execute(
        update(Conversation)
        .where(Conversation.id == talk.id)
        .values(question_hu=question, tick=Conversation.tick + 1)
    )
    db.session.commit()


def test_a_stream_begins_with_the_clock_and_the_present_state(make, watch):
    talk = make.conversation(question_hu="Hova kerüljön a pad?")
    response, events = watch(talk.id)
    clock = next(events).decode()
    assert "event: clock" in clock
    assert "retry: 3000" in clock
    assert abs(int(clock.split("data: ")[1]) / 1000 - time.time()) < 5
    first = next(events).decode()
    assert first == f"id: {talk.tick}\ndata: <p>Hova kerüljön a pad?</p>\ndata: <b>Nyitva</b>\n\n"
    assert response.mimetype == "text/event-stream"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_change_comes_after_the_commit_and_not_before(make, watch, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 1.0)
    talk = make.conversation()
    _response, events = watch(talk.id)
    next(events), next(events)
    talk.question_hu = "Még nincs elküldve"
    talk.changed()
    db.session.flush()
    assert next(events).startswith(b": still here\nevent: clock\n")
    db.session.commit()
    assert "Még nincs elküldve" in next(events).decode()


def test_each_language_is_drawn_once_for_all_who_watch(make, watch, board):
    talk = make.conversation()
    streams = [watch(talk.id, language) for language in ("hu", "en", "hu", "en", "hu", "hu")]
    firsts = [(next(events), next(events).decode())[1] for _response, events in streams]
    assert ["Nyitva" in first for first in firsts] == [True, False, True, False, True, True]
    assert board.drawings == 2
    change(talk, "Új kérdés")
    assert all("Új kérdés" in next(events).decode() for _response, events in streams)
    assert board.drawings == 4


def test_whoever_comes_back_gets_what_was_missed_at_once(make, watch, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 1.0)
    talk = make.conversation()
    response, events = watch(talk.id)
    next(events)
    known = next(events).decode().split("\n")[0].removeprefix("id: ")
    response.close()
    change(talk, "Közben megváltozott")
    _response, events = watch(talk.id, last=known)
    next(events)
    assert "Közben megváltozott" in next(events).decode()
    _response, events = watch(talk.id, last=str(int(known) + 1))
    next(events)
    assert next(events).startswith(b": still here\nevent: clock\n")


def test_a_change_that_shows_nothing_new_wakes_nobody(make, watch, board, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 1.0)
    talk = make.conversation()
    _response, events = watch(talk.id)
    next(events), next(events)
    change(talk, talk.question_hu)
    assert next(events).startswith(b": still here\nevent: clock\n")
    assert board.drawings == 2


def test_the_stream_of_what_is_not_shown_any_more_ends(make, watch):
    talk = make.conversation()
    _response, events = watch(talk.id)
    next(events), next(events)
    talk.moderation = "gone"
    db.session.commit()
    assert list(events) == [b"event: end\ndata: end\n\n"]
    _response, events = watch(talk.id)
    assert [event[:10] for event in events] == [b"retry: 300", b"event: end"]


def test_nothing_is_asked_while_nobody_watches(app, make, watch, board):
    talk = make.conversation()
    response, events = watch(talk.id)
    next(events), next(events)
    response.close()
    app.extensions["live"].join(3)
    looks = board.looks
    time.sleep(0.8)
    assert board.looks == looks


def test_no_transaction_is_left_open(make, watch):
    talk = make.conversation()
    _response, events = watch(talk.id)
    next(events), next(events)
    db.session.remove()
    held = []
    for _look in range(20):
        held.append(db.engine.pool.checkedout())
        time.sleep(0.05)
    assert held.count(0) > 10


def test_a_look_that_fails_is_tried_again(make, watch, board, monkeypatch):
    monkeypatch.setattr("forum.core.watching.PAUSE", 0.1)
    talk = make.conversation()
    board.fails = True
    _response, events = watch(talk.id)
    next(events)
    Thread(target=lambda: (time.sleep(0.4), setattr(board, "fails", False))).start()
    assert talk.question_hu in next(events).decode()
    assert board.looks > 1


def test_a_stream_ends_after_its_time_and_the_browser_comes_back(make, watch, monkeypatch):
    monkeypatch.setattr(live, "LONGEST", 0.5)
    talk = make.conversation()
    _response, events = watch(talk.id)
    began = time.monotonic()
    assert b"event: end" not in b"".join(events)
    assert time.monotonic() - began < 5


def test_one_too_many_is_sent_away_kindly(app, make, watch, monkeypatch):
    hub = app.extensions["live"]
    monkeypatch.setattr(hub, "most", 1)
    talk = make.conversation()
    first, _events = watch(talk.id)
    with app.test_request_context("/"):
        refused = live.stream(KIND, talk.id)
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    first.close()
    assert watch(talk.id)[0].status_code == 200


def test_all_streams_end_when_the_process_is_told_to(app, make, watch):
    hub = app.extensions["live"]
    talk = make.conversation()
    _response, events = watch(talk.id)
    next(events), next(events)
    hub.stop()
    try:
        began = time.monotonic()
        assert list(events) == []
        assert time.monotonic() - began < 2
        with app.test_request_context("/"):
            assert live.stream(KIND, talk.id).status_code == 503
    finally:
        hub.stopping = False


def test_a_stream_leaves_the_session_alone_and_is_not_compressed(app, make, board):
    talk = make.conversation(question_hu="Hosszú kérdés? " * 18)
    with app.test_request_context("/", headers={"Accept-Encoding": "gzip, br"}) as context:
        session["visitor"], session.permanent = 7, True
        response = app.process_response(live.stream(KIND, talk.id))
        assert "Set-Cookie" in response.headers
        assert "Set-Cookie" not in response.get_wsgi_headers(context.request.environ)
    assert "Content-Encoding" not in response.headers
    events = iter(response.response)
    next(events)
    assert talk.question_hu in next(events).decode()
    response.close()


def test_asking_for_the_head_alone_watches_nothing(app, make, board):
    with app.test_request_context("/", method="HEAD"):
        assert live.stream(KIND, make.conversation().id).mimetype == "text/event-stream"
    assert app.extensions["live"].watchers == 0


def test_a_stream_takes_no_thread_of_ordinary_requests(app, make, board):
    hub, threads = app.extensions["live"], Threads(1)
    hub.threads = threads
    talk, until = make.conversation(), Event()

    def watch():
        with app.test_request_context("/"):
            response = live.stream(KIND, talk.id)
        until.wait(10)
        response.close()

    try:
        streams = [threads.submit(watch) for _number in range(3)]
        assert threads.submit(lambda: "a page").result(5) == "a page"
        assert threads.number == 4
        assert not any(stream.done() for stream in streams)
        until.set()
        assert [stream.result(5) for stream in streams] == [None] * 3
        assert threads.number == 1
        assert threads.submit(lambda: "another").result(5) == "another"
        with pytest.raises(ZeroDivisionError):
            threads.submit(lambda: 1 / 0).result(5)
    finally:
        hub.threads = None
        until.set()
        threads.shutdown()
    assert threads.number == 0
