"""Asking in turn: a provider that answers nobody is asked by one, and the others hear so at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any

from forum.accounts.outside import fetching
from forum.accounts.outside.fetching import Silent, Unreachable

#: Seconds for which nobody asks again what was silent, and those one waits for somebody who asks.
SILENCE_LASTS, TURN_SECONDS = 15, 1
#: People whose coming back is asked about at the same time; each keeps one of the few threads.
AT_ONCE = 2


class Asking:
    """How a provider was reached last, in this process."""

    def __init__(self, plain: bool) -> None:
        self.plain, self.lock, self.silent_at = plain, Lock(), -1e9
        self.room = BoundedSemaphore(AT_ONCE)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let one ask for all; who waits too long is told that nobody answers, and keeps no thread."""
        with _within(self.lock):
            yield

    @contextmanager
    def place(self) -> Iterator[None]:
        """Let few ask at the same time, each of somebody else."""
        with _within(self.room):
            yield

    @property
    def rests(self) -> bool:
        """Whether nobody answered just now."""
        return monotonic() - self.silent_at < SILENCE_LASTS

    def rest(self) -> None:
        """Ask nothing more for a while; who hears so meanwhile makes it no longer."""
        if not self.rests:
            self.silent_at = monotonic()

    def ask(self, address: str, body: str | None = None, **headers: str) -> dict[str, Any]:
        """Ask, unless nobody answered just now; raises Unreachable and Denied."""
        if self.rests:
            raise Unreachable("silent just now")
        try:
            return fetching.ask(address, self.plain, body, headers)
        except Silent:
            self.rest()
            raise


@contextmanager
def _within(lock: Any) -> Iterator[None]:
    if not lock.acquire(timeout=TURN_SECONDS):
        raise Unreachable("somebody is asking")
    try:
        yield
    finally:
        lock.release()
