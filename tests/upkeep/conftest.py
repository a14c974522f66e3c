"""Second houses beside the one of the tests: empty ones to restore into."""

from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from forum import create_app
from forum.core.db import db
from forum.privacy.erasing import erasures

_numbers = count(1)


@pytest.fixture
def new_database(postgres, tmp_path):
    """Make the address of a new empty database: ``new_database("sqlite")``."""

    def make(kind: str) -> dict:
        number = next(_numbers)
        folder = tmp_path / f"instance{number}"
        settings = {"SECRET_KEY": "other-" * 8, "INSTANCE_DIR": str(folder), "TESTING": True}
        if kind == "postgresql":
            engine = create_engine(postgres.replace("postgresql://", "postgresql+psycopg://"))
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(f"CREATE DATABASE second{number}"))
            engine.dispose()
            base, _sign, rest = postgres.partition("/postgres?")
            settings["DATABASE_URL"] = f"{base}/second{number}?{rest}"
        return settings

    return make


@pytest.fixture
def new_house(new_database):
    """Make another application with a database of its own, without any tables."""
    made = []

    def make(kind: str):
        made.append(create_app(new_database(kind)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def backups(app, tmp_path):
    """Let backups lie in a folder of this test."""
    folder, before = tmp_path / "backups", dict(app.config)
    app.config.update(BACKUP_DIR=str(folder))
    (Path(app.instance_path) / erasures.NAME).unlink(missing_ok=True)  # of another test
    yield folder
    app.config.update({name: before[name] for name in before if name.startswith("BACKUP")})


def address(app) -> str:
    """The address of an application's database, for a connection of one's own."""
    with app.app_context():
        return db.engine.url


def migrations(app) -> str:
    """The folder of migrations."""
    return str(Path(app.root_path) / "migrations")
