"""Asking the provider: only addresses it names itself, no redirects, bounded in time and size."""

import json
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlsplit

#: Seconds for one step of the talk, and for all of it from the first to the last byte.
STEP_SECONDS, ALL_SECONDS = 5, 10
#: Bytes of an answer; key sets of large providers have a few thousand.
LARGEST = 200_000
_CHUNK = 16_384
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Unreachable(Exception):
    """The provider does not answer, or not in a way that can be understood."""


class Silent(Unreachable):
    """Nobody answers there in time: the next who asks would wait as long."""


class Denied(Exception):
    """The provider answered with an error."""


def is_safe(address: str, plain: bool) -> bool:
    """Whether an address may be asked: by https; ``plain`` allows http on this very machine."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.fragment:
        return False
    return parts.scheme == "https" or (plain and parts.scheme == "http" and host in LOOPBACK)


def ask(
    address: str, plain: bool, body: str | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object at ``address``; with ``body`` it is posted as a form.

    Raises Unreachable, and Denied for an answer that says no.
    """
    if not is_safe(address, plain):
        raise Unreachable(f"{urlsplit(address).scheme} is not asked")
    parts, sent = urlsplit(address), {"Accept": "application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection = _Line(parts)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST" if body is not None else "GET", path, body, sent)
        response = connection.getresponse()
        return _object(response.status, _read(response))
    except OSError as error:
        raise Silent(type(error).__name__) from error
    except (HTTPException, ValueError) as error:  # a name or a path nobody can ask for, too
        raise Unreachable(type(error).__name__) from error
    finally:
        connection.close()


class _Line(HTTPConnection):
    """A connection of which every step, and all of them together, end in time."""

    def __init__(self, parts: SplitResult) -> None:
        self.trusted = ssl.create_default_context() if parts.scheme == "https" else None
        self.default_port = 443 if self.trusted else 80
        self.end = monotonic() + ALL_SECONDS
        super().__init__(parts.hostname or "", parts.port)
        self.response_class = self._answer  # type: ignore[assignment]

    def connect(self) -> None:
        """Call one address of the host after the other; the deadline is that of them all."""
        self.sock = self._call()
        if self.trusted is not None:
            self.sock.settimeout(self._left())
            self.sock = self.trusted.wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(self._left())  # for what is sent; what comes is bounded by _InTime

    def _call(self) -> socket.socket:
        """Return the first address that answers; looking up a name is bounded by the system."""
        failure: OSError = OSError("no such host")
        for *kind, _name, where in socket.getaddrinfo(self.host, self.port, 0, socket.SOCK_STREAM):
            called = socket.socket(*kind)
            try:
                called.settimeout(self._left())
                called.connect(where)
            except OSError as error:
                called.close()
                failure = error
            else:
                return called
        raise failure

    def _left(self) -> float:
        """Return the seconds the next step may take."""
        left = self.end - monotonic()
        if left <= 0:
            raise TimeoutError("it took too long")
        return min(STEP_SECONDS, left)

    def _answer(self, sock: socket.socket, *args: Any, **more: Any) -> HTTPResponse:
        response = HTTPResponse(sock, *args, **more)
        response.fp = BufferedReader(_InTime(sock, self, response.fp))
        return response


class _InTime(RawIOBase):
    """What comes from a socket, status and headers too; a trickle ends with the connection's time."""

    def __init__(self, sock: socket.socket, line: _Line, held: Any) -> None:
        self.sock, self.line = sock, line
        self.held = held  # keeps the socket open until all is read

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, space: Any) -> int:
        """Wait for the next bytes, as long as there is time."""
        self.sock.settimeout(self.line._left())
        return self.sock.recv_into(space)

    def close(self) -> None:
        """Let the socket go."""
        self.held.close()
        super().close()


def _read(response: HTTPResponse) -> bytes:
    """Read an answer that is not too large."""
    read = b""
    while chunk := response.read1(_CHUNK):
        read += chunk
        if len(read) > LARGEST:
            raise Unreachable("the answer is too long")
    return read


def _object(status: int, text: bytes) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreachable(f"status {status} without JSON") from error
    if status >= 500 or 300 <= status < 400 or not isinstance(told, dict):
        raise Unreachable(f"status {status}")
    if status != 200:
        raise Denied(f"status {status}")
    return told
