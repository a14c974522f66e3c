"""Work of the night: a backup, and a look at the whole sealed log; failures are told."""

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit.verifying import verify
from forum.core.clock import now
from forum.core.db import db
from forum.core.jobs import Job, enqueue_once, job, nightly
from forum.core.news import Details, News, Words, declare, tell
from forum.upkeep.backup.making import make

BACKUP, LOG = "backup", "verify_log"
#: Tables between two signs of life; each one is a commit.
STEP = 10

_SAMPLE: Details = {"day": "2026-11-22"}


def _backup_words(_details: Details) -> list[str]:
    return [
        _("Tonight no backup could be made. Until it works again, what is written can be lost."),
        _("The page about the state of the system says why, and lets you try again."),
    ]


def _log_words(_details: Details) -> list[str]:
    return [
        _("An entry of the log does not fit its seal: the log was changed past the application."),
        _("Keep the database as it is, and compare it with the latest backups."),
    ]


declare(
    "upkeep_backup_failed",
    Words(
        lambda _d: _("No backup could be made"),
        _backup_words,
        _l("See the state of the system"),
        "warning",
        at_once=True,
        sample=_SAMPLE,
    ),
)
declare(
    "upkeep_log_broken",
    Words(
        lambda _d: _("The log was tampered with"),
        _log_words,
        _l("See the state of the system"),
        "warning",
        at_once=True,
        sample=_SAMPLE,
    ),
)


class BrokenLog(Exception):
    """The chain of the log is broken; the message names the first bad place."""


def tell_administrators(kind: str) -> None:
    """Tell every administrator once a day, and commit."""
    day = now().date().isoformat()
    active = (Person.role == "administrator", Person.disabled_at.is_(None))
    people = db.session.scalars(select(Person.id).where(*active)).all()
    tell(News(kind, f"{kind}-{day}", ("upkeep", 0), "/upkeep", {"day": day}), people)
    db.session.commit()


@job(BACKUP)
def back_up(work: Job) -> None:
    """Make a backup; tell administrators when there is none."""

    def progress(done: int, total: int) -> None:
        if done % STEP == 0:
            work.report(done, total)

    try:
        made = make(progress)
    except Exception:
        db.session.rollback()
        tell_administrators("upkeep_backup_failed")
        raise
    work.report(made.note["tables"], made.note["tables"])


@job(LOG)
def verify_log(_work: Job) -> None:
    """Look at the whole log; tell administrators when its chain is broken."""
    verdict = verify()
    db.session.rollback()
    if verdict.fault:
        tell_administrators("upkeep_log_broken")
        raise BrokenLog(verdict.fault)


@nightly
def look_after() -> None:
    """Ask for what is done every night; the demo city needs no backups."""
    enqueue_once(LOG)
    if not current_app.config["DEMO"]:
        enqueue_once(BACKUP)
    db.session.commit()
