"""A small load generator: keep-alive connections driven by one selector, prepared requests."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What came back: seconds per request, answers by status, bytes of the last body."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    body_size: int = 0

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which ``share`` of the requests were answered."""
        ordered = sorted(self.times)
        return ordered[int(share * (len(ordered) - 1))] * 1000 if ordered else 0.0


class Connection:
    """One keep-alive connection with one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer, self.started = b"", 0.0

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.buffer, self.started = b"", time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> tuple[int, int] | None:
        """Read what has come; return (status, body bytes) once the answer is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("closed")
        self.buffer += part
        head, separator, body = self.buffer.partition(b"\r\n\r\n")
        if not separator:
            return None
        lower = head.lower()
        status = int(head[9:12])
        start = lower.find(b"content-length:")
        if start < 0:
            return (status, len(body)) if status in {204, 304} else None
        length = int(lower[start + 15 :].split(b"\r\n", 1)[0])
        return (status, length) if len(body) >= length else None


def run(
    port: int, requests: Iterator[bytes], seconds: float, connections: int = 8, most: int = 50_000
) -> Outcome:
    """Keep ``connections`` busy with ``requests`` for ``seconds``, at most ``most`` requests."""
    outcome, selector = Outcome(), selectors.DefaultSelector()
    begun = time.perf_counter()
    for _number in range(connections):
        connection = Connection(port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask(next(requests))
    open_ones = connections
    while open_ones:
        for key, _events in selector.select(timeout=30):
            connection = key.data
            answered = connection.answer()
            if answered is None:
                continue
            now = time.perf_counter()
            outcome.times.append(now - connection.started)
            outcome.statuses[answered[0]] = outcome.statuses.get(answered[0], 0) + 1
            outcome.body_size = answered[1]
            over = now - begun > seconds or len(outcome.times) + open_ones > most
            request = None if over else next(requests, None)
            if request is None:
                selector.unregister(connection.socket)
                connection.socket.close()
                open_ones -= 1
            else:
                connection.ask(request)
    outcome.seconds = time.perf_counter() - begun
    return outcome
