"""Closed periods stay as they are; the recount finds whatever does not."""

import pytest
from sqlalchemy.exc import DatabaseError

from forum.core.db import db
from forum.core.errors import Refused
from forum.participation.models import LedgerLine, Period
from forum.participation.periods import close, periods
from forum.participation.recounting import mistakes


@pytest.fixture
def event(make):
    return make.event("now")


def shut(people, name="2026 első fele"):
    """Paul closes the open period."""
    open_one = db.session.query(Period).filter_by(open=True).one()
    period = close(people.paul, name, open_one.id)
    db.session.commit()
    return period


def test_closing_books_keeps_the_figures_and_begins_the_next(office, people, event):
    office.tally(event, 12)
    office.book()
    office.tally(event, 3)
    period = shut(people)
    assert period.figures["period"]["participations"] == 15
    assert period.figures["until"]["high"] == 15
    assert [(row.open, row.closed_by_id) for row in periods()] == [
        (True, None),
        (None, people.paul.id),
    ]


def test_what_is_found_out_later_is_a_correction_in_the_next(office, people, event):
    entry = office.tally(event, 12)
    office.book()
    period = shut(people)
    frozen = dict(period.figures)
    office.correct(entry)
    office.tally(event, 10)
    office.book()
    back = next(line for line in office.all_lines() if line.count < 0)
    assert (back.period_id, back.corrects_period_id) == (period.id + 1, period.id)
    assert db.session.get(Period, period.id).figures == frozen
    later = shut(people, "2026 második fele")
    assert later.figures["period"]["participations"] == -2
    assert later.figures["until"]["participations"] == 10
    assert list(mistakes()) == []


def test_a_period_closed_twice_is_closed_once(office, people, event):
    office.book()
    period = shut(people)
    with pytest.raises(Refused):
        close(people.paul, "Még egyszer", period.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_period SET name = 'más' WHERE closed_at IS NOT NULL",
        "DELETE FROM ledger_period WHERE closed_at IS NOT NULL",
        "INSERT INTO ledger_line (slot, round, kind, activity, activity_id, unit, count, day, sex,"
        " channel, source, source_table, source_id, entered_at, period_id, booked_at)"
        " VALUES ('x', 0, 'attended', 'event', 1, '', 99, '2026-01-01', '', 'place', 'tally',"
        " 'attendance', 1, '2026-01-01 00:00:00', 1, '2026-01-01 00:00:00')",
    ],
)
def test_the_database_keeps_a_closed_period(office, people, event, statement):
    office.book()
    period = shut(people)
    with pytest.raises(DatabaseError, match="closed period"):
        db.session.execute(
            db.text(
                statement.replace(
                    ", 1, '2026-01-01 00:00:00')", f", {period.id}, '2026-01-01 00:00:00')"
                )
            )
        )
    db.session.rollback()


def meddle(statement):
    """Change the ledger behind its triggers, as somebody with the database password could."""
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.execute(db.text("DROP TRIGGER ledger_line_no_update"))
        else:
            connection.execute(db.text("SET LOCAL session_replication_role = replica"))
        connection.execute(db.text(statement))
        if db.engine.dialect.name == "sqlite":
            connection.execute(
                db.text(
                    "CREATE TRIGGER ledger_line_no_update BEFORE UPDATE ON ledger_line "
                    "BEGIN SELECT RAISE(ABORT, 'the participant ledger is append-only'); END"
                )
            )
    db.session.expire_all()


class TestRecount:
    def run(self, app, *options):
        return app.test_cli_runner().invoke(args=["participation", "recount", *options])

    def test_finds_a_line_somebody_changed_and_mends_it(self, app, office, event):
        office.tally(event, 12)
        office.book()
        db.session.commit()
        meddle("UPDATE ledger_line SET count = 99")
        found = self.run(app)
        assert found.exit_code == 1
        assert "is not what its source tells" in found.output
        assert "now: participations 12 -> 99" in found.output
        mended = self.run(app, "--repair")
        assert mended.exit_code == 0, mended.output
        assert sum(line.count for line in office.lines()) == 12
        assert [line.count for line in office.all_lines()] == [99, -99, 12]

    def test_finds_a_correction_somebody_changed(self, app, office, event):
        entry = office.tally(event, 12)
        office.book()
        office.correct(entry)
        office.book()
        meddle("UPDATE ledger_line SET count = -1 WHERE count < 0")
        found = self.run(app)
        assert found.exit_code == 1
        assert "does not take back line" in found.output

    def test_finds_figures_somebody_changed(self, app, office, event):
        office.tally(event, 12)
        office.book()
        meddle("UPDATE stored_figures SET last_line = 0 WHERE name = 'now'")
        found = self.run(app)
        assert found.exit_code == 1
        assert "now: participations 12 -> 0" in found.output

    def test_finds_what_is_not_booked_yet(self, app, office, event):
        office.book()
        office.tally(event, 12)
        found = self.run(app)
        assert found.exit_code == 1
        assert "missing:" in found.output

    def test_is_content_with_an_empty_ledger(self, app):
        assert self.run(app).exit_code == 0


def test_two_who_book_at_once_book_once(office, event, app):
    from threading import Barrier, Thread

    from forum.participation import booking

    office.tally(event, 12)
    together = Barrier(2)

    def book():
        with app.app_context():
            together.wait()
            booking.book()
            db.session.commit()
            db.session.remove()

    workers = [Thread(target=book) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.rollback()
    assert db.session.query(LedgerLine).count() == 1
    assert db.session.query(Period).count() == 1
