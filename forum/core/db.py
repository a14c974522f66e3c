"""The database: durable SQLite by default, PostgreSQL by address; UTC in every column."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import Any

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, Table, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from forum.core.clock import now

__all__ = [
    "Base",
    "UtcDateTime",
    "db",
    "is_reading",
    "link_table",
    "now",
    "reading",
    "wait_for_database",
    "writing",
]

#: Milliseconds a writer waits for another before it gives up.
BUSY_TIMEOUT = 15_000
#: Seconds in which a PostgreSQL server has to take a connection.
CONNECT_TIMEOUT = 10

_log = logging.getLogger(__name__)
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Base(DeclarativeBase):
    """Base of all models; constraints have predictable names so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


def link_table(name: str, **columns: str) -> Table:
    """Make a table of pairs: ``link_table("idea_place", idea_id="idea", place_id="place")``."""
    keys = (
        Column(column, Integer, ForeignKey(f"{table}.id"), primary_key=True)
        for column, table in columns.items()
    )
    return Table(name, db.metadata, *keys)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware datetimes in, aware UTC datetimes out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Convert to UTC; naive datetimes are a mistake and raise ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give back an aware UTC datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def init_app(app: Flask) -> None:
    """Connect the database and tell readers from writers."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)
        else:
            _prepare_postgresql(db.engine)
    app.teardown_appcontext(_let_go)
    app.before_request(_set_mode)
    app.teardown_request(lambda _error: _reading.set(False))


def _let_go(_error: BaseException | None) -> None:
    """Roll back what was not committed; that the connection is gone is no fault of the answer."""
    if not db.session.registry.has():
        return
    try:
        db.session.rollback()
    except DBAPIError as error:
        _log.warning("a connection was gone at the end: %s", type(error).__name__)
        with suppress(SQLAlchemyError):
            db.session.close()  # the second time it finds that nothing is there
        db.session.registry.clear()


def _set_mode() -> None:
    """A request reads by its method, or because there is no page at its address."""
    _reading.set(request.method in {"GET", "HEAD", "OPTIONS"} or request.url_rule is None)


@contextmanager
def reading() -> Iterator[None]:
    """Only read for a while, outside of a request, and keep no writer waiting."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def is_reading() -> bool:
    """Whether the transaction that begins now may only read."""
    return _reading.get()


@contextmanager
def writing() -> Iterator[None]:
    """Write while a page is read: what was read so far is let go, and the lock is taken at once.

    The caller commits. A view that reads and then writes in the same transaction would be told
    that the database is busy whenever somebody else wrote in between (SQLite).
    """
    db.session.rollback()
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def wait_for_database(seconds: float, told: Callable[[], object] = lambda: None) -> bool:
    """Wait until the database answers, at most ``seconds``; ``told`` is called when we must wait."""
    deadline, waiting = monotonic() + seconds, False
    while True:
        try:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
            return True
        except DBAPIError:
            if monotonic() > deadline:
                return False
        if not waiting:
            told()
        waiting = True
        sleep(1)


def _prepare_postgresql(engine: Engine) -> None:
    """Give up on a server that does not answer, instead of waiting for minutes."""

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
        parameters.setdefault("connect_timeout", CONNECT_TIMEOUT)


def _prepare_sqlite(engine: Engine) -> None:
    """Make an acknowledged write survive a crash, and let a writer wait instead of fail.

    A transaction that begins by reading cannot become a writer while another writes, so
    everything but a page view takes the write lock at once (BEGIN IMMEDIATE) and queues for it.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",  # or REPLACE would change the log past its triggers
            "cache_size=-16000",
            "secure_delete=ON",  # what is erased leaves no bytes in the file
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if is_reading() else "BEGIN IMMEDIATE")
