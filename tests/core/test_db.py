"""The database: durable, patient, and in UTC."""

import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text

from forum import ROOT, create_app
from forum.city.models import City, Neighbourhood
from forum.core import reference
from forum.core.clock import at
from forum.core.db import db, now, reading, writing
from forum.core.limits import Attempt


def test_moments_come_back_in_utc(make):
    moment = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with at(moment):
        city = make.save(Neighbourhood(name_hu="Avas", retired_at=now()))
    db.session.expire_all()
    assert city.retired_at == moment
    assert city.retired_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(make):
    with pytest.raises(Exception, match="time zone"):
        make.save(Neighbourhood(name_hu="Avas", retired_at=datetime(2026, 1, 1)))
    db.session.rollback()


def test_sqlite_is_set_up_to_survive_a_crash(tmp_path):
    """As it is served: the application of the other tests waits for no disk."""
    app = create_app({"SECRET_KEY": "crash-" * 6, "INSTANCE_DIR": str(tmp_path)})
    with app.app_context():
        asked = {
            name: db.session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        db.session.remove()
        db.engine.dispose()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_what_was_committed_survives_kill_9(tmp_path):
    script = textwrap.dedent("""
        import os, signal
        from flask_migrate import upgrade
        from forum import create_app
        from forum.city.models import City
        from forum.core.db import db
        app = create_app()
        with app.app_context():
            upgrade(directory=app.root_path + "/migrations")
            for number in range(50):
                db.session.add(City(name_hu=f"v{number}"))
                db.session.commit()
                print(number, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    environment = {"SECRET_KEY": "x" * 32, "INSTANCE_DIR": str(tmp_path), "PATH": "/usr/bin"}
    killed = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert killed.returncode == -9
    acknowledged = len(killed.stdout.split())
    connection = sqlite3.connect(tmp_path / "forum.db")
    found = connection.execute("select count(*) from city").fetchone()[0]
    connection.close()
    assert (acknowledged, found) == (50, 50)


def test_parallel_writers_wait_for_each_other(app):
    def write(number: int) -> None:
        with app.app_context():
            db.session.add(City(name_hu=f"v{number}"))
            db.session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert db.session.scalar(text("select count(*) from city")) == 40


def test_a_page_that_writes_after_all_is_stopped_by_nobody_who_wrote_in_between(app):
    def somebody_writes() -> None:
        with app.app_context():
            db.session.add(Attempt(bucket="other"))
            db.session.commit()

    noted = select(func.count()).select_from(Attempt)
    with reading(), ThreadPoolExecutor(1) as somebody_else:
        assert db.session.scalar(noted) == 0
        somebody_else.submit(somebody_writes).result()
        with writing():
            db.session.add(Attempt(bucket="page"))
            db.session.commit()
    db.session.rollback()
    assert db.session.scalar(noted) == 2


def test_reference_numbers_have_no_gap_and_no_double(app):
    def take(_number: int) -> int:
        with app.app_context():
            taken = reference.take("opinion")[1]
            db.session.commit()
            return taken

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(take, range(40)))
    assert numbers == list(range(1, 41))


def test_a_rollback_gives_the_number_back(app):
    reference.take("opinion", 5)
    db.session.rollback()
    assert reference.take("opinion")[1] == 1
