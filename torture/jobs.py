"""Asking for background work over HTTP, and waiting until all of it is over."""

import time
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from forum.core.db import db, reading
from forum.core.jobs import Job
from torture import sending
from torture.clients import Deed
from torture.serving import Served
from torture.town import Town


def ask_for_analysis(served: Served, place: Town, talk: int) -> sending.Told:
    """Have the opinions of a conversation sorted."""
    fields = {"csrf_token": place.token()}
    path = f"/conversations/{talk}/analyses"
    return sending.send(served.port, Deed("analysis", "", path, fields, place.planner))


def wait_for_jobs(app: Flask, seconds: float) -> float | None:
    """Wait until no job waits or runs; None when that takes longer."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if not open_jobs(app):
            return time.monotonic() - begun
        time.sleep(0.5)
    return None


def open_jobs(app: Flask) -> int:
    """Count the jobs that wait or run; those of the ledger come round by themselves."""
    with app.app_context(), reading():
        query = select(func.count(Job.id)).where(Job.state.in_(("queued", "running")))
        number = db.session.scalar(query.where(Job.kind != "ledger")) or 0
        db.session.rollback()
        return number


def count(app: Flask, model: Any, *where: Any) -> int:
    """Count rows."""
    with app.app_context(), reading():
        number = db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0
        db.session.rollback()
        return int(number)
