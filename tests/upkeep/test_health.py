"""Machines ask: alive, ready, how much. Nobody learns more than that."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from forum.audit import record
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.jobs import Job, enqueue, revive, sweep
from forum.core.mail import OutboxMessage, post
from forum.upkeep import health
from forum.upkeep.backup import restoring
from forum.upkeep.backup.making import make as back_up
from tests.audit.test_models import TESTED

CHECKS = {"database", "migrations", "queue", "mail", "disk", "backup", "restored"}


def ready(client):
    answer = client.get("/readyz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.json) == {"ready", "checks", "reasons"}
    wrong = [name for name, fine in answer.json["checks"].items() if not fine]
    assert answer.json["reasons"] == [health.REASONS[name] for name in wrong]
    assert set(answer.json["checks"]) == CHECKS
    assert answer.status_code == (200 if answer.json["ready"] else 503)
    assert all(isinstance(value, bool) for value in answer.json["checks"].values())
    return answer.json


def test_alive_needs_no_database(client, count_queries):
    with count_queries() as log:
        answer = client.get("/healthz")
    assert answer.json == {"alive": True}
    assert answer.status_code == 200
    assert log == []


def test_a_good_house_is_ready(client):
    fine = dict.fromkeys(CHECKS, True)
    assert ready(client) == {"ready": True, "checks": fine, "reasons": []}


def test_work_that_nobody_begins_is_noticed(client, app):
    work = enqueue("verify_log")
    db.session.commit()
    assert ready(client)["ready"]
    db.session.execute(update(Job).values(created_at=now() - timedelta(minutes=11)))
    db.session.commit()
    assert ready(client)["checks"]["queue"] is False
    db.session.execute(update(Job).where(Job.id == work.id).values(state="running"))
    db.session.commit()
    assert ready(client)["ready"]


def test_letters_that_do_not_leave_are_noticed_where_they_can_leave(client, app, monkeypatch):
    post("ana@example.org", "Szia", "Szia")
    db.session.commit()
    db.session.execute(update(OutboxMessage).values(due_at=now() - timedelta(hours=3)))
    db.session.commit()
    assert ready(client)["ready"]
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    assert ready(client)["checks"]["mail"] is False


def test_one_recipient_who_is_slow_stops_nothing(client, app, monkeypatch):
    """Refused for now, again and again: each try is on time, however old the letter is."""
    letter = post("ana@example.org", "Szia", "Szia")
    db.session.commit()
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    tried = {"tries": 7, "error": "451 later", "due_at": now() - timedelta(seconds=20)}
    old = update(OutboxMessage).values(created_at=now() - timedelta(days=9), **tried)
    db.session.execute(old)
    db.session.commit()
    assert ready(client)["ready"]
    letter.send_again()
    db.session.commit()
    assert ready(client)["ready"]


@pytest.mark.parametrize("how", ["retry", "sweep", "revive"])
def test_work_that_is_begun_again_has_just_begun_to_wait(client, app, how):
    work = enqueue("verify_log")
    db.session.commit()
    states = {"retry": "failed", "sweep": "running", "revive": "running"}
    ago = now() - timedelta(days=1)
    db.session.execute(update(Job).values(state=states[how], created_at=ago, alive_at=ago))
    db.session.commit()
    db.session.refresh(work)
    if how == "retry":
        work.retry()
        db.session.commit()
    else:
        {"sweep": sweep, "revive": revive}[how]()
    assert ready(client)["ready"]
    with at(now() + timedelta(minutes=11)):
        assert ready(client)["checks"]["queue"] is False


def test_a_full_disk_is_noticed(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)
    assert ready(client)["checks"] == {**dict.fromkeys(CHECKS, True), "disk": False}


def test_a_backup_that_is_missing_is_noticed(client, app, backups):
    assert ready(client)["ready"]  # nothing has happened yet that could be lost
    with at(now() - timedelta(days=4)):
        record(TESTED, None, what="régi")
        db.session.commit()
    assert ready(client)["checks"]["backup"] is False
    back_up()
    assert ready(client)["ready"]
    with at(now() + timedelta(days=4)):
        assert ready(client)["checks"]["backup"] is False


def test_a_restore_that_was_broken_off_is_noticed(client, app):
    restoring.mark().write_text("{}")
    try:
        assert ready(client)["checks"]["restored"] is False
    finally:
        restoring.finished()
    assert ready(client)["ready"]


def test_tables_of_another_version_are_noticed(client, monkeypatch):
    monkeypatch.setattr(health, "newest_revision", lambda: "9999")
    assert ready(client)["checks"]["migrations"] is False


def test_a_database_that_is_gone_is_a_503_and_no_error(new_house):
    second = new_house("sqlite")  # without any tables
    client = second.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"] == {
        "database": True, "migrations": False, "queue": False, "mail": False, "disk": True,
        "backup": False, "restored": True,
    }  # fmt: skip
    with second.app_context():
        db.session.remove()
        db.engine.dispose()
    Path(second.instance_path, "forum.db").unlink()
    Path(second.instance_path, "forum.db").mkdir()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json["checks"]["database"] is False


def test_metrics_are_closed_until_somebody_has_the_token(client, new_database):
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A real server with two processes, on loopback."""
    import socket

    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "SECRET_KEY": "served-" * 6,
        "INSTANCE_DIR": str(folder),
        "PORT": str(port),
        "METRICS_TOKEN": "token-of-prometheus",
        "LOG_FORMAT": "json",
        "WEB_WORKERS": "2",
    }
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
    log = (folder / "log").open("wb")
    root = Path(__file__).parents[2]
    server = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
        cwd=root, env=environment, stdout=log, stderr=log,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        for _turn in range(1500):
            try:
                urllib.request.urlopen(f"{base}/healthz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield base, folder / "log"
    finally:
        server.terminate()
        server.wait(40)
        log.close()


def fetch(url, token=""):
    request = urllib.request.Request(url)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_all_processes_of_the_server_count_together(served):
    base, _log = served
    for number in range(40):
        fetch(f"{base}/healthz")
        fetch(f"{base}/follow/K7P4-9XQM-2R?email=titkos%40pelda.hu&n={number}")
        fetch(f"{base}/Titkos-Tunde-{number}")
    assert fetch(f"{base}/metrics")[0] == 404
    assert fetch(f"{base}/metrics", "wrong")[0] == 404
    status, words = fetch(f"{base}/metrics", "token-of-prometheus")
    assert status == 200
    alive = re.search(
        r'kalaka_requests_total\{endpoint="upkeep.healthz".*status="200"\} (\S+)', words
    )
    assert float(alive[1]) >= 40
    assert 'endpoint="none",method="GET",status="404"' in words
    for name in (
        *("jobs_queued", "jobs_failed", "outbox_waiting", "log_entries_sealed"),
        *("disk_free_bytes", "request_seconds_bucket", "jobs_oldest_seconds"),
    ):
        assert f"kalaka_{name}" in words, name
    for secret in ("K7P4", "9XQM", "titkos", "Titkos", "Tunde", "pelda"):
        assert secret not in words
    labels = set(re.findall(r'(\w+)="', words))
    assert labels <= {"endpoint", "method", "status", "le"}


def test_the_log_of_a_server_holds_nothing_of_anybody(served):
    base, log = served
    hostile = (
        "/follow/K7P4-9XQM-2R", "/search?q=Kov%C3%A1cs+B%C3%A9la", "/sign-in?next=//evil.example",
        "/confirm/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFy1", "/%3Csvg%20onload=alert(1)%3E",
        "/opinions/99999999999999999999", "/summaries/%00", "/log?act=%27%20OR%201=1--",
    )  # fmt: skip
    for path in hostile:
        fetch(base + path)
    time.sleep(0.5)
    words = log.read_text(errors="replace")
    assert '"endpoint": "upkeep.healthz"' in words
    assert '"status": 404' in words
    for secret in ("K7P4", "Kov", "evil.example", "Zm9v", "svg", "OR 1", "9999999999"):
        assert secret not in words, secret
