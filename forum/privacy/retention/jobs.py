"""Erasing in the background: every night once an administrator has confirmed the periods."""

from flask import current_app

from forum.core.db import db
from forum.core.jobs import Job, job, nightly
from forum.privacy.retention import runs
from forum.privacy.retention.models import RetentionRun
from forum.privacy.retention.periods import confirmation
from forum.privacy.retention.warning import count_warnings


@job("retention")
def erase_due(work: Job, run_id: int) -> None:
    """Carry a run out, from where it was broken off."""
    run = db.session.get(RetentionRun, run_id)
    if run is not None and run.finished_at is None:
        runs.carry_out(run, work)


@nightly
def erase_each_night() -> None:
    """Ask for a run when something is due; never before somebody has looked at the periods."""
    if not current_app.config["RETENTION"] or confirmation() is None:
        return
    if count_warnings().due or any(due.erasable for due in runs.overview()):
        runs.start()
        db.session.commit()
