"""The state of the system as an administrator reads it: each thing with a word, good or not."""

import platform
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.audit.seals import head
from forum.core.bounces import DeadAddress
from forum.core.db import db, now
from forum.core.i18n import show_datetime
from forum.core.jobs import Job
from forum.core.mail import OutboxMessage
from forum.upkeep import health, promises
from forum.upkeep.backup import folder
from forum.upkeep.backup.making import database_size
from forum.upkeep.jobs import LOG
from forum.upkeep.lines import Line

#: The log is looked at every night; after this long without it something is wrong.
UNSEEN = timedelta(days=2)
#: Bytes of the disk under which an administrator should know.
SCARCE = 2_000_000_000
#: Failed work and backups shown.
SHOWN = 20


class Section(NamedTuple):
    """Lines that belong together."""

    key: str
    title: str
    lines: list[Line]


def sections() -> list[Section]:
    """Return everything an administrator should look at."""
    return [
        Section("queue", _("Background work"), _queue()),
        Section("mail", _("Letters"), _mail()),
        Section("backups", _("Backups"), _backups()),
        Section("promises", _("Promises to residents"), promises.lines()),
        Section("data", _("Database, disk and log"), [*_database(), _disk(), *_log()]),
        Section("settings", _("Settings"), _settings()),
    ]


def worst(found: list[Section]) -> str:
    """Return the worst level of all lines."""
    levels = {line.level for section in found for line in section.lines}
    return next(level for level in ("bad", "warn", "good") if level in levels)


def written_size(size: int) -> str:
    """Write a size as people read it: 3.4 GB, 12.5 MB."""
    for least, words in ((10**9, _("%(size)s GB")), (10**6, _("%(size)s MB"))):
        if size >= least:
            return words % {"size": format_decimal(round(size / least, 1))}
    return _("%(size)s kB", size=format_decimal(round(size / 1000)))


def _count(query: Any) -> int:
    return db.session.scalar(query) or 0


def _queue() -> list[Line]:
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state)).all()
    states: dict[str, int] = dict(rows)
    oldest, failed = health.oldest_job(), states.get("failed", 0)
    stuck = health.is_late(oldest)
    waiting = states.get("queued", 0)
    return [
        Line(
            _("Waiting"),
            "bad" if stuck else "good",
            format_decimal(waiting),
            _("The oldest waits since %(moment)s: is the worker running?", moment=_when(oldest))
            if stuck
            else "",
        ),
        Line(_("Running"), "good", format_decimal(states.get("running", 0))),
        Line(
            _("Failed"),
            "warn" if failed else "good",
            format_decimal(failed),
            _("See below what failed, and begin it again.") if failed else "",
        ),
    ]


def _mail() -> list[Line]:
    letters = select(func.count()).select_from(OutboxMessage)
    waiting = _count(letters.where(OutboxMessage.due_at.is_not(None)))
    gone = OutboxMessage.due_at.is_(None) & OutboxMessage.sent_at.is_(None)
    failed = _count(letters.where(gone))
    dead = select(func.count()).select_from(DeadAddress)
    stopped = _count(dead.where(DeadAddress.stopped_at.is_not(None)))
    late = health.is_mail_late()
    return [
        Line(
            _("Waiting"),
            "bad" if late else "good",
            format_decimal(waiting),
            _("The mail server has not taken letters for long.") if late else "",
        ),
        Line(_("Given up"), "warn" if failed else "good", format_decimal(failed)),
        Line(_("Addresses that refuse letters"), "good", format_decimal(stopped)),
    ]


def _backups() -> list[Line]:
    made = folder.backups()
    if not made:
        level = "warn" if current_app.config["DEMO"] else "bad"
        return [Line(_("Newest"), level, _("There is none"), _where())]
    age = now() - made[0].at
    level = "good" if age < health.LATE else "warn" if age < health.MISSING else "bad"
    newest = made[0]
    return [
        Line(_("Newest"), level, _when(newest.at), _where()),
        Line(
            _("Read back after writing"),
            "good" if newest.verified else "bad",
            _("yes") if newest.verified else _("no"),
        ),
        Line(
            _("Encrypted"),
            "good" if newest.encrypted else "warn",
            _("yes") if newest.encrypted else _("no"),
            "" if newest.encrypted else _("Set BACKUP_RECIPIENT to an age key kept elsewhere."),
        ),
    ]


