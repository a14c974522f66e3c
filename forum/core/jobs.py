"""Background work: a Job row is the promise, huey carries it to the worker.

The row is written in the transaction that asks for the work, and sent after the commit; what was
lost on the way (a crash, a restart) is found by the sweep and sent again.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from sqlalchemy import JSON, ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import logs
from forum.core.afterwards import afterwards, note
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.limits import forget_attempts

#: A running job without a sign of life for so long is taken for dead and begun again.
SILENCE = timedelta(minutes=10)
#: A job that keeps dying is given up after so many tries.
MOST_TRIES = 3

_log = logging.getLogger(__name__)
_kinds: dict[str, Callable[..., None]] = {}
_often: list[Callable[[], None]] = []
_hourly: list[Callable[[], None]] = [forget_attempts]
_nightly: list[Callable[[], None]] = []


class Job(db.Model):
    """A piece of background work: queued, running, done or failed, with its progress."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(10), default="queued", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: The last sign of life, or when it was put in line again.
    alive_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "failed"}

    def retry(self) -> None:
        """Begin a job that has failed once more, from the start, after the commit."""
        if self.state != "failed":
            raise Refused(_l("This work is not waiting for another try any more."))
        self.state, self.tries, self.error = "queued", 0, ""
        self.done, self.alive_at, self.finished_at = 0, now(), None
        note("jobs", self.id)

    def report(self, done: int, total: int) -> None:
        """Show how far the work is; commits, so call it between steps that may stand alone."""
        self.done, self.total, self.alive_at = done, total, now()
        db.session.commit()


def job(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register ``function(job, **arguments)`` as the work of ``kind``."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _kinds[kind] = function
        return function

    return register


def often(function: Callable[[], None]) -> Callable[[], None]:
    """Register ``function()``, which commits, to be called every five minutes."""
    _often.append(function)
    return function


def hourly(function: Callable[[], None]) -> Callable[[], None]:
    """Register ``function()``, which commits, to be called once an hour."""
    _hourly.append(function)
    return function


def nightly(function: Callable[[], None]) -> Callable[[], None]:
    """Register ``function()``, which commits, to be called once a night."""
    _nightly.append(function)
    return function


def enqueue(kind: str, by: Any = None, **arguments: Any) -> Job:
    """Ask for work in the present transaction; it starts after the commit."""
    if kind not in _kinds:
        raise KeyError(f"unknown kind of job {kind}")
    row = Job(kind=kind, arguments=arguments, asked_by_id=getattr(by, "id", None))
    db.session.add(row)
    db.session.flush()
    note("jobs", row.id)
    return row


def enqueue_once(kind: str, by: Any = None, **arguments: Any) -> Job:
    """Ask for work, unless the very same waits already: then that one will do.

    Whoever takes up the waiting one must wait for this transaction, and so sees what it wrote.
    """
    waiting = select(Job).where(Job.kind == kind, Job.state == "queued")
    for row in db.session.scalars(waiting.with_for_update(read=True)):
        if row.arguments == arguments:
            return row
    return enqueue(kind, by, **arguments)


def perform(job_id: int) -> None:
    """Do a job, unless another worker has taken it."""
    claimed = db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == "queued")
        .values(state="running", alive_at=now(), tries=Job.tries + 1)
    )
    db.session.commit()
    if not claimed.rowcount:  # type: ignore[attr-defined]
        return
    row = db.session.get(Job, job_id)
    assert row is not None
    try:
        with force_locale("hu"):
            _kinds[row.kind](row, **row.arguments)
        _finish(job_id, "done")
    except Exception as error:
        _log.exception("job %s failed", job_id)
        db.session.rollback()
        _finish(job_id, "failed", logs.told(error))


def _finish(job_id: int, state: str, error: str = "") -> None:
    db.session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(state=state, error=error[-4000:], finished_at=now())
    )
    db.session.commit()


def sweep() -> None:
    """Send again what was asked for but never begun, and begin again what died."""
    dead = now() - SILENCE
    db.session.execute(
        update(Job)
        .where(Job.state == "running", Job.alive_at < dead, Job.tries >= MOST_TRIES)
        .values(state="failed", error="gave up after repeated crashes", finished_at=now())
    )
    db.session.execute(
        update(Job)
        .where(Job.state == "running", Job.alive_at < dead)
        .values(state="queued", alive_at=now())
    )
    db.session.commit()
    for job_id in db.session.scalars(select(Job.id).where(Job.state == "queued")):
        current_app.extensions["perform"](job_id)
    db.session.rollback()


def pass_five_minutes() -> None:
    """Do what is done every five minutes."""
    _do_each(_often)


def pass_the_hour() -> None:
    """Do what is done once an hour."""
    _do_each(_hourly)


def pass_the_night() -> None:
    """Do what is done once a night."""
    _do_each(_nightly)


def _do_each(functions: list[Callable[[], None]]) -> None:
    """Call each; one failing does not keep the others from their work."""
    for function in functions:
        try:
            function()
        except Exception:
            _log.exception("%s failed", function.__name__)
            db.session.rollback()


def revive() -> None:
    """At the start of the only worker, nothing can be running: begin it again."""
    again = update(Job).where(Job.state == "running").values(state="queued", alive_at=now())
    db.session.execute(again)
    db.session.commit()
    sweep()


@afterwards("jobs")
def _send(job_ids: list[int]) -> None:
    for job_id in job_ids:
        current_app.extensions["perform"](job_id)


def _make_huey(app: Flask) -> Huey:
    if app.config["REDIS_URL"]:
        return RedisHuey("kalaka", url=app.config["REDIS_URL"])
    path = Path(app.instance_path) / "queue.db"
    return SqliteHuey("kalaka", filename=str(path), fsync=True, timeout=15)


def init_app(app: Flask) -> None:
    """Make the queue, its two tasks, and the work that comes round by the clock."""
    huey = _make_huey(app)
    app.extensions["huey"] = huey

    @huey.task(name="perform")
    def perform_task(job_id: int) -> None:
        with app.app_context():
            perform(job_id)

    @huey.periodic_task(crontab(minute="*"), name="sweep")
    def sweep_task() -> None:
        with app.app_context():
            sweep()

    @huey.periodic_task(crontab(minute="*/5"), name="often")
    def often_task() -> None:
        with app.app_context():
            pass_five_minutes()

    @huey.periodic_task(crontab(minute="17"), name="tidy")
    def tidy_task() -> None:
        with app.app_context():
            pass_the_hour()

    # In universal time: between two and four in the morning in Europe.
    @huey.periodic_task(crontab(hour="1", minute="40"), name="night")
    def night_task() -> None:
        with app.app_context():
            pass_the_night()

    app.extensions["perform"] = perform_task
