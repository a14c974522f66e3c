"""One command that serves: the web server and the worker, kept running and ended together."""

import signal
import socket
import sys
from time import monotonic, sleep

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from huey.consumer_options import ConsumerConfig

from forum.accounts.operations import first_administrator_link
from forum.core import delivery, jobs
from forum.core.db import db, wait_for_database
from forum.core.supervising import GRACE, Program, keep_running
from forum.demo.here import is_loopback
from forum.demo.loader import fill_if_empty, forget_half_filled
from forum.upkeep.backup.restoring import is_unfinished

#: Seconds in which a port is waited for: the processes of a server that was killed end by then.
PORT_PATIENCE = 15
#: Seconds in which a database is waited for, as when a machine starts up and we are first.
DATABASE_PATIENCE = 300


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Prepare the database and serve pages and background work until Ctrl-C."""
    raise SystemExit(_serve())


def _serve() -> int:
    config = current_app.config
    if config["DEMO"] and not is_loopback(config["HOST"]):
        raise click.ClickException(
            "Demo mode signs anybody in, so HOST must be a loopback address."
        )
    if is_unfinished():
        raise click.ClickException(
            "A restore was begun here and not finished: give the same restore command once more."
        )
    _wait_for_port(config["HOST"], config["PORT"])
    _wait_for_database()
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
    programs = [
        Program("the web server", _web_command(address), signal.SIGTERM),
        Program("the background worker", _worker_command(), signal.SIGINT),
    ]
    return keep_running(
        programs, str(current_app.root_path), lambda text: click.echo(text, err=True)
    )


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
        "--preload",  # a process that was lost is back at once: the application is there already
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
        "--forwarder-headers",
        "",  # no header decides which page is meant, whoever sends it
        "--no-control-socket",
    ]


def _worker_command() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


def _wait_for_port(host: str, port: int) -> None:
    """Wait until nobody listens where we shall; raise ClickException when somebody goes on."""
    deadline = monotonic() + PORT_PATIENCE
    while not _is_free(host, port):
        if monotonic() > deadline:
            raise click.ClickException(
                f"Something else listens at {host}:{port}. Stop it, or choose another PORT."
            )
        sleep(0.2)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _wait_for_database() -> None:
    if not wait_for_database(DATABASE_PATIENCE, lambda: click.echo("Waiting for the database.")):
        raise click.ClickException("The database does not answer. Is it running, as DATABASE_URL?")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do background work until stopped; `serve` starts one by itself."""
    _wait_for_database()
    jobs.revive()
    delivery.take_up()
    db.session.remove()
    options = ConsumerConfig(workers=1, periodic=True, initial_delay=0.05, max_delay=0.5)
    options.validate()
    current_app.extensions["huey"].create_consumer(**options.values).run()


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(serve)
    app.cli.add_command(worker)
