"""The web server's process: a few threads for ordinary requests, and one more for each who watches.

A stream of live updates holds its thread for half an hour. When one begins, a thread is added in
its place, so ordinary requests are always worked on by WEB_THREADS at a time, as the database likes
it; when it ends, one goes home.
"""

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from types import FrameType
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from forum.core import warming
from forum.core.supervising import end_with_parent

Job = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Threads:
    """Threads that take work from one queue; their number can change while they work."""

    def __init__(self, number: int) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self.number = 0
        for _each in range(number):
            self.grow()

    def submit(self, call: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Let the next free thread do ``call(*arguments)``."""
        future: Future[Any] = Future()
        self._jobs.put((future, call, arguments))
        return future

    def grow(self) -> None:
        """Add a thread."""
        self.number += 1
        Thread(target=self._work, name="request", daemon=True).start()

    def shrink(self) -> None:
        """Let one thread go home as soon as it is free."""
        self.number -= 1
        self._jobs.put(None)

    def shutdown(self, wait: bool = False) -> None:
        """Let all go home; gunicorn has waited for what was being done."""
        while self.number > 0:
            self.shrink()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, call, arguments = job
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(call(*arguments))
                except BaseException as failure:
                    future.set_exception(failure)


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threaded worker with such threads; told to stop, it ends the streams first."""

    hub: Any = None

    def get_thread_pool(self) -> Threads:
        """Begin with the threads of ordinary requests."""
        return Threads(self.cfg.threads)

    def load_wsgi(self) -> None:
        """Let the streams have threads of their own, and leave no port taken when we are orphaned."""
        end_with_parent()
        super().load_wsgi()
        self.hub = self.wsgi.extensions["live"]
        self.hub.threads = self.tpool
        warming.begin(self.wsgi)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        if self.hub is not None:
            self.hub.stop()
        super().handle_exit(sig, frame)
