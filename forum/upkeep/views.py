"""The pages of upkeep: two questions for machines, measurements, and the administrator's page."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from flask_babel import gettext as _

from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.db import db
from forum.core.jobs import Job, enqueue_once
from forum.core.kept import keep_private
from forum.upkeep import health, metrics, state
from forum.upkeep.backup.folder import backups
from forum.upkeep.jobs import BACKUP, LOG

bp = Blueprint("upkeep", __name__)


@bp.get("/healthz")
@permit("upkeep:health")
def healthz() -> Response:
    """Say that this process answers; nothing else is asked."""
    return keep_private(jsonify(alive=True))


@bp.get("/readyz")
@permit("upkeep:health")
def readyz() -> Response:
    """Say whether the site can do its work; 503 while it cannot."""
    checks = health.ready()
    fine = all(checks.values())
    answer = keep_private(jsonify(ready=fine, checks=checks, reasons=health.reasons(checks)))
    answer.status_code = 200 if fine else 503
    return answer


@bp.get("/metrics", endpoint="metrics")
@permit("upkeep:health")
def measurements() -> Response:
    """Show measurements to whoever has the token; for everybody else there is no such page."""
    if not metrics.is_open_to(request.headers.get("Authorization", "")):
        abort(404)
    made = Response(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
    return keep_private(made)


@bp.get("/upkeep", endpoint="state")
@permit("upkeep:look")
def state_page() -> str:
    """Show the state of the system."""
    found = state.sections()
    return render_template(
        "upkeep/state.html",
        sections=found,
        worst=state.worst(found),
        backups=backups()[: state.SHOWN],
        failed=state.failed_jobs(),
        running=state.running_jobs(),
        written_size=state.written_size,
    )


@bp.post("/upkeep/backups", endpoint="backup")
@permit("upkeep:run")
def make_backup() -> Any:
    """Ask for a backup now."""
    return act(
        lambda: enqueue_once(BACKUP, by=current_person()),
        _("A backup is being made. Reload this page to see how far it is."),
        url_for("upkeep.state"),
    )


@bp.post("/upkeep/log-checks", endpoint="check_log")
@permit("upkeep:run")
def check_log() -> Any:
    """Ask for a look at the whole sealed log now."""
    return act(
        lambda: enqueue_once(LOG, by=current_person()),
        _("The log is being checked. What was found stands beside “Seals of the log”."),
        url_for("upkeep.state") + "#state-data",
    )


def _job(_person: Any, job_id: int) -> Job | None:
    return db.session.get(Job, job_id, with_for_update=True)


@bp.post("/upkeep/jobs/<int:job_id>/retry")
@permit("upkeep:run", _job)
def retry(work: Job) -> Any:
    """Begin work that failed once more."""
    return act(work.retry, _("It has been put in line again."), url_for("upkeep.state"))
