"""What has to be kept is kept: for the grant's maintenance period, or by order."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from forum.audit import AuditEntry
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.keeping import class_named, is_held
from forum.events.registration.registrations import Registration
from forum.privacy.retention import holds, periods, runs
from forum.privacy.retention.models import RetentionHold, RetentionRun


@pytest.fixture
def old_form(make):
    with at(now() - timedelta(days=3650)):
        event = make.event(state="past")
        return make.save(
            Registration(
                event=event,
                submit_key="s",
                code_hash="h",
                name="Nagy Ilona",
                contact="i@example.org",
            )
        )


def due_of(name: str) -> runs.Due:
    return next(due for due in runs.overview() if due.one.name == name)


def erase_all(run_jobs) -> None:
    runs.start()
    db.session.commit()
    run_jobs()


def test_the_maintenance_period_of_the_grant_holds_the_evidence(make):
    assert holds.holding(class_named("attendance")) is None
    last = date.today() + timedelta(days=100)
    make.project(maintenance_until=last)

    for name in ("attendance", "ledger", "publications", "fingerprints"):
        assert holds.holding(class_named(name)).until == last
    assert holds.holding(class_named("registration")) is None


def test_a_grant_without_its_last_day_holds_without_end(make):
    make.project(maintenance_until=None)
    assert holds.holding(class_named("attendance")).until is None


def test_a_maintenance_period_that_is_over_holds_nothing(make):
    make.project(maintenance_until=date.today() - timedelta(days=1))
    assert holds.holding(class_named("attendance")) is None


@pytest.mark.parametrize("name", ["registration", ""])
def test_what_is_held_by_order_is_not_erased_until_it_is_lifted(name, old_form, people, run_jobs):
    hold = holds.order(name, None, "Peres ügy.", "key", people.adam)
    db.session.commit()
    due = due_of("registration")
    assert (due.rows, due.erasable, due.held.because) == (2, 0, "Peres ügy.")
    assert is_held("registration")

    erase_all(run_jobs)
    assert db.session.scalars(select(Registration)).one().contact == "i@example.org"

    db.session.get(RetentionHold, hold.id).lift(people.adam, "Lezárult.")
    db.session.commit()
    erase_all(run_jobs)
    assert db.session.scalars(select(Registration)).one().contact == ""


def test_a_hold_ends_with_its_day(people):
    holds.order("registration", date.today() + timedelta(days=2), "Ellenőrzés.", "key", people.adam)
    assert is_held("registration")
    with at(now() + timedelta(days=4)):
        assert not is_held("registration")


def test_a_run_under_way_stops_at_a_hold(make, people, monkeypatch):
    with at(now() - timedelta(days=3650)):
        event = make.event(state="past")
        for number in range(4):
            db.session.add(
                Registration(
                    event=event, submit_key=f"s{number}", code_hash=f"h{number}", contact="a@b.hu"
                )
            )
        db.session.commit()
    monkeypatch.setattr(runs, "BATCH", 1)
    run = runs.start()
    db.session.commit()

    for _rows in runs._erase_class(run, class_named("registration"), now()):
        db.session.commit()
        holds.order("registration", None, "Elég.", "key", people.adam)
        db.session.commit()

    left = [row.contact for row in db.session.scalars(select(Registration))]
    assert sorted(left) == ["", "a@b.hu", "a@b.hu", "a@b.hu"]


def test_while_it_is_held_a_period_is_only_made_longer(make, people):
    make.project(maintenance_until=date.today() + timedelta(days=1000))
    one = class_named("attendance")
    with pytest.raises(Refused):
        periods.choose(one, 400, "Rövidebben.", "a", people.adam)
    periods.choose(one, 4000, "Hosszabban.", "b", people.adam)
    assert periods.all_days()["attendance"] == 4000


def test_no_period_is_shorter_than_the_work_needs(people):
    one = class_named("registration")
    with pytest.raises(Refused):
        periods.choose(one, one.retention.least - 1, "Sok.", "a", people.adam)


def test_a_hold_is_not_ordered_for_the_past_nor_lifted_twice(people):
    with pytest.raises(Refused):
        holds.order("", date.today() - timedelta(days=2), "Késő.", "a", people.adam)
    hold = holds.order("", None, "Peres ügy.", "b", people.adam)
    hold.lift(people.adam, "Vége.")
    with pytest.raises(Refused):
        hold.lift(people.adam, "Megint.")


def test_the_same_order_sent_twice_is_one(people):
    one, again = (holds.order("", None, "Peres ügy.", "key", people.adam) for _ in range(2))
    assert one is again
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("retention.held") == 1


def test_a_run_writes_nothing_personal(old_form, run_jobs):
    erase_all(run_jobs)
    run = db.session.scalars(select(RetentionRun)).one()
    words = str([[str(value) for value in vars(line).values()] for line in run.lines])
    assert "Ilona" not in words
    assert "example.org" not in words
