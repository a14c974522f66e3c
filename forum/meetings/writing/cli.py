"""The command about minutes: whether every version is what it was when it was made."""

from collections.abc import Iterator

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import func, select

from forum.audit import AuditEntry
from forum.audit.seals import Head
from forum.audit.verifying import Printed, prints
from forum.core.db import db
from forum.meetings.writing import (
    acts_minutes as acts,
)
from forum.meetings.writing.dossier import digest
from forum.meetings.writing.minutes import MinutesVersion

group = AppGroup("minutes", help="Frozen minutes of forums.")


def changed() -> Iterator[tuple[MinutesVersion, str]]:
    """Yield (version, what is wrong) for everything that is not as it was."""
    made = (acts.OPENED, acts.APPROVED, acts.CORRECTED)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.act.in_(made)))
    logged = {(entry.subject_id, entry.details.get("checksum")) for entry in entries}
    order = MinutesVersion.meeting_id, MinutesVersion.number
    for version in db.session.scalars(select(MinutesVersion).order_by(*order)):
        if digest(version.data) != version.digest:
            yield version, "its data does not fit its checksum"
        if (version.meeting_id, version.digest) not in logged:
            yield version, "the checksum is not in the log"


@prints
def printed_heads() -> Iterator[Printed]:
    """Yield the head of the sealed log that each version of minutes froze in its data."""
    columns = (MinutesVersion.meeting_id, MinutesVersion.number, MinutesVersion.data)
    query = select(*columns).order_by(MinutesVersion.id)
    for meeting_id, number, data in db.session.execute(query.execution_options(yield_per=10)):
        if log := data.get("log"):
            where = f"the minutes of forum {meeting_id}, version {number}"
            yield Printed(where, Head(log["number"], log["digest"]))


@group.command("verify")
def verify() -> None:
    """Compare every version of minutes with its checksum and the log; fails when one differs."""
    faults = list(changed())
    for version, fault in faults:
        click.echo(f"forum {version.meeting_id}, version {version.number}: {fault}", err=True)
    if faults:
        raise click.exceptions.Exit(1)
    count = db.session.scalar(select(func.count(MinutesVersion.id))) or 0
    click.echo(f"{count} versions of minutes are as they were made")


def init_app(app: Flask) -> None:
    """Register the command."""
    app.cli.add_command(group)
