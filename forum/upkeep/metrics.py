"""Measurements for Prometheus: counted by page and never by path, so no label holds anybody's words.

Every process of the web server counts into a folder of its own that they all share; what is in the
database is asked when somebody comes to read.
"""

import hmac
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from forum.audit.seals import head
from forum.core.db import db, now
from forum.core.jobs import Job
from forum.core.mail import OutboxMessage
from forum.upkeep import health
from forum.upkeep.backup.folder import backups

#: Where prometheus-client looks for the folder its processes share.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
#: Seconds; what people feel lies between the second and the sixth.
_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def init_app(app: Flask) -> None:
    """Count requests where somebody may read the counts; otherwise measure nothing at all."""
    if not app.config["METRICS_TOKEN"]:
        return
    _share_a_folder(Path(app.instance_path) / "metrics")
    from prometheus_client import Counter, Histogram

    labels = ("endpoint", "method")
    known = app.extensions.setdefault("metrics", _made)
    if not known:
        known["requests"] = Counter(
            "kalaka_requests", "Requests answered.", (*labels, "status"), registry=None
        )
        known["seconds"] = Histogram(
            "kalaka_request_seconds", "Time to answer.", labels, registry=None, buckets=_BUCKETS
        )
    app.before_request(_begin)
    app.after_request(_count)


#: One set of counters in each process, however many applications it makes.
_made: dict[str, Any] = {}


def _share_a_folder(base: Path) -> None:
    """Count together with the processes of the same parent, and forget those whose parent ended."""
    if os.environ.get(_FOLDER):
        return
    for former in base.glob("[0-9]*"):
        if not Path(f"/proc/{former.name}").exists() and Path("/proc/self").exists():
            shutil.rmtree(former, ignore_errors=True)
    shared = base / str(os.getppid())
    shared.mkdir(parents=True, exist_ok=True)
    os.environ[_FOLDER] = str(shared)


def _begin() -> None:
    g.measured_from = perf_counter()


def _count(response: Response) -> Response:
    method = request.method if request.method in _METHODS else "other"
    endpoint = request.endpoint or "none"
    _made["requests"].labels(endpoint, method, str(response.status_code)).inc()
    if "measured_from" in g:
        _made["seconds"].labels(endpoint, method).observe(perf_counter() - g.measured_from)
    return response


def is_open_to(header: str) -> bool:
    """Whether the Authorization header holds the token; without a token set it is open to nobody."""
    token = str(current_app.config["METRICS_TOKEN"])
    return bool(token) and hmac.compare_digest(header.encode(), f"Bearer {token}".encode())


def exposition() -> bytes:
    """Return all measurements in the text form of Prometheus."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=os.environ[_FOLDER])
    registry.register(_State())  # type: ignore[arg-type]
    return generate_latest(registry)


class _State:
    """What is asked at the moment of reading."""

    def collect(self) -> Iterator[Any]:
        """Yield each measurement; those of a database that does not answer are left out."""
        from prometheus_client.core import GaugeMetricFamily

        found: dict[str, tuple[str, float]] = {}
        with suppress(SQLAlchemyError):
            found.update(_of_database())
        found.update(_of_disk())
        for name, (meaning, value) in found.items():
            yield GaugeMetricFamily(f"kalaka_{name}", meaning, value)


def _of_database() -> dict[str, tuple[str, float]]:
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    states: dict[str, int] = dict(rows)  # type: ignore[arg-type]
    letters = select(func.count()).select_from(OutboxMessage)
    waiting = db.session.scalar(letters.where(OutboxMessage.due_at.is_not(None))) or 0
    given_up = OutboxMessage.due_at.is_(None) & OutboxMessage.sent_at.is_(None)
    oldest = health.oldest_job()
    entries = head().number
    failed_letters = db.session.scalar(letters.where(given_up)) or 0
    db.session.rollback()
    return {
        "jobs_queued": ("Work that waits.", states.get("queued", 0)),
        "jobs_running": ("Work being done.", states.get("running", 0)),
        "jobs_failed": ("Work that failed.", states.get("failed", 0)),
        "jobs_oldest_seconds": (
            "How long the oldest work has waited.",
            (now() - oldest).total_seconds() if oldest else 0,
        ),
        "outbox_waiting": ("Letters that wait.", waiting),
        "outbox_failed": ("Letters given up.", failed_letters),
        "log_entries_sealed": ("Length of the sealed log.", entries),
    }


def _of_disk() -> dict[str, tuple[str, float]]:
    made = backups()
    found: dict[str, tuple[str, float]] = {
        "disk_free_bytes": ("Free bytes where the instance lies.", health.free_disk()),
        "backups": ("Backups in the folder.", len(made)),
    }
    if made:
        age = (now() - made[0].at).total_seconds()
        found["backup_age_seconds"] = ("Age of the newest backup.", age)
    return found
