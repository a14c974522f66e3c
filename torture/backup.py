"""A whole city is backed up and brought back, and every row and file is compared with the first."""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask

from forum import ROOT, create_app
from forum.audit.verifying import verify
from forum.core.db import db
from forum.demo.loader import fill_if_empty
from forum.upkeep.backup.making import make
from forum.upkeep.backup.restoring import restore
from tests.upkeep.filling import everything
from torture import serving
from torture.figures import Figures
from torture.postgres import Postgres

Rows = dict[str, list[tuple[Any, ...]]]


def run(database: str = "both", seconds: float = 900, **_more: Any) -> Figures:
    """Fill the demo city, and bring it back into SQLite, into PostgreSQL, and from there again."""
    figures = Figures("a whole city backed up and brought back")
    logging.disable(logging.CRITICAL)
    place, until = Path(tempfile.mkdtemp(prefix="backup")), time.monotonic() + seconds
    app = serving.prepared(_settings(place / "first"))
    with app.app_context():
        fill_if_empty(progress=lambda _words: None)
        db.session.remove()
        url = db.engine.url
        db.engine.dispose()
    known, made = everything(url), _back_up(app)
    filled = sum(bool(rows) for rows in known.values())
    figures.tell("tables with rows", f"{filled} of {len(known)} (the suite tries all of them)")
    _compare(figures, "SQLite to SQLite", known, _settings(place / "second"), made)
    if database != "sqlite":
        with Postgres() as server:
            moved = _settings(place / "third", server.uri)
            again = _compare(figures, "SQLite to PostgreSQL", known, moved, made)
            if time.monotonic() < until:
                made = _back_up(again)
                _compare(figures, "PostgreSQL to SQLite", known, _settings(place / "fourth"), made)
            else:
                figures.fall_short("the way back from PostgreSQL was not tried")
    _drill(figures, made, place / "fifth")
    shutil.rmtree(place, ignore_errors=True)
    logging.disable(logging.NOTSET)
    return figures


#: What whoever keeps the house does on a bad day (docs/upkeep.md), command by command.
DRILL = (
    ["restore", "--without-erased"],
    ["db", "check"],
    ["audit", "verify"],
    ["publications", "verify"],
    ["minutes", "verify"],
)


def _drill(figures: Figures, made: Path, folder: Path) -> None:
    """Bring a backup back by the commands the docs name, and ask whether all is well."""
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    known = {name: str(value) for name, value in _settings(folder).items()}
    environment = {**os.environ, **known, "DEMO": ""}
    environment.pop("DATABASE_URL", None)
    for each in DRILL:
        words = [*each, str(made)] if each[0] == "restore" else each
        done = subprocess.run(
            [*flask, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            figures.find(f"drill: flask {' '.join(each)}: {done.stdout}{done.stderr}")
            return
        figures.count("commands of the restore drill")


def _settings(folder: Path, database: str = "") -> dict[str, Any]:
    return serving.settings(folder, database, LOG_LEVEL="CRITICAL")


def _back_up(app: Flask) -> Path:
    with app.app_context():
        made = make()
        db.session.remove()
        db.engine.dispose()
    return made.path


def _compare(figures: Figures, way: str, known: Rows, to: dict[str, Any], made: Path) -> Flask:
    """Bring a backup back into an empty instance, and compare it row by row."""
    app = create_app(to)
    with app.app_context():
        restore(made)
        db.session.remove()
        fault = verify().fault
        db.session.remove()
        url = db.engine.url
        found = everything(url)
        db.engine.dispose()
    if fault:
        figures.find(f"{way}: {fault}")
    if set(found) != set(known):
        figures.find(f"{way}: other tables: {sorted(set(found) ^ set(known))}")
    for name, rows in known.items():
        wrong = _differing(rows, found.get(name, []))
        if wrong:
            figures.find(f"{way}: {wrong} rows of {name} are not as they were")
        figures.count("rows compared, each equal" if not wrong else "rows compared", len(rows))
        cells = (cell for row in rows for cell in row)
        files = [cell for cell in cells if isinstance(cell, bytes)]
        figures.count("files in them (pictures, documents)", len(files))
        figures.count("bytes of these files", sum(map(len, files)))
    figures.count(f"tables, {way}", len(known))
    return app


def _differing(before: list[Any], after: list[Any]) -> int:
    """Count the rows that are only on one side, doubles included."""
    if before == after:
        return 0
    only = [row for row in before if row not in after], [row for row in after if row not in before]
    return max(1, len(only[0]) + len(only[1]))
