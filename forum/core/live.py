"""Live updates by server-sent events, for whatever room has something to show as it happens.

A room registers a kind of thing once: ``register("forum.screen", ticks, render)``. ``ticks(ids)``
is one cheap query that returns {id: tick} for the things everybody may see (a thing left out has
ended); ``render(id)`` draws the piece of the page. A view answers with ``stream(kind, id)``. What is
drawn is the same for everybody: it may hold nothing personal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic, time
from typing import Any, NamedTuple

from flask import Flask, Response, current_app, request
from werkzeug.datastructures import Headers

from forum.core.i18n import LANGUAGES, choose_language
from forum.core.limits import network_address
from forum.core.watching import Hub, Watch

#: Seconds after which a word is sent on a quiet stream, so that nobody on the way closes it.
HEARTBEAT = 15.0
#: Seconds a stream lasts at most; the browser comes back by itself.
LONGEST = 30 * 60.0
#: Seconds after which a browser that found no room may ask again.
RETRY_AFTER = 10
#: Milliseconds after which a browser that lost the stream comes back.
RETRY = 3000


class Kind(NamedTuple):
    """Something that can be watched: when it has changed, and how it is drawn."""

    ticks: Callable[[Sequence[int]], Mapping[int, object]]
    render: Callable[[int], str]


class Events(Response):
    """A stream of events; it renews no cookie, as it may begin before another answer changes it."""

    default_mimetype = "text/event-stream"

    def get_wsgi_headers(self, environ: Any) -> Headers:
        """Leave the session as it is."""
        headers = super().get_wsgi_headers(environ)
        headers.remove("Set-Cookie")
        return headers


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    ticks: Callable[[Sequence[int]], Mapping[int, object]],
    render: Callable[[int], str],
) -> None:
    """Let things of this ``kind`` be watched."""
    _kinds[kind] = Kind(ticks, render)


def stream(kind: str, thing_id: int) -> Response:
    """Answer with the present state of a thing and every later one, as they come.

    The view has asked who may see it. The language stands in the address (``lang``), because a
    stream is drawn once for all who watch in a language and knows no session.
    """
    if request.method == "HEAD":
        return Events()
    watch = hub().enter(kind, thing_id, asked_language(), _whence())
    if watch is None:
        return Response(status=503, headers={"Retry-After": str(RETRY_AFTER)})
    response = Events(
        _events(watch, request.headers.get("Last-Event-ID", "")),
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
    response.call_on_close(watch.leave)
    return response


def _whence() -> str:
    """Return the network address that is counted; none for this machine, such as its own proxy."""
    address = network_address()
    ours = address.startswith("127.") or request.remote_addr == "::1"
    return "" if ours else address


def asked_language() -> str:
    """Return the language asked for in the address, or else the visitor's."""
    asked = request.args.get("lang", "")
    return asked if asked in LANGUAGES else choose_language()


def hub() -> Hub:
    """Return what watches on behalf of everybody in this process."""
    found: Hub = current_app.extensions["live"]
    return found


def _events(watch: Watch, last: str) -> Iterator[bytes]:
    """Yield what a browser reads; ``last`` is the tick it knows from before."""
    until = monotonic() + LONGEST
    yield f"retry: {RETRY}\n{_clock()}".encode()
    while (left := until - monotonic()) > 0:
        state = watch.next(last, min(HEARTBEAT, left))
        if state is None:
            if watch.has_ended:
                yield b"event: end\ndata: end\n\n"
            return
        if state.tick == last:
            yield f": still here\n{_clock()}".encode()
            continue
        last = state.tick
        yield state.message


def _clock() -> str:
    """Tell the server's time, by which a page also knows that the stream is alive."""
    return f"event: clock\ndata: {int(time() * 1000)}\n\n"


def init_app(app: Flask) -> None:
    """Make the hub of this process; it sleeps until somebody watches."""
    app.extensions["live"] = Hub(app, _kinds, app.config["WATCHERS"])
