"""The tortures in small: each checker is shown something wrong, and must find it."""

import pytest

from forum.core.db import db


@pytest.fixture
def sqlite(app):
    """The application, where it lives on SQLite."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the checkers read both databases alike; once is enough")
    return app
