"""Erasing what is due by hand: ``flask privacy retention``."""

from time import sleep

import click

from forum.core.db import db, reading
from forum.core.jobs import perform
from forum.privacy.cli import privacy
from forum.privacy.retention import runs
from forum.privacy.retention.models import RetentionRun
from forum.privacy.retention.warning import count_warnings


@privacy.command("retention")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
def retention_command(dry_run: bool) -> None:
    """Erase what is older than its period and not held, and say what went."""
    if dry_run:
        with reading():
            _tell_due()
        return
    run = runs.start()
    number, job_id = run.id, run.job_id
    db.session.commit()
    assert job_id is not None
    perform(job_id)
    _tell_run(number)


def _tell_due() -> None:
    for due in runs.overview():
        oldest = f"{due.oldest:%Y-%m-%d}" if due.oldest else "-"
        held = ""
        if due.held:
            until = f"{due.held.until:%Y-%m-%d}" if due.held.until else "further notice"
            held = f"  held until {until}: {due.held.because}"
        elif due.spared:
            held = "  held: something of theirs is held, and an account goes whole or not at all"
        rows = f"{due.erasable} due, {due.kept_back} held"
        click.echo(f"{due.one.name:<14} {due.days:>6} days  {rows}, oldest {oldest}{held}")
    letters = count_warnings()
    click.echo(
        f"letters before an unused account goes: {letters.due} due, {letters.written} written"
    )
    db.session.rollback()


def _tell_run(number: int) -> None:
    """Say what a run erased, once it is over; the worker may have taken it before us."""
    while True:
        run = db.session.get(RetentionRun, number)
        if run is None or run.job is None or run.job.over:
            break
        db.session.rollback()
        sleep(0.2)
    for line in run.lines if run else ():
        click.echo(f"{line.data_class:<14} {line.rows_count} rows up to {line.until:%Y-%m-%d}")
    failed = run is not None and run.finished_at is None
    click.echo(f"{run.erased if run else 0} rows erased." + (" The work failed." if failed else ""))
    db.session.rollback()
    if failed:
        raise SystemExit(1)
