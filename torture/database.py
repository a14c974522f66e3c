"""A database that goes away and returns: kind pages meanwhile, and no help needed afterwards."""

import shutil
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from torture import sending, serving, town
from torture.clients import Actor, Deed, Ledger, by_page
from torture.figures import Figures
from torture.invariants import everything
from torture.jobs import ask_for_analysis, wait_for_jobs
from torture.postgres import Postgres
from torture.serving import Served

KINDS = ("_speak", "_vote", "_support", "_comment", "_register", "_tally")
#: Seconds within which the site must work again once the database is back.
BACK = 30
#: Seconds after which work that lost its database is done: ten minutes of silence, and the work itself.
AT_LAST = 12 * 60
#: The page that tells whether the application is ready for visitors.
READY = "/readyz"


def run(seed: int = 1, database: str = "both", seconds: float = 600, **_more: Any) -> Figures:
    """Take the database away in every way there is, and give it back."""
    figures, until = Figures("a database that goes away"), time.monotonic() + seconds
    if database in {"both", "postgresql"}:
        with Postgres() as server:
            _postgresql(figures, server, seed)
    if database in {"both", "sqlite"} and time.monotonic() < until:
        _sqlite(figures, seed)
    elif database != "postgresql":
        figures.fall_short("a locked SQLite was not tried")
    return figures


def _postgresql(figures: Figures, server: Postgres, seed: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="away"))
    known = serving.settings(folder, server.uri)
    app = serving.prepared(known)
    place, ledger = town.found(app), Ledger()
    with Served(known) as served:
        for round_number in range(2):
            deeds = _deeds(served, place, ledger, seed, round_number)
            server.stop()
            _refused(figures, served, deeds, "PostgreSQL is stopped")
            server.start()
            _returned(figures, served, deeds, ledger)
        for round_number in range(2, 5):
            deeds = _deeds(served, place, ledger, seed, round_number)
            ended = server.terminate_connections()
            figures.count("connections ended by the database", ended)
            _returned(figures, served, deeds, ledger)
        ask_for_analysis(served, place, place.talks[0])
        server.stop()
        time.sleep(2)
        server.start()
        waited = wait_for_jobs(app, AT_LAST)
        if waited is None:
            figures.find("work begun before the database went away was never done")
        figures.tell("work begun before the database went away", _over(waited))
    with app.app_context():
        figures.find_all(f"PostgreSQL: {each}" for each in everything(ledger, place))
        _forget(app)
    shutil.rmtree(folder, ignore_errors=True)


def _over(waited: float | None) -> str:
    return f"done after {waited:.0f} s" if waited is not None else "never done"


def _forget(app: Any) -> None:
    from forum.core.db import db

    db.session.remove()
    db.engine.dispose()


def _deeds(served: Served, place: town.Town, ledger: Ledger, seed: int, number: int) -> list[Deed]:
    actor = Actor(1, served.port, place, ledger, seed + number)
    keys = {kind: f"away{number}{kind}".ljust(22, "x") for kind in KINDS}
    deeds = [by_page(getattr(actor, kind)(key)) for kind, key in keys.items()]
    ledger.tried.update({deed.key: deed for deed in deeds})
    return deeds


def _refused(figures: Figures, served: Served, deeds: list[Deed], when: str) -> None:
    """Each thing is refused kindly, and what was typed comes back."""
    for number, deed in enumerate(deeds):
        language = ("hu", "en")[number % 2]
        told = sending.send(served.port, deed, language)
        wrong = sending.unkind(told, language, deed.fields.get("text"), (503,))
        figures.find_all(f"{when}: {deed.kind} {each}" for each in wrong)
        figures.count(f"things refused kindly while {when}")
    told = sending.ask(served.port, "GET", "/conversations")
    if when.startswith("PostgreSQL") and told.status != 503:
        figures.find(f"{when}: a page is answered with {told.status}")
    ready, wanted = served.ask(READY), 503 if when.startswith("PostgreSQL") else 200
    if ready != wanted:  # while SQLite is locked all pages can be read
        figures.find(f"{when}: {READY} is answered with {ready}")
    figures.tell(f"{READY} while {when}", ready)


def _returned(figures: Figures, served: Served, deeds: list[Deed], ledger: Ledger) -> None:
    """With the database back, everything works again by itself, and counts once."""
    waited = served.answers_within(BACK, "/conversations")
    if waited is None:
        figures.find(f"no answer {BACK} s after the database came back")
        return
    figures.count("returns survived without a restart")
    for deed in (*deeds, *deeds):
        told = sending.send(served.port, deed)
        if told.status == 503:  # a connection that had been waiting in its pool
            told = sending.send(served.port, deed)
        if told.status not in {200, 303}:
            figures.find(f"after the return, {deed.kind} is answered with {told.status}")
        else:
            ledger.done[deed.key] = deed
    figures.count("things sent twice more and kept once", len(deeds))


def _sqlite(figures: Figures, seed: int) -> None:
    """Hold the write lock for longer than anybody waits."""
    folder = Path(tempfile.mkdtemp(prefix="away"))
    known = serving.settings(folder)
    app = serving.prepared(known)
    place, ledger = town.found(app), Ledger()
    with Served(known) as served:
        deeds = _deeds(served, place, ledger, seed, 9)[:2]
        holder = sqlite3.connect(folder / "forum.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        if served.ask("/conversations") != 200:
            figures.find("pages cannot be read while somebody writes")
        _refused(figures, served, deeds, "SQLite is locked")
        holder.execute("ROLLBACK")
        holder.close()
        _returned(figures, served, deeds, ledger)
    with app.app_context():
        figures.find_all(f"SQLite: {each}" for each in everything(ledger, place))
        _forget(app)
    shutil.rmtree(folder, ignore_errors=True)