def _where() -> str:
    if current_app.config["BACKUP_DIR"]:
        return ""
    return _("Backups lie beside the database: copy them elsewhere, or set BACKUP_DIR.")


def _database() -> list[Line]:
    here, newest = health.revision(), health.newest_revision()
    return [
        Line(_("Database"), "good", f"{_kind()}, {written_size(database_size())}"),
        Line(
            _("Revision of the tables"),
            "good" if here == newest else "bad",
            here,
            "" if here == newest else _("This version expects %(revision)s.", revision=newest),
        ),
        Line(_("Version"), "good", f"Python {platform.python_version()}, Flask {version('flask')}"),
    ]


def _kind() -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[db.engine.dialect.name]


def _disk() -> Line:
    free = health.free_disk()
    level = "bad" if free < health.LEAST_DISK else "warn" if free < SCARCE else "good"
    return Line(_("Free disk"), level, written_size(free))


def _log() -> list[Line]:
    """Tell the head of the log, and what the last look at the whole of it found."""
    sealed = head()
    entries = ngettext("%(num)s sealed entry", "%(num)s sealed entries", sealed.number)
    seals = _seals()
    if _is_waiting(LOG):
        now_words = _("It is being checked now; reload this page to see what was found.")
        seals = seals._replace(hint=f"{seals.hint} {now_words}".strip())
    return [Line(_("Log"), "good", entries, sealed.digest), seals]


def _seals() -> Line:
    name = _("Seals of the log")
    query = select(Job).where(Job.kind == LOG, Job.finished_at.is_not(None))
    last = db.session.scalars(query.order_by(Job.id.desc()).limit(1)).first()
    if last is None or last.finished_at is None:
        hint = _("The whole log is checked every night. You can have it checked now, too.")
        return Line(name, "warn", _("not looked at yet"), hint)
    told = _("looked at %(moment)s", moment=_when(last.finished_at))
    if last.state == "failed":
        return Line(name, "bad", told, last.error.rpartition("BrokenLog: ")[2])
    stale = last.finished_at < now() - UNSEEN
    return Line(name, "warn" if stale else "good", told, _("Every entry fits its seal."))


def _is_waiting(kind: str) -> bool:
    """Whether such work waits or is done now."""
    waiting = Job.kind == kind, Job.state.in_(("queued", "running"))
    return bool(_count(select(func.count()).select_from(Job).where(*waiting)))


def _settings() -> list[Line]:
    config = current_app.config
    asked = (
        ("BASE_URL", bool(config["BASE_URL"]), _("Links in letters lead to this machine only.")),
        ("SMTP_URL", bool(config["SMTP_URL"]), _("Letters stay in the outbox.")),
        (
            "SECURE_COOKIES",
            bool(config["SESSION_COOKIE_SECURE"]),
            _("Cookies may travel without encryption: put HTTPS in front."),
        ),
        ("DEMO", not config["DEMO"], _("Anybody can sign in as anybody: for trying out only.")),
    )
    return [
        Line(name, "good" if fine else "warn", _("fine as it is") if fine else hint)
        for name, fine, hint in asked
    ]


def _when(moment: datetime | None) -> str:
    return show_datetime(moment) if moment else ""


def failed_jobs() -> list[Job]:
    """Return the work that failed last, the newest first."""
    query = select(Job).where(Job.state == "failed").order_by(Job.id.desc()).limit(SHOWN)
    return list(db.session.scalars(query))


def running_jobs() -> list[Job]:
    """Return the work that waits or is done now, the newest first."""
    query = select(Job).where(Job.state.in_(("queued", "running"))).order_by(Job.id.desc())
    return list(db.session.scalars(query.limit(SHOWN)))
