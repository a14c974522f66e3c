"""The application as a city serves it: `flask serve` as a process of its own, and its family."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
from flask import Flask
from flask_migrate import upgrade

from forum import ROOT, create_app

SECRET = "torture-only-" * 4
#: Seconds a server may take to start; seconds are enough unless the machine is busy with more.
STARTS = 180


def settings(folder: Path, database: str = "", **more: Any) -> dict[str, Any]:
    """Return the settings of the tortured application, for overrides and for the environment."""
    known = {"SECRET_KEY": SECRET, "INSTANCE_DIR": str(folder), "TRUSTED_PROXIES": 1}
    known |= {"FORM_MIN_SECONDS": 0}  # clients here write faster than people
    known |= {"LOG_LEVEL": "ERROR", "DATABASE_URL": database, "PORT": free_port()}
    # Staff come in by a cookie of ours, and nobody here types as slowly as people do.
    known |= {"STAFF_SECOND_FACTOR": False, "FORM_MIN_SECONDS": 0}
    return {**known, **more}


def prepared(known: dict[str, Any]) -> Flask:
    """Return an application with a migrated, empty database."""
    app = create_app(known)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    return app


def free_port() -> int:
    """Return a free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A running `flask serve`; ``revive`` starts it again, as systemd would."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.port = int(known["PORT"])
        self.log = Path(f"{known['INSTANCE_DIR']}.log")  # not where space is made scarce
        words = {name: str(value) for name, value in known.items()}
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {**kept, **words, "PYTHONWARNINGS": "ignore"}
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Served":
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.revive()
        if self.answers_within(STARTS) is None:
            self.stop()
            raise TimeoutError(f"the server did not start; see {self.log}")

    def revive(self) -> None:
        """Start the supervisor unless it runs."""
        if self.process is not None and self.process.poll() is None:
            return
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def stop(self) -> int:
        """Tell it to stop and return its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(40)
        except subprocess.TimeoutExpired:
            for each in reversed(self.family()):
                each.kill()
            self.process.kill()
            return self.process.wait()

    def family(self) -> list[psutil.Process]:
        """Return the supervisor and all that came of it."""
        try:
            root = psutil.Process(self.process.pid) if self.process else None
            return [root, *root.children(recursive=True)] if root else []
        except psutil.NoSuchProcess:
            return []

    def members(self) -> dict[str, list[int]]:
        """Return the numbers of the processes by what they are."""
        found: dict[str, list[int]] = {"supervisor": [], "web server": [], "web process": []}
        found["worker"] = []
        family = self.family()
        for each in family:
            try:
                words, parent = " ".join(each.cmdline()), each.ppid()
            except (psutil.NoSuchProcess, psutil.ZombieProcess):
                continue
            if self.process is not None and each.pid == self.process.pid:
                found["supervisor"].append(each.pid)
            elif "gunicorn" in words:
                first = self.process is not None and parent == self.process.pid
                found["web server" if first else "web process"].append(each.pid)
            elif words.endswith("worker"):
                found["worker"].append(each.pid)
        return found

    def ask(self, path: str = "/", timeout: float = 5) -> int:
        """Return the status of a page, 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def answers_within(self, seconds: float, path: str = "/") -> float | None:
        """Return after how many seconds the site answers with 200, None when it does not."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if self.ask(path) == 200:
                return time.monotonic() - begun
            time.sleep(0.05)
        return None


def kill(number: int) -> bool:
    """Kill a process as a lack of memory does; False when it is gone already."""
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
