"""A PostgreSQL server of our own, that can be stopped, started and hurt."""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil


def patiently(begin: Callable[[], Any]) -> Any:
    """Begin a server; on a busy machine it takes longer than its library waits."""
    for _try in range(6):
        with suppress(subprocess.TimeoutExpired):
            return begin()
    return begin()


class Postgres:
    """A server with its data in a folder made for it."""

    def __enter__(self) -> "Postgres":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pgserver

            self.folder = Path(tempfile.mkdtemp(prefix="pg"))
            self.server = patiently(lambda: pgserver.get_server(self.folder))
        self.uri: str = self.server.get_uri()
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(Exception):
            self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self) -> None:
        """Stop the server at once, as a machine that loses its power."""
        self._control(["-w", "-m", "immediate", "stop"])

    def start(self) -> None:
        """Start it again; it recovers by itself."""
        patiently(self.server.ensure_postgres_running)

    def _control(self, words: list[str]) -> None:
        from pgserver._commands import pg_ctl

        pg_ctl(words, pgdata=self.folder, user=self.server.system_user, timeout=60)

    def backends(self) -> list[int]:
        """Return the processes that serve connections of the application."""
        try:
            postmaster = psutil.Process(self.server.get_pid())
            children = postmaster.children()
        except psutil.NoSuchProcess:
            return []
        found = []
        for each in children:
            with suppress(psutil.NoSuchProcess):
                words = " ".join(each.cmdline())
                if "postgres: postgres " in words:
                    found.append(each.pid)
        return found

    def terminate_connections(self) -> int:
        """End every connection, as an administrator may."""
        query = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        told = self.server.psql(query)
        return next((int(word) for word in told.split() if word.isdigit()), 0)
