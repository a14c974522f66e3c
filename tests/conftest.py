"""One application per session and database; rows are cleared for each test."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings as properties
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, text

from forum import create_app
from forum.core.apart import Turn
from forum.core.db import db, is_reading
from forum.core.kept import forget_pages
from tests.factories import Make, People
from tests.sharing_out import BrowserTogether

for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "BASE_URL"):
    os.environ.pop(name, None)

# The same examples each time, however slow the machine: what failed once fails again.
properties.register_profile("suite", derandomize=True, database=None, deadline=None)
properties.load_profile("suite")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BrowserTogether:
    """Share tests out over processes."""
    return BrowserTogether(config, log)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL server, started for these tests."""
    import pgserver

    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")  # `make torture` asks what survives
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application on one database, with its migrations run once."""
    folder = tmp_path_factory.mktemp(request.param)
    settings = {"SECRET_KEY": "test-" * 8, "INSTANCE_DIR": str(folder), "TESTING": True}
    settings["FORM_MIN_SECONDS"] = 0  # forms are sent at once here
    # tests/accounts asks for second factors; elsewhere ``sign_in`` writes the session by itself
    settings |= {"STAFF_SECOND_FACTOR": False, "ROWLESS_SESSIONS": True}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = request.getfixturevalue("postgres")
    app = create_app(settings)
    gc.freeze()  # as wsgi.py does
    app.test_client_class = Client
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", _may_write)
        if request.param == "sqlite":
            event.listen(db.engine, "connect", _hurry)
            db.engine.dispose()
        upgrade(directory=str(Path(app.root_path) / "migrations"))
        db.engine.dispose()
        if request.param == "sqlite":
            shutil.copy(folder / "forum.db", folder / "pristine.db")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _may_write(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    """A page view that writes without ``writing`` fails whenever somebody else writes too."""
    if is_reading() and statement.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
        raise AssertionError(f"written while reading: {statement[:200]}")


@pytest.fixture(scope="session", autouse=True)
def files_are_read_apart() -> Iterator[None]:
    """A picture or a list that is opened while the database is held makes everybody else wait."""
    take = Turn.taken

    def taken(turn: Turn) -> Any:
        held = has_app_context() and db.session.registry.has() and db.session().in_transaction()
        assert not held, "a file is read while the database is held: use core.apart"
        return take(turn)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Turn, "taken", taken)
        yield


def _hurry(connection: Any, _record: Any) -> None:
    """Wait for no disk; `make torture` asks what survives."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(house: Flask) -> Iterator[Flask]:
    """The application with empty tables and an empty queue."""
    with house.app_context():
        _clear(house)
        forget_pages()
        house.extensions["huey"].storage.flush_all()
        yield house
        db.session.rollback()
        db.session.remove()


def _clear(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        folder = Path(app.instance_path)
        for leftover in ("forum.db-wal", "forum.db-shm"):
            (folder / leftover).unlink(missing_ok=True)
        shutil.copy(folder / "pristine.db", folder / "forum.db")
        return
    with db.engine.begin() as connection:  # triggers sleep while a replica catches up
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        rows = " ".join(f'DELETE FROM "{table.name}";' for table in db.metadata.sorted_tables)
        connection.execute(text(f"DO $$BEGIN {rows} END$$"))  # one way there and back, not 170


#: What every page asks that takes a name or a contact; a test of consent sends it empty.
AGREED = {"consent": "y", "years": "grown"}


class Client(FlaskClient):
    """A browser without JavaScript that can sign in and send forms with their token."""

    def open(self, *args, **kwargs):
        """Ask for a page; each request begins with an empty ``g``, as it does outside tests."""
        for name in list(g) if has_app_context() else ():
            g.pop(name)
        return super().open(*args, **kwargs)

    def sign_in(self, person) -> "Client":
        """Open a session for ``person``, as the sign-in page would."""
        with self.session_transaction() as session:
            session["_user_id"], session["_fresh"] = person.get_id(), True
        return self

    def send(self, path: str, data: dict | None = None, **kwargs):
        """Post a form with the CSRF token its page would have held."""
        with self.session_transaction() as session:
            token = session.setdefault("csrf_token", token_hex(20))
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        sent = {"csrf_token": signer.dumps(token), **AGREED, **(data or {})}
        return self.post(path, data=sent, **kwargs)


@pytest.fixture
def client(app: Flask) -> Client:
    """A visitor's browser."""
    return app.test_client()


@pytest.fixture
def make(app: Flask) -> Make:
    """Make things: ``make.conversation()``, ``make.opinion("Több padot!")``."""
    return Make()


@pytest.fixture
def people(make: Make) -> People:
    """Ana the resident, Mira the facilitator, Paul the planner, Adam the administrator."""
    return People(make)


@pytest.fixture
def run_jobs(app: Flask):
    """Do the background work that was asked for, as the worker would."""

    def run() -> int:
        huey, done = app.extensions["huey"], 0
        while (task := huey.dequeue()) is not None:
            db.session.rollback()  # the worker has a session of its own
            huey.execute(task)
            done += 1
        db.session.expire_all()
        return done

    return run


@pytest.fixture
def count_queries(app: Flask):
    """Count the statements sent to the database: ``with count_queries() as log: ...``."""

    class Counter:
        def __enter__(self) -> list[str]:
            self.log: list[str] = []
            event.listen(db.engine, "before_cursor_execute", self.note)
            return self.log

        def __exit__(self, *_error) -> None:
            event.remove(db.engine, "before_cursor_execute", self.note)

        def note(self, _connection, _cursor, statement, *_rest) -> None:
            self.log.append(statement)

    return Counter
