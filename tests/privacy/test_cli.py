"""The command: a dry run that only tells, and the run."""

from datetime import date, timedelta

from sqlalchemy import func, select

from forum.audit import AuditEntry
from forum.core.clock import at
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.events.attending.attendance import AttendanceSheet
from forum.events.registration.registrations import Registration
from forum.privacy.retention.models import RetentionLine, RetentionRun


def old_rows(make) -> None:
    with at(now() - timedelta(days=3650)):
        event = make.event(state="past")
        form = Registration(event=event, submit_key="s", code_hash="h", contact="ica@example.org")
        sheet = AttendanceSheet(
            event_id=event.id,
            submit_key="sheet",
            signatures=2,
            scan=b"%PDF",
            filename="iv.pdf",
            media_type="application/pdf",
            digest="0" * 64,
        )
        db.session.add_all([form, sheet])
        db.session.commit()


def line_of(output: str, name: str) -> str:
    return next(line for line in output.splitlines() if line.startswith(f"{name} "))


def test_the_dry_run_tells_and_changes_nothing(app, make):
    old_rows(make)
    make.project(maintenance_until=date(2090, 1, 2))

    done = app.test_cli_runner().invoke(args=["privacy", "retention", "--dry-run"])

    assert done.exit_code == 0, done.output
    assert "1 due, 0 held" in line_of(done.output, "registration")
    held = line_of(done.output, "attendance")
    assert "0 due, 1 held" in held
    assert "held until 2090-01-02" in held
    assert "ica@example.org" not in done.output
    assert db.session.scalars(select(Registration)).one().contact == "ica@example.org"
    assert db.session.scalar(select(func.count(RetentionRun.id))) == 0


def test_the_run_asks_nothing_and_says_what_went(app, make):
    old_rows(make)

    done = app.test_cli_runner().invoke(args=["privacy", "retention"])

    assert done.exit_code == 0, done.output
    assert "registration" in done.output
    db.session.expire_all()
    assert db.session.scalars(select(Registration)).one().contact == ""
    lines = {row.data_class: row.rows_count for row in db.session.scalars(select(RetentionLine))}
    assert lines["registration"] == 1
    assert lines["attendance"] == 1


def test_what_is_erased_at_the_desk_stands_in_the_log_without_a_name(app, make):
    """Whoever restores an older backup has to know that it must be erased again."""
    old_rows(make)
    row = db.session.scalars(select(Registration)).one()
    row.contact_key = contact_key(row.contact)
    db.session.commit()
    told = select(AuditEntry).where(AuditEntry.act == "privacy.erased")
    command = ["privacy", "erase", "ica@example.org"]
    assert "1 rows would be erased" in app.test_cli_runner().invoke(args=command).output
    assert db.session.scalars(told).all() == []
    assert "1 rows erased" in app.test_cli_runner().invoke(args=[*command, "--yes"]).output
    (entry,) = db.session.scalars(told).all()
    assert (entry.actor_id, entry.public) == (None, False)
