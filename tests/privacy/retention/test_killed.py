"""The nightly work is killed with ``kill -9`` in the middle: nothing is half erased, ever."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from forum.accounts.models import Person
from forum.accounts.tokens import OneTimeToken
from forum.audit.models import AuditEntry
from forum.core.clock import at
from forum.core.db import db, now, reading
from forum.core.jobs import sweep
from forum.events.registration.registrations import Registration
from forum.opinions.models import Opinion
from forum.privacy.retention.models import RetentionRun

ACCOUNTS, TOKENS = 60, 500


@pytest.fixture
def old(make):
    """Registrations nobody confirmed, each with words and a place at an event; links used up."""
    talk, event = make.conversation("both"), make.event("coming", capacity=ACCOUNTS)
    holder = make.person("visitor")
    with at(now() - timedelta(days=90)):
        for number in range(ACCOUNTS):
            name = f"Régi Rozi {number}"
            person = Person(role="resident", name=name, email=f"rozi{number}@example.org")
            person.created_at = now()
            db.session.add(person)
            db.session.flush()
            told = {"submit_key": f"k{number}", "signature": name, "year": 2026}
            said = Opinion(conversation=talk, author=person, serial=number + 1, **told)
            said.text = said.html = f"Vélemény {number}"
            form = Registration(event=event, person_id=person.id, name=name, contact=person.email)
            form.submit_key = form.code_hash = f"r{number}"
            db.session.add_all([said, form])
        for number in range(TOKENS):
            late = {"hash": f"h{number}", "expires_at": now() - timedelta(days=1)}
            db.session.add(OneTimeToken(person_id=holder.id, purpose="reset", value="", **late))
        db.session.commit()
    db.session.rollback()


def one(query: str):
    """A number from the database as it is on the disk now, without making anybody wait."""
    with reading():
        found = db.session.execute(text(query)).scalar()
        db.session.rollback()
    return found


def counts() -> tuple[int, int, int]:
    """Accounts, names under words and contacts of registrations that are still there."""
    return (
        one("SELECT count(*) FROM person WHERE email LIKE 'rozi%'"),
        one("SELECT count(*) FROM opinion WHERE signature LIKE 'Régi%'"),
        one("SELECT count(*) FROM registration WHERE contact LIKE 'rozi%'"),
    )


def begin(app) -> subprocess.Popen:
    """Start the command of the night as a process of its own."""
    database = str(db.engine.url.render_as_string(hide_password=False))
    settings = {"SECRET_KEY": app.secret_key, "INSTANCE_DIR": app.config["INSTANCE_DIR"]}
    if db.engine.dialect.name != "sqlite":
        settings["DATABASE_URL"] = database
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "privacy", "retention"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    env = {**os.environ, **settings}
    return subprocess.Popen(command, cwd=app.root_path, env=env, **quiet)


def kill_when(process: subprocess.Popen, reached) -> None:
    """Kill a process as soon as it got so far; it must not be through before."""
    deadline = time.monotonic() + 60
    while not reached() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    assert process.poll() is None, "it was through before it could be killed"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def whole() -> None:
    """Every account is there with all that is its own, or nothing of it is; the run knows it."""
    there = counts()
    assert len(set(there)) == 1, there
    gone = ACCOUNTS - there[0] + TOKENS - one("SELECT count(*) FROM one_time_token")
    assert gone == (one("SELECT sum(rows_count) FROM retention_line") or 0)


def test_killed_in_the_middle_nothing_is_half_erased_and_the_next_night_finishes(
    app, old, run_jobs
):
    first = begin(app)
    kill_when(first, lambda: one("SELECT count(*) FROM one_time_token") < TOKENS)
    whole()
    assert counts()[0] == ACCOUNTS
    with at(now() + timedelta(hours=1)):
        sweep()  # the work has given no sign of life: it is in line again
    db.session.rollback()
    app.extensions["huey"].storage.flush_all()
    second = begin(app)
    kill_when(second, lambda: not one("SELECT count(*) FROM one_time_token"))
    whole()
    with at(now() + timedelta(hours=2)):
        sweep()
        db.session.rollback()
        run_jobs()
    whole()
    assert counts() == (0, 0, 0)
    run = db.session.query(RetentionRun).one()
    assert run.finished_at
    assert run.erased == ACCOUNTS + TOKENS
    assert db.session.query(AuditEntry).filter_by(act="retention.erased").count() == 1
    lines = {line.data_class: line.rows_count for line in run.lines}
    assert lines == {"unconfirmed": ACCOUNTS, "tokens": TOKENS}
