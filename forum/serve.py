"""One command that serves: the web server and the worker together, ended together."""

import os
import signal
import subprocess
import sys
from time import sleep
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from huey.consumer_options import ConsumerConfig

from forum.accounts.operations import first_administrator_link
from forum.core import jobs
from forum.core.db import db
from forum.demo.here import is_loopback
from forum.demo.loader import fill_if_empty, forget_half_filled

#: Seconds a process has to finish what it is doing when the server is stopped.
GRACE = 20


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Prepare the database and serve pages and background work until Ctrl-C."""
    config = current_app.config
    if config["DEMO"] and not is_loopback(config["HOST"]):
        raise click.ClickException(
            "Demo mode signs anybody in, so HOST must be a loopback address."
        )
    if config["DEMO"]:
        forget_half_filled()
    upgrade(directory=f"{current_app.root_path}/migrations")
    if config["DEMO"]:
        fill_if_empty(progress=click.echo)
    else:
        _welcome()
    db.session.remove()
    db.engine.dispose()
    address = f"{config['HOST']}:{config['PORT']}"
    click.echo(f"Kaláka is served at http://{address}/ (stop with Ctrl-C)")
    raise SystemExit(_run_together(_web_command(address), _worker_command()))


def _welcome() -> None:
    link = first_administrator_link()
    db.session.commit()
    if not current_app.config["BASE_URL"]:
        click.echo("BASE_URL is not set: links in letters and QR codes lead to this machine only.")
    if link:
        click.echo(f"No administrator yet. Open this link once to become the first:\n  {link}")


def _web_command(address: str) -> list[str]:
    config = current_app.config
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "wsgi:app",
        "--bind",
        address,
        "--worker-class",
        "forum.core.slots.Worker",
        "--workers",
        str(config["WEB_WORKERS"]),
        "--threads",
        str(config["WEB_THREADS"]),
        "--worker-connections",
        str(1000 + config["WATCHERS"]),
        "--keep-alive",
        "15",
        "--timeout",
        "60",
        "--graceful-timeout",
        str(GRACE // 2),
        "--log-level",
        "warning",
        "--no-control-socket",
    ]


def _worker_command() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


def _run_together(*commands: list[str]) -> int:
    """Run the commands until one ends or we are told to stop; then stop them all."""
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    root = str(current_app.root_path)
    # In sessions of their own, so that Ctrl-C reaches them once, through us.
    processes = [
        subprocess.Popen(command, cwd=root, start_new_session=True)  # noqa: S603 - our own words
        for command in commands
    ]
    while not stopping and all(process.poll() is None for process in processes):
        sleep(0.2)
    _stop_all(processes)
    return 0 if stopping else 1


def _stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    # Each has its own word for "finish what you are doing": gunicorn TERM, huey INT.
    for process, word in zip(processes, (signal.SIGTERM, signal.SIGINT), strict=True):
        if process.poll() is None:
            process.send_signal(word)
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do background work until stopped; `serve` starts one by itself."""
    jobs.revive()
    db.session.remove()
    options = ConsumerConfig(workers=1, periodic=True, initial_delay=0.05, max_delay=0.5)
    options.validate()
    current_app.extensions["huey"].create_consumer(**options.values).run()


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(serve)
    app.cli.add_command(worker)
