"""A database that is away or busy, a disk that is full: a kind page, and nothing typed is lost."""

import errno
import sqlite3
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from forum.core import troubles
from forum.core.db import db
from forum.opinions.models import Opinion

HOSTILE = '<svg onload=alert(1)> "><img src=x> két pad'
KEY = "trouble-key-0123456789"


def of(original: Exception) -> OperationalError:
    return OperationalError("INSERT", {}, original)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (of(sqlite3.OperationalError("database is locked")), "busy"),
        (of(sqlite3.OperationalError("database or disk is full")), "full"),
        (of(sqlite3.OperationalError("unable to open database file")), "away"),
        (of(sqlite3.OperationalError("disk I/O error")), "away"),
        (of(sqlite3.OperationalError("no such table: opinion")), None),
        (of(psycopg.errors.DiskFull("no room")), "full"),
        (of(psycopg.errors.AdminShutdown("ended")), "away"),
        (of(psycopg.errors.DeadlockDetected("both wait")), "busy"),
        (of(psycopg.OperationalError("connection refused")), "away"),
        (of(psycopg.errors.UndefinedColumn("what?")), None),
        (IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE")), None),
        (OSError(errno.ENOSPC, "No space left on device"), "full"),
        (OSError(errno.ENOENT, "No such file"), None),
        (PoolTimeout("no connection is free"), "busy"),
        (ValueError("a fault of ours"), None),
    ],
)
def test_troubles_are_told_from_faults(error, trouble):
    assert troubles.trouble_in(error) == trouble


def test_a_trouble_that_led_to_another_error_is_seen():
    error = RuntimeError("could not save")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert troubles.trouble_in(error) == "full"


@pytest.fixture
def full_disk(app, monkeypatch):
    """Let no transaction be committed, as when there is no room."""

    def refuse() -> None:
        raise of(sqlite3.OperationalError("database or disk is full"))

    def turn(full: bool) -> None:
        monkeypatch.undo()
        if full:
            monkeypatch.setattr(db.session, "commit", refuse)

    return turn


@pytest.mark.parametrize(
    ("language", "words"), [("hu", "elfogyott a tárhely"), ("en", "no room left")]
)
def test_a_full_disk_gives_the_words_back_and_counts_them_once(
    client, make, full_disk, language, words
):
    talk = make.conversation()
    sent = {"text": HOSTILE, "submit_key": KEY, "password": "titok1234"}
    path, headers = f"/conversations/{talk.id}/speak", {"Accept-Language": language}
    full_disk(True)
    answer = client.send(path, sent, headers=headers)
    assert answer.status_code == 507
    assert words in answer.text
    assert "&lt;svg onload=alert(1)&gt;" in answer.text
    assert "<svg onload" not in answer.text
    assert f'value="{KEY}"' in answer.text
    assert "titok1234" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Retry-After"]
    full_disk(False)
    for _twice in range(2):
        assert client.send(path, sent).status_code == 303
    assert db.session.scalars(select(Opinion)).one().text == HOSTILE


def test_a_program_is_told_in_its_own_shape(client, make, full_disk):
    talk = make.conversation()
    full_disk(True)
    answer = client.send(
        f"/conversations/{talk.id}/speak", {"text": "Pad!"}, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json["error"]["code"]) == (507, "full")


def test_a_page_is_told_of_without_asking_the_database(client, app, monkeypatch):
    def away(*_arguments, **_more):
        raise of(psycopg.OperationalError("connection refused"))

    for verb in ("execute", "scalar", "scalars", "get"):
        monkeypatch.setattr(db.session, verb, away)
    for path in ("/conversations", "/no-such-page"):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert "az adatainkat most nem érjük el" in answer.text.lower()
        assert f'href="{path}"' in answer.text


def test_a_lock_held_for_too_long_is_told_kindly(client, make, monkeypatch):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    talk = make.conversation().id
    monkeypatch.setattr("forum.core.db.BUSY_TIMEOUT", 50)
    db.session.remove()
    db.engine.dispose()
    with closing(sqlite3.connect(db.engine.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.send(f"/conversations/{talk}/speak", {"text": "Két padot kérünk!"})
        other.execute("ROLLBACK")
    db.engine.dispose()
    assert answer.status_code == 503
    assert "Két padot kérünk!" in answer.text


def test_erased_words_leave_no_bytes_in_the_file(app, make):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite only")
    from sqlalchemy import text

    assert db.session.scalar(text("PRAGMA secure_delete")) == 1
