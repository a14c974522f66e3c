"""Servers for measuring: the application on a filled database, and the bare page."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from itsdangerous import URLSafeTimedSerializer

from forum import ROOT, create_app

SECRET = "bench-only-" * 4
CSRF = "b" * 40


def settings(folder: Path) -> dict[str, object]:
    """Return the settings of the measured application."""
    return {
        "SECRET_KEY": SECRET,
        "INSTANCE_DIR": str(folder),
        "TRUSTED_PROXIES": 1,
        "FORM_MIN_SECONDS": 0,
    }


def free_port() -> int:
    """Return a free port on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    target: str, environment: dict[str, str], threads: int = 4, worker: str = "gthread"
) -> Iterator[int]:
    """Serve ``target`` as `make run` does (gunicorn, 2 processes x 4 threads); yield the port."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        target,
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        worker,
        "--workers",
        "2",
        "--threads",
        str(threads),
        "--keep-alive",
        "15",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        _wait(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait(port: int) -> None:
    for _try in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def prepared(folder: Path) -> Flask:
    """Return an application with a migrated, empty database in ``folder``."""
    app = create_app(settings(folder))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    return app


def get(path: str, cookie: str = "") -> bytes:
    """Return a GET request as a phone's browser sends it."""
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: text/html",
        "Accept-Language: hu",
        "Accept-Encoding: gzip",
    ]
    return ("\r\n".join(lines + ([f"Cookie: {cookie}"] if cookie else [])) + "\r\n\r\n").encode()


def post(path: str, fields: str, cookie: str, address: str) -> bytes:
    """Return a form post from ``address``, as the reverse proxy tells it."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookie}",
        "Accept: text/html",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(fields)}",
        f"X-Forwarded-For: {address}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + fields).encode()


def session_cookie(app: Flask, visitor: int) -> str:
    """Return the cookie of a visitor who has been here before."""
    serializer = app.session_interface.get_signing_serializer(app)
    return "kalaka=" + serializer.dumps({"visitor": visitor, "csrf_token": CSRF})


def csrf_token() -> str:
    """Return the token a form of that session holds."""
    return str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF))
