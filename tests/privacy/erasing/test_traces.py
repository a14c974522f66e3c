"""Erased words stay neither in the database file nor in SQLite's log of changes beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from forum.core.db import db
from forum.core.jobs import pass_the_night
from forum.core.personal import Whose
from forum.privacy import erasing
from forum.privacy.erasing import erase

WORD = "Titkosszövegecske"


@pytest.fixture
def path(app) -> str:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has such a log")
    return str(db.engine.url.database)


@contextmanager
def somebody_reads(path: str) -> Iterator[None]:
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM person").fetchone()
        yield
        reader.rollback()


def traces(path: str) -> list[str]:
    """Return in which files the words still stand."""
    files = (Path(path + ending) for ending in ("", "-wal"))
    return [file.suffix for file in files if WORD.encode() in file.read_bytes()]


def erase_the_words(make, people) -> None:
    make.opinion(f"{WORD} a padról", author=people.ana)
    db.session.commit()
    erase(Whose(person_ids=frozenset({people.ana.id})))
    db.session.commit()


def test_while_nobody_reads_they_are_gone_at_once(path, make, people):
    erase_the_words(make, people)
    assert traces(path) == []


def test_what_a_reader_kept_there_goes_in_the_night(path, make, people, monkeypatch):
    monkeypatch.setattr(erasing, "PATIENCE", 0.1)
    with somebody_reads(path):
        erase_the_words(make, people)
        assert ".db-wal" in traces(path)
    pass_the_night()
    assert traces(path) == []


def test_while_somebody_reads_it_is_tried_again_and_said_in_the_end(
    path, make, people, monkeypatch, caplog
):
    monkeypatch.setattr(erasing, "PATIENCE", 0.1)
    with somebody_reads(path):
        erase_the_words(make, people)
    assert "in the night" in caplog.text
