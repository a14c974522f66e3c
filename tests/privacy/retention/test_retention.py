"""Old data are erased by class; what counts, what was published and the log stay as they are."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from forum.accounts import guardians
from forum.accounts.models import Person
from forum.accounts.reach import Reach
from forum.audit import AuditEntry
from forum.core.clock import at
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.jobs import Job, pass_the_night
from forum.core.keeping import class_named, steps_of
from forum.core.mail import OutboxMessage
from forum.events.attending.attendance import Attendance, AttendanceSheet
from forum.events.registration.registrations import Registration
from forum.participation.booking import book
from forum.participation.models import Evidence, LedgerLine
from forum.participation.recounting import mistakes
from forum.privacy.retention import periods, runs
from forum.privacy.retention.models import RetentionRun
from forum.privacy.retention.warning import warn

LONG_AGO = timedelta(days=20 * 365)


@pytest.fixture
def old(make, people):
    """Two forums of twenty years ago: who registered, who came, who spoke."""
    with at(now() - LONG_AGO):
        event = make.event(state="past")
        for number, name in enumerate(("Nagy Ilona", "Kiss Pál", "Kiss Pál", "Tóth Béla")):
            contact = f"regi{number}@example.org" if number != 2 else ""
            form = Registration(
                event=event,
                submit_key=f"old-{number}",
                code_hash=f"hash-{number}",
                person_id=people.ana.id if number in (1, 2) else None,
                name=name,
                contact=contact,
                contact_key=contact_key(contact),
                note="kerekesszékkel",
            )
            db.session.add(form)
            db.session.flush()
            if number < 2:
                came = Attendance(
                    event=event,
                    key=f"k{number}",
                    source="check-in",
                    name=name,
                    registration_id=form.id,
                    contact_key=form.contact_key,
                    entered_by_id=people.mira.id,
                )
                db.session.add(came)
        sheet = AttendanceSheet(
            event_id=event.id,
            submit_key="sheet",
            signatures=2,
            scan=b"%PDF",
            filename="iv.pdf",
            media_type="application/pdf",
            digest="0" * 64,
        )
        db.session.add(sheet)
        talk = make.conversation()
        opinion = make.opinion("Több padot!", conversation=talk, signature="Ica néni")
        opinion.contact_key = contact_key("regi0@example.org")
        db.session.commit()
        event_id = event.id
    book()
    db.session.commit()
    return event_id, opinion.id


def write_letters() -> None:
    """The letters before unused accounts go were written, and left, long enough ago."""
    with at(now() - timedelta(days=31)):
        warn()
        db.session.execute(text("UPDATE outbox_message SET sent_at = created_at, due_at = NULL"))
        db.session.commit()


def erase_all(run_jobs) -> RetentionRun:
    run = runs.start()
    db.session.commit()
    run_jobs()
    return db.session.get(RetentionRun, run.id)


def due_of(name: str) -> runs.Due:
    return next(due for due in runs.overview() if due.one.name == name)


def test_names_contacts_and_scans_go_and_the_recount_agrees(old, run_jobs):
    assert list(mistakes()) == []
    lines = db.session.execute(select(LedgerLine.__table__).order_by(LedgerLine.id)).all()
    log = db.session.execute(select(AuditEntry.__table__).order_by(AuditEntry.id)).all()

    run = erase_all(run_jobs)

    assert run.finished_at
    assert run.erased > 0
    forms = db.session.scalars(select(Registration).order_by(Registration.id)).all()
    assert [form.name[:1] + form.name_key.strip("–0123456789") for form in forms] == ["–"] * 4
    assert forms[1].name == forms[2].name != forms[0].name
    assert {form.contact + form.note for form in forms} == {""}
    sheet = db.session.scalars(select(AttendanceSheet)).one()
    assert (sheet.scan, sheet.filename, sheet.signatures) == (None, "", 2)
    assert {row.name for row in db.session.scalars(select(Attendance))} == {"–"}
    assert list(mistakes()) == []
    assert db.session.execute(select(LedgerLine.__table__).order_by(LedgerLine.id)).all() == lines
    after = db.session.execute(select(AuditEntry.__table__).order_by(AuditEntry.id)).all()
    assert after[: len(log)] == log
    assert [entry.act for entry in after[len(log) :]] == ["retention.erased"]


def test_fingerprints_become_random_everywhere_the_same(old, run_jobs):
    key = contact_key("regi0@example.org")
    nodes = db.session.scalar(select(func.count(Evidence.id)))

    erase_all(run_jobs)

    found = db.session.scalars(
        text(
            "SELECT contact_key FROM registration WHERE name LIKE '–%' AND contact_key IS NOT NULL "
            "UNION SELECT contact_key FROM opinion"
        )
    ).all()
    assert key not in found
    assert all(each.startswith("~") for each in found)
    form, opinion = (
        db.session.scalar(text(query))
        for query in (
            "SELECT contact_key FROM registration ORDER BY id",
            "SELECT contact_key FROM opinion",
        )
    )
    assert form == opinion
    assert db.session.scalar(select(func.count(Evidence.id))) == nodes
    assert list(mistakes()) == []


def test_nothing_is_erased_before_its_time(make, people, run_jobs):
    event = make.event(state="past")
    db.session.add(
        Registration(
            event=event, submit_key="s", code_hash="h", name="Nagy Ilona", contact="a@b.hu"
        )
    )
    db.session.commit()

    run = erase_all(run_jobs)

    assert run.erased == 0
    assert db.session.scalars(select(Registration)).one().contact == "a@b.hu"


def test_a_second_run_finds_nothing(old, run_jobs):
    first = erase_all(run_jobs)
    assert {due.one.name: due.rows for due in runs.overview() if due.rows} == {}
    assert erase_all(run_jobs).erased == 0 < first.erased


def test_broken_off_in_the_middle_it_goes_on_where_it_was(old, run_jobs, monkeypatch):
    """As after kill -9: what was committed is whole, the rest is untouched, the job comes again."""
    monkeypatch.setattr(runs, "BATCH", 1)
    before = sum(due.rows for due in runs.overview())
    reported = Job.report

    def die(job, done, total):
        reported(job, done, total)
        if done >= 3:
            raise SystemExit

    monkeypatch.setattr(Job, "report", die)
    run = runs.start()
    db.session.commit()
    number = run.id
    with pytest.raises(SystemExit):
        runs.carry_out(run, run.job)
    db.session.rollback()
    db.session.expire_all()
    run = db.session.get(RetentionRun, number)
    assert run.finished_at is None
    assert sum(line.rows_count for line in run.lines) == run.erased == 3
    assert 0 < sum(due.rows for due in runs.overview()) < before
    assert list(mistakes()) == []

    monkeypatch.setattr(Job, "report", reported)
    run_jobs()

    run = db.session.get(RetentionRun, number)
    assert run.finished_at is not None
    assert sum(line.rows_count for line in run.lines) == run.erased
    assert sum(due.rows for due in runs.overview()) == 0


def test_the_night_erases_only_after_somebody_confirmed_the_periods(old, people, run_jobs):
    pass_the_night()
    assert db.session.scalar(select(func.count(RetentionRun.id))) == 0

    periods.confirm(people.adam)
    db.session.commit()
    pass_the_night()
    run_jobs()

    assert db.session.scalars(select(RetentionRun)).one().erased > 0


def test_the_setting_switches_the_night_off(app, old, people, monkeypatch):
    monkeypatch.setitem(app.config, "RETENTION", False)
    periods.confirm(people.adam)
    db.session.commit()
    pass_the_night()
    assert db.session.scalar(select(func.count(RetentionRun.id))) == 0


def test_an_unused_account_is_erased_and_its_words_stay(make, run_jobs):
    with at(now() - LONG_AGO):
        person = make.person(name="Régi Rozália", email="rozalia@example.org")
        person.confirm_email()
        opinion = make.opinion("Több fát!", author=person, signature="Régi Rozália")
        db.session.commit()
    young = make.person(name="Új Ubul", email="ubul@example.org")
    db.session.commit()
    book()
    db.session.commit()
    old_id, young_id, opinion_id = person.id, young.id, opinion.id
    write_letters()

    erase_all(run_jobs)

    gone = db.session.get(Person, old_id)
    assert (gone.name, gone.email, gone.password_hash) == ("", None, None)
    assert db.session.get(Person, young_id).email == "ubul@example.org"
    words = db.session.execute(text(f"SELECT text, signature FROM opinion WHERE id={opinion_id}"))
    assert tuple(words.one()) == ("Több fát!", "")
    assert list(mistakes()) == []


def test_an_account_that_signed_in_lately_stays(make, client, run_jobs):
    with at(now() - LONG_AGO):
        person = make.person(name="Hű Hajnal", email="hajnal@example.org", password="tizenketbetu")
        person.confirm_email()
        db.session.commit()
    sent = client.send("/sign-in", {"email": "hajnal@example.org", "password": "tizenketbetu"})
    assert sent.status_code in {302, 303}

    assert due_of("account").rows == 0


def test_staff_accounts_are_never_erased_by_time(make):
    with at(now() - LONG_AGO):
        person = make.person("facilitator", name="Mira", email="mira@example.org")
        person.confirm_email()
        db.session.commit()
    assert due_of("account").rows == 0


def test_a_registration_nobody_confirmed_goes_after_a_month(make, run_jobs):
    with at(now() - timedelta(days=40)):
        person = make.person(name="Rá Nemért", email="valakie@example.org")
        person.email_confirmed_at = None
        db.session.commit()
    number = person.id

    erase_all(run_jobs)

    assert db.session.get(Person, number).email is None


def test_an_account_whose_guardian_never_answered_goes_as_the_letter_says(make, run_jobs):
    ages = {"late@example.org": 40, "soon@example.org": 20, "+36 30 123 4567": 40}
    young = {}
    for number, (contact, days) in enumerate(ages.items()):
        with at(now() - timedelta(days=days)):
            person = make.person(name="Kis Péter", email=f"peti{number}@example.org")
            person.confirm_email()
            guardians.answer_for(person, "Kis Péterné", contact, "hu")
            db.session.commit()
        young[contact] = person.id
    erase_all(run_jobs)
    left = {contact: db.session.get(Person, number).email for contact, number in young.items()}
    assert left == {
        "late@example.org": None,
        "soon@example.org": "peti1@example.org",  # the link works still
        "+36 30 123 4567": "peti2@example.org",  # the office has to call
    }
    assert len(guardians.waiting()) == 2


def test_what_the_office_noted_of_a_guardian_goes_with_the_name(make, people, run_jobs):
    with at(now() - LONG_AGO):
        person = make.person(name="Kis Péter", email="peti@example.org")
        row = guardians.answer_for(person, "Kis Péterné", "+36 30 123 4567", "hu")
        row.confirm(people.mira, "phone", "Kis Péterné, 46/123-456, igent mondott")
        person.confirm_email()
        db.session.commit()
    number = row.id
    step = next(one for one in steps_of(class_named("guardian")) if one.table == "guardian")
    step.erase([number])
    db.session.commit()
    assert (row.name, row.contact, row.evidence) == ("", "", "")


def test_contacts_for_being_told_go_and_a_no_stays_a_no(make, run_jobs):
    with at(now() - LONG_AGO):
        person = make.person("visitor")
        key = contact_key("anna@example.org")
        row = Reach(
            person_id=person.id, email="anna@example.org", contact_key=key, stopped_at=now()
        )
        make.save(row)
    erase_all(run_jobs)
    row = db.session.scalars(select(Reach)).one()
    assert (row.email, row.contact_key) == (None, key)
    assert row.stopped_at


def test_letters_that_wait_are_kept_and_those_that_went_are_not(make, run_jobs):
    with at(now() - LONG_AGO):
        waits, went = (make.save(_letter()) for _ in range(2))
        went.due_at = None
        db.session.commit()
    erase_all(run_jobs)
    assert list(db.session.scalars(select(OutboxMessage))) == [waits]


def _letter() -> OutboxMessage:
    return OutboxMessage(recipient="a@b.hu", subject="Levél", body="Szia")


def test_old_work_goes_but_not_what_a_result_names(app, make, run_jobs):
    with at(now() - LONG_AGO):
        for state in ("done", "queued"):
            db.session.add(Job(kind="analysis", state=state, finished_at=now(), error="Nagy Ilona"))
        db.session.commit()
    erase_all(run_jobs)
    kinds = db.session.scalars(select(Job.kind).where(Job.kind == "analysis")).all()
    assert kinds == ["analysis"]


def test_a_period_an_administrator_chose_is_the_one_that_counts(make, people):
    with at(now() - timedelta(days=100)):
        event = make.event(state="past")
        form = Registration(event=event, submit_key="s", code_hash="h", contact="a@b.hu")
        db.session.add(form)
        db.session.commit()
    one = class_named("registration")
    assert due_of("registration").rows == 1

    periods.choose(one, 365, "Sok a panasz.", "key", people.adam)
    periods.choose(one, 365, "Sok a panasz.", "key", people.adam)

    assert due_of("registration").rows == 0
    assert (due_of("registration").days, len(steps_of(one))) == (365, 2)


def test_accounts_go_a_few_at_a_time_so_that_nobody_waits_for_long(make):
    with at(now() - timedelta(days=40)):
        for number in range(11):
            make.person(email=f"valaki{number}@example.org").email_confirmed_at = None
        db.session.commit()
    run = runs.start()
    db.session.commit()
    sizes = []
    for rows in runs._erase_class(run, class_named("unconfirmed"), now()):
        db.session.commit()
        sizes.append(rows)
    assert sizes == [5, 5, 1]
