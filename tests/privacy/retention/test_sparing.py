"""An account stays as long as something of its owner's is held, and administrators are told why."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.core.clock import at
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.jobs import perform
from forum.core.keeping import classes
from forum.core.mail import OutboxMessage
from forum.core.personal import Whose
from forum.events.attending.attendance import Attendance
from forum.events.registration.registrations import Registration
from forum.participation.booking import book
from forum.participation.models import Evidence
from forum.privacy.erasing import erase
from forum.privacy.retention import holds, runs, warning
from forum.privacy.retention.models import RetentionHold, UnusedWarning

ADDRESS = "rozi@example.org"


@pytest.fixture
def stale(make):
    """Make an account of two months ago that nobody confirmed."""

    def account(address=ADDRESS):
        with at(now() - timedelta(days=60)):
            person = make.person("resident", name="Régi Rozi", email=address)
        db.session.execute(
            update(Person).where(Person.id == person.id).values(email_confirmed_at=None)
        )
        db.session.commit()
        return person.id

    return account


@pytest.fixture
def came(make, people, stale):
    """The account of somebody who registered for an event and came."""
    number, event = stale(), make.event(state="past")
    told = {"name": "Régi Rozi", "contact_key": contact_key(ADDRESS)}
    form = Registration(event=event, person_id=number, contact=ADDRESS, **told)
    form.submit_key = form.code_hash = "o"
    db.session.add(form)
    db.session.flush()
    there = Attendance(event=event, key="k", source="check-in", registration_id=form.id, **told)
    there.entered_by_id = people.mira.id
    db.session.add(there)
    db.session.commit()
    return number


def order(people, name):
    holds.order(name, None, "Peres ügy.", f"key-{name}", people.adam)
    db.session.commit()


def carry_out() -> None:
    run = runs.start()
    db.session.commit()
    perform(run.job_id)
    db.session.expire_all()


def is_there(number) -> bool:
    return db.session.get(Person, number).email is not None


def due_of(name: str) -> runs.Due:
    return next(due for due in runs.overview() if due.one.name == name)


@pytest.mark.parametrize("name", ["registration", "attendance", "fingerprints"])
def test_what_is_held_keeps_the_account_it_belongs_to(came, people, name):
    order(people, name)
    carry_out()
    form, there = (
        db.session.scalars(select(Registration)).one(),
        db.session.scalars(select(Attendance)).one(),
    )
    key = contact_key(ADDRESS)
    assert (form.name, form.contact, form.contact_key) == ("Régi Rozi", ADDRESS, key)
    assert (there.name, there.contact_key) == ("Régi Rozi", key)
    assert is_there(came)

    db.session.scalars(select(RetentionHold)).one().lift(people.adam, "Lezárult.")
    db.session.commit()
    carry_out()
    assert not is_there(came)
    assert db.session.scalars(select(Attendance)).one().name == "–"


def test_the_grant_keeps_whoever_came_and_nobody_else(came, stale, make):
    other = stale("mas@example.org")
    make.opinion("Több padot!", author=db.session.get(Person, other))
    make.project(maintenance_until=date.today() + timedelta(days=100))
    carry_out()
    assert is_there(came)
    assert not is_there(other)


def test_a_hold_that_touches_nothing_of_theirs_keeps_no_account(came, people):
    order(people, "guardian")
    carry_out()
    assert not is_there(came)


@pytest.mark.parametrize("walked_in", [True, False])
def test_the_fingerprint_of_a_confirmed_address_keeps_its_account(make, people, walked_in):
    """Left at a door, where nothing names the account; or in the ledger of who took part."""
    with at(now() - timedelta(days=1200)):
        person = make.person("resident", name="Régi Rozi", email=ADDRESS)
        if walked_in:
            there = Attendance(
                event=make.event(state="past"), key="k", source="walk-in", name="Régi Rozi"
            )
            there.contact_key, there.entered_by_id = contact_key(ADDRESS), people.mira.id
            db.session.add(there)
        else:
            make.opinion("Több padot!", author=person)
        db.session.commit()
        book()
        db.session.commit()
    evidence = select(Evidence.node).order_by(Evidence.id)
    before = db.session.scalars(evidence).all()
    assert f"contact:{contact_key(ADDRESS)}" in before
    with at(now() - timedelta(days=40)):
        warning.warn()
        db.session.execute(update(OutboxMessage).values(sent_at=now(), due_at=None))
        db.session.commit()
    assert due_of("account").erasable == 1
    order(people, "fingerprints")
    assert (due_of("account").rows, due_of("account").erasable) == (1, 0)
    carry_out()
    assert is_there(person.id)
    assert db.session.scalars(evidence).all() == before


def test_nobody_is_warned_of_what_will_not_happen(make, people):
    with at(now() - timedelta(days=1200)):
        person = make.person("resident", name="Régi Rozi", email=ADDRESS)
        make.opinion("Több padot!", author=person)
        db.session.commit()
    assert warning.count_warnings().due == 1
    order(people, "words")
    assert warning.count_warnings().due == 0
    assert warning.warn() == 0
    assert db.session.scalars(select(UnusedWarning)).all() == []


def test_among_many_only_those_it_is_about_stay(came, stale, people):
    others = [stale(f"mas{number}@example.org") for number in range(7)]
    order(people, "attendance")
    carry_out()
    assert is_there(came)
    assert not any(map(is_there, others))


def test_the_calendar_leaves_names_in_notes_that_are_held(stale, make, people):
    number = stale()
    make.project(maintenance_until=date.today() + timedelta(days=100))
    there = Attendance(event=make.event(state="past"), key="k", source="correction", count=1)
    there.because, there.entered_by_id = "Régi Rozi kétszer írta alá.", people.mira.id
    make.save(there)
    carry_out()
    assert not is_there(number)
    assert there.because == "Régi Rozi kétszer írta alá."


def test_whoever_asks_for_it_is_erased_whatever_is_held(came, people):
    order(people, "attendance")
    erase(Whose(frozenset({came})), db.session.get(Person, came))
    db.session.commit()
    db.session.expire_all()
    assert not is_there(came)
    assert db.session.scalars(select(Attendance)).one().name == "–"


def test_the_dry_run_and_the_pages_say_why_accounts_stay(app, client, came, people):
    order(people, "attendance")
    due = due_of("unconfirmed")
    assert (due.rows, due.erasable, due.kept_back) == (1, 0, 1)
    told = app.test_cli_runner().invoke(args=["privacy", "retention", "--dry-run"]).output
    line = next(line for line in told.splitlines() if line.startswith("unconfirmed"))
    assert "0 due, 1 held" in line
    assert "something of theirs is held" in line
    adam = client.sign_in(people.adam)
    adam.set_cookie("language", "en")
    why = "Something that belongs to it is held, and an account is erased whole or not at all."
    for path in ("/privacy/retention", "/privacy/retention/rehearsal"):
        assert why in adam.get(path).text
    assert "Whoever asks to be erased is erased all the same" in adam.get("/privacy/holds").text


def test_every_class_can_be_held_and_the_account_itself_is_no_exception(came, stale, people):
    other = stale("mas@example.org")
    for one in classes():
        holds.order(one.name, None, "Peres ügy.", f"key-{one.name}", people.adam)
        kept = {"unconfirmed": 2, "account": 2}.get(one.name)
        if kept is not None:
            assert due_of("unconfirmed").kept_back == kept
        assert due_of("unconfirmed").rows == 2
        db.session.rollback()
    assert is_there(other)
