"""A server that drops a connection in the middle: a kind page, and nothing breaks off behind it."""

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from forum.audit import record
from forum.core.db import db
from tests.audit.test_models import TESTED


@pytest.fixture
def postgresql(app):
    """The application, where a server can drop its connections."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no server")
    return app


def drop() -> None:
    """End the connection of the present transaction from outside."""
    number = db.session.scalar(text("SELECT pg_backend_pid()"))
    outside = create_engine(db.engine.url)
    with outside.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})
    outside.dispose()


def test_what_is_left_open_when_all_is_answered_is_no_error(postgresql: Flask):
    with postgresql.app_context():
        drop()


def test_an_entry_that_was_not_sealed_yet_goes_with_its_connection(postgresql: Flask):
    with postgresql.app_context():
        record(TESTED, None, what="lost")
        db.session.flush()
        drop()
        with pytest.raises(DBAPIError):
            db.session.execute(text("SELECT 1"))
    with postgresql.app_context():
        record(TESTED, None, what="kept")
        db.session.commit()
        assert db.session.scalar(text("SELECT count(*) FROM audit_entry")) == 1
