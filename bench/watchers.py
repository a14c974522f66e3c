"""200 people watch a forum live: how soon an update arrives, what it costs, and what others notice.

``python -m bench.watchers`` serves the application and then bare server-sent events of a file, and
prints both. It takes about a minute.
"""

import itertools
import selectors
import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Flask

from bench import load, site
from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.events.models import Event
from forum.meetings.hall import (
    leading,
)
from forum.meetings.models import AgendaItem, Meeting

WATCHERS, UPDATES, PAUSE = 200, 20, 0.7
#: Seconds an update may take before it counts as lost.
PATIENCE = 10.0
THREADS = 4 + 250


@dataclass
class Watched:
    """What the watchers saw: seconds from the commit to each of them, and how many missed one."""

    arrivals: list[float] = field(default_factory=list)
    missed: int = 0
    size: int = 0

    def percentile(self, share: float) -> float:
        """Milliseconds within which ``share`` of the updates arrived."""
        ordered = sorted(self.arrivals)
        return ordered[int(share * (len(ordered) - 1))] * 1000 if ordered else 0.0


def fill(app: Flask) -> tuple[int, int]:
    """Make a forum that is being held, with as much on the screen as in a full hall."""
    with app.app_context():
        mira = Person(role="facilitator", name="Mira", email="mira@example.org")
        db.session.add(mira)
        db.session.flush()
        talk = Conversation(question_hu="Mi legyen a téren?")
        talk.set_phase("speak", now() - timedelta(days=1), now() + timedelta(days=9))
        db.session.add(talk)
        db.session.flush()
        talk.open(by=mira)
        event, start = Event(), now() - timedelta(minutes=5)
        hours = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
        event.draft(mira, {"kind": "forum", "title_hu": "Nyitófórum", **hours})
        event.enter(mira)
        meeting = Meeting(event=event, conversation=talk)
        meeting.items = [AgendaItem(position=n, title_hu=f"{n + 1}. pont") for n in range(5)]
        db.session.add(meeting)
        db.session.commit()
        leading.start(meeting, mira)
        for number in range(30):
            text = f"Több padot kérünk az árnyékba, a játszótér mellé, és világítást is ({number})."
            leading.capture(meeting.current_item, text, f"c{number}", mira)
        db.session.commit()
        return meeting.id, mira.id


def change(app: Flask, meeting_id: int, by: int) -> Callable[[int], str]:
    """Return what makes one change, commits it, and tells the word that will arrive."""

    def once(number: int) -> str:
        with app.app_context():
            meeting = db.session.get_one(Meeting, meeting_id)
            text = f"Vélemény a méréshez: {number:04}"
            leading.capture(
                meeting.current_item, text, f"u{number}", db.session.get_one(Person, by)
            )
            db.session.commit()
            return text

    return once


def watch(port: int, path: str, act: Callable[[int], str]) -> Watched:
    """Open the streams, make the changes one by one, and note when each watcher has each."""
    selector, buffers, seen = selectors.DefaultSelector(), {}, Watched()
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
    for _number in range(WATCHERS):
        line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        line.sendall(request.encode())
        line.setblocking(False)
        selector.register(line, selectors.EVENT_READ)
        buffers[line] = b""
    _read(selector, buffers, b"data: ", time.perf_counter() + PATIENCE, lambda _line: None)
    time.sleep(1)
    for number in range(UPDATES):
        time.sleep(PAUSE)
        for line in buffers:
            buffers[line] = b""
        word = act(number).encode()
        committed = time.perf_counter()
        told = _read(
            selector,
            buffers,
            word,
            committed + PATIENCE,
            lambda _line, since=committed: seen.arrivals.append(time.perf_counter() - since),
        )
        seen.missed += WATCHERS - told
        seen.size = max(seen.size, max(len(buffer) for buffer in buffers.values()))
    for line in buffers:
        line.close()
    return seen


def _read(selector, buffers, word, until, found) -> int:  # type: ignore[no-untyped-def]
    """Read until every watcher has ``word`` or it is late; return how many have it."""
    having = set()
    while len(having) < len(buffers) and time.perf_counter() < until:
        for key, _events in selector.select(timeout=0.1):
            part = key.fileobj.recv(262_144)
            if not part:
                raise ConnectionError("a stream ended")
            buffers[key.fileobj] += part
            if key.fileobj not in having and word in buffers[key.fileobj]:
                having.add(key.fileobj)
                found(key.fileobj)
    return len(having)


def memory(port: int) -> float:
    """Return the megabytes of the processes that serve ``port`` (their own and their share)."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes() if folder.name.isdigit() else b""
            if f"127.0.0.1:{port}".encode() in command:
                rows = (folder / "smaps_rollup").read_text().splitlines()
                total += sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
        except OSError:
            continue
    return total / 1024


def main() -> None:
    """Fill, serve, watch, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = site.prepared(folder)
        number, by = fill(app)
        environment = {key: str(value) for key, value in site.settings(folder).items()}
        with site.served("wsgi:app", environment, worker="forum.core.slots.Worker") as port:
            page = itertools.repeat(site.get("/forums"))
            load.run(port, page, 1.0)
            alone, before = load.run(port, page, 3.0), memory(port)
            costs: list[float] = []
            beside: list[load.Outcome] = []
            act = change(app, number, by)

            def noting(update: int) -> str:
                if update == UPDATES - 1:
                    costs.append(memory(port))
                    beside.append(load.run(port, page, 3.0))
                return act(update)

            ours = watch(port, f"/forums/{number}/stream?lang=hu", noting)
        file = folder / "watched"
        file.write_text("x" * max(ours.size, 1000))

        def write(update: int) -> str:
            word = f"változás {update:04}"
            file.write_text(word + "x" * max(ours.size, 1000))
            return word

        with site.served("bench.minimal_stream:app", {"WATCHED_FILE": str(file)}, THREADS) as port:
            base = watch(port, "/", write)
            file.write_text("stop")
            time.sleep(1)
    row(f"{WATCHERS} watchers of a forum", ours, base)
    row("   bare server-sent events of a file", base)
    print(f"memory of the server: {before:.0f} MB, with {WATCHERS} watchers {costs[0]:.0f} MB")
    for title, outcome in (("alone", alone), ("beside the watchers", beside[0])):
        shown = f"p50 {outcome.percentile(0.5):.1f} ms  p95 {outcome.percentile(0.95):.1f} ms"
        print(f"list of forums, {title:20} {outcome.rate:6.0f}/s  {shown}  {outcome.statuses}")


def row(name: str, seen: Watched, base: Watched | None = None) -> None:
    """Print one row of the table."""
    ratio = f"{seen.percentile(0.95) / base.percentile(0.95):5.2f}" if base else "     "
    mean = statistics.fmean(seen.arrivals) * 1000 if seen.arrivals else 0
    print(
        f"{name:40} mean {mean:5.0f} ms  p50 {seen.percentile(0.5):5.0f} ms  p95"
        f" {seen.percentile(0.95):5.0f} ms {ratio}  {seen.size} B  missed {seen.missed}"
    )


if __name__ == "__main__":
    main()
