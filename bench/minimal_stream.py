"""The baseline of live updates: bare server-sent events of a file, and nothing else."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Condition, Thread

from flask import Flask, Response

FILE = Path(os.environ.get("WATCHED_FILE", "/dev/null"))
#: Seconds between two looks, the same as ours.
INTERVAL = 0.3
#: What ends all streams.
STOP = b"stop"
app = Flask(__name__)
_changed = Condition()
_seen: list[bytes] = [b""]
_looking: list[Thread] = []


def _look() -> None:
    text = b""
    while text != STOP:
        text = FILE.read_bytes()
        if text != _seen[0]:
            with _changed:
                _seen[0] = text
                _changed.notify_all()
        time.sleep(INTERVAL)


@app.get("/")
def stream() -> Response:
    """Send the file whenever it changes."""
    with _changed:
        if not _looking:
            _looking.append(Thread(target=_look, daemon=True))
            _looking[0].start()

    def events() -> Iterator[bytes]:
        known = b""
        while known != STOP:
            with _changed:
                _changed.wait_for(lambda old=known: _seen[0] != old, 15)
                known = _seen[0]
            yield b"data: " + known + b"\n\n"

    return Response(events(), mimetype="text/event-stream")
