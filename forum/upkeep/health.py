"""Whether the site can do its work now: each question is answered by yes or no and nothing more."""

import logging
import shutil
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Select, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from forum.audit import AuditEntry
from forum.core.db import db, now
from forum.core.jobs import Job
from forum.core.mail import OutboxMessage
from forum.upkeep.backup.folder import backups
from forum.upkeep.backup.restoring import is_unfinished

#: Work that nobody has begun for so long: the worker is not there.
LONGEST_WAIT = timedelta(minutes=10)
#: A letter that has been due for so long: the mail server does not take any.
LONGEST_MAIL = timedelta(hours=2)
#: A backup older than this is late; older than the second, it is missing.
LATE, MISSING = timedelta(hours=30), timedelta(days=3)
#: With fewer bytes than this on the disk nothing should begin.
LEAST_DISK = 200_000_000

_log = logging.getLogger(__name__)


#: What is wrong, for whoever is woken: no names, no addresses, no words of errors.
REASONS = {
    "database": "the database does not answer",
    "migrations": "the tables are of another version: run `flask db upgrade`",
    "queue": "work has waited for more than ten minutes: is the worker running?",
    "mail": "letters could not leave for more than two hours",
    "disk": "less than 200 MB are free",
    "backup": "the newest backup is older than three days, or there is none",
    "restored": "a restore was begun and not finished",
}


def ready() -> dict[str, bool]:
    """Answer each question; without a database all that need it are answered by no."""
    checks = dict.fromkeys(REASONS, False)
    checks |= {"disk": free_disk() >= LEAST_DISK, "restored": not is_unfinished()}
    try:
        db.session.execute(text("SELECT 1"))
        checks["database"] = True
        checks["migrations"] = revision() == newest_revision()
        checks["queue"] = not is_late(oldest_job())
        checks["mail"] = not is_mail_late()
        checks["backup"] = not _older(last_safe(), MISSING)
    except SQLAlchemyError as error:
        _log.warning("not ready: %s", type(error).__name__)
    finally:
        _let_go()
    return checks


def reasons(checks: dict[str, bool]) -> list[str]:
    """Say what is wrong, in fixed words."""
    return [words for name, words in REASONS.items() if not checks[name]]


def last_safe() -> datetime | None:
    """Return when everything was last safe: the newest backup, or the first day of the site.

    None where no backups are asked for, as in the demo city.
    """
    if current_app.config["DEMO"]:
        return None
    made = backups()
    if made:
        return made[0].at
    query: Select[Any] = select(AuditEntry.at).order_by(AuditEntry.id).limit(1)
    return db.session.scalar(query)


def _let_go() -> None:
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()


def _older(moment: datetime | None, age: timedelta) -> bool:
    return moment is not None and moment < now() - age


def has_mail_server() -> bool:
    """Whether letters can leave at all; without a server they wait as they are meant to."""
    return bool(current_app.config["SMTP_URL"])


def oldest_job() -> datetime | None:
    """Return since when the longest waiting work waits; begun again, it has waited since then."""
    since = func.min(func.coalesce(Job.alive_at, Job.created_at))
    query: Select[Any] = select(since).where(Job.state == "queued")
    return db.session.scalar(query)


def is_late(oldest_job: datetime | None) -> bool:
    """Whether work that waits since then should have been begun."""
    return _older(oldest_job, LONGEST_WAIT)


def is_mail_late() -> bool:
    """Whether a letter is due for so long that the mail server cannot be there.

    One that its recipient's server refuses for now is due anew at each try.
    """
    query: Select[Any] = select(func.min(OutboxMessage.due_at))
    return has_mail_server() and _older(db.session.scalar(query), LONGEST_MAIL)


def revision() -> str:
    """Return the revision of the tables."""
    return str(db.session.scalar(text("SELECT version_num FROM alembic_version")))


def newest_revision() -> str:
    """Return the revision that this version of the code expects."""
    return _newest(f"{current_app.root_path}/migrations")


@cache
def _newest(folder: str) -> str:
    return str(ScriptDirectory(folder).get_current_head())


def free_disk(place: str | Path | None = None) -> int:
    """Return the free bytes of the disk the instance lies on, or of another place."""
    return shutil.disk_usage(place or current_app.instance_path).free
