"""Nobody loses an account unwarned: one letter, a month to come back, and no letter in vain."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.keeping import class_named, steps_of
from forum.core.mail import OutboxMessage
from forum.privacy.retention import holds, periods, runs, warning
from forum.privacy.retention.idling import note_sign_in
from forum.privacy.retention.jobs import erase_each_night
from forum.privacy.retention.models import UnusedWarning

DAY = timedelta(days=1)


@pytest.fixture
def idle(make, people):
    """An account nobody has used for as long as accounts are kept, all but a month."""
    periods.confirm(people.adam)
    with at(now() - timedelta(days=3 * 365) + timedelta(days=31)):
        person = make.person("resident", name="Régi Rozi", email="rozi@example.org")
    db.session.commit()
    return person.id


@pytest.fixture
def night(run_jobs):
    """Let the night after so many days pass, with its work; then letters leave, if they do."""

    def pass_it(days=0, mail=True):
        with at(now() + timedelta(days=days)):
            erase_each_night()
            run_jobs()
        if mail:
            posted(days)
        db.session.expire_all()

    return pass_it


def letters() -> list[str]:
    rows = select(OutboxMessage).where(OutboxMessage.recipient == "rozi@example.org")
    found = [row.subject for row in db.session.scalars(rows.order_by(OutboxMessage.id))]
    db.session.rollback()
    return found


def posted(at_day=0):
    """Let every letter leave, as the mail server would take it."""
    sent = db.update(OutboxMessage).where(OutboxMessage.sent_at.is_(None))
    db.session.execute(sent.values(sent_at=now() + timedelta(days=at_day), due_at=None))
    db.session.commit()


@pytest.mark.parametrize("leaves", [None, 20])
def test_a_letter_that_did_not_leave_warned_nobody(idle, night, leaves):
    night(1, mail=False)
    if leaves:
        posted(leaves)
    night(45, mail=False)
    assert db.session.get(Person, idle).email == "rozi@example.org"
    if leaves:
        night(leaves + 30)
        assert db.session.get(Person, idle).email is None


def test_one_letter_a_month_before_and_a_last_one_when_it_is_done(idle, night):
    night()
    assert letters() == []
    night(1)
    assert len(letters()) == 1
    first = letters()
    for day in (2, 15, 29, 30):
        night(day)
        assert db.session.get(Person, idle).email == "rozi@example.org", day
    assert len(letters()) == 1
    night(31)
    assert db.session.get(Person, idle).email is None
    assert letters() != first  # that one went with the account, the last one is new
    assert len(letters()) == 1


def test_nobody_is_erased_before_the_month_is_over_even_if_it_was_due_long_ago(idle, night):
    night(400)
    assert db.session.get(Person, idle).email == "rozi@example.org"
    night(429)
    assert db.session.get(Person, idle).email == "rozi@example.org"
    night(430)
    assert db.session.get(Person, idle).email is None


def test_whoever_comes_back_stays_and_is_written_to_anew_years_later(app, idle, night):
    night(1)
    with at(now() + timedelta(days=20)):
        note_sign_in(app, db.session.get(Person, idle))
        db.session.commit()
    night(60)
    assert db.session.get(Person, idle).email == "rozi@example.org"
    assert db.session.get(UnusedWarning, idle) is None
    night(20 + 3 * 365 - 20)
    assert len(letters()) == 1  # the first one was cleared away long ago, as sent letters are
    night(20 + 3 * 365 + 1)
    assert db.session.get(Person, idle).email == "rozi@example.org"
    night(20 + 3 * 365 + 11)
    assert db.session.get(Person, idle).email is None


def test_while_accounts_are_held_nobody_is_written_to(idle, night, people):
    holds.order("account", None, "Per.", "key", people.adam)
    db.session.commit()
    night(400)
    assert letters() == []
    assert warning.count_warnings(now() + timedelta(days=400)) == (0, 0)


def test_no_letter_before_the_periods_are_confirmed(make, run_jobs):
    with at(now() - timedelta(days=4 * 365)):
        make.person("resident", email="rozi@example.org")
    erase_each_night()
    run_jobs()
    assert letters() == []


def test_the_dry_run_tells_how_many_letters_are_due(app, idle):
    runner = app.test_cli_runner()
    with at(now() + 2 * DAY):
        told = runner.invoke(args=["privacy", "retention", "--dry-run"]).output
        assert "letters before an unused account goes: 1 due, 0 written" in told
        assert letters() == []
        warning.warn()
        told = runner.invoke(args=["privacy", "retention", "--dry-run"]).output
        assert "letters before an unused account goes: 0 due, 1 written" in told


def test_a_sign_in_at_the_very_moment_keeps_the_account(app, idle, night):
    """Whoever signed in after the batch was chosen, and before it is erased, is due no more."""
    night(1)
    with at(now() + timedelta(days=40)):
        run = runs.start()
        (step,) = [step for step in steps_of(class_named("account")) if step.table == "person"]
        limit = periods.before(periods.all_days()["account"])
        assert [row.id for row in db.session.execute(step.due(limit))] == [idle]
        note_sign_in(app, db.session.get(Person, idle))
        assert step.erase([idle]) == 0
        assert run.erased == 0
    assert db.session.get(Person, idle).email == "rozi@example.org"
    db.session.rollback()
