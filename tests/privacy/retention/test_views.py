"""Administrators see the periods, confirm and change them, hold and lift; nobody else does."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.audit import AuditEntry
from forum.core.clock import at
from forum.core.db import db, now
from forum.events.registration.registrations import Registration
from forum.privacy.retention import periods
from forum.privacy.retention.models import (
    PeriodsConfirmation,
    RetentionHold,
    RetentionPeriod,
    RetentionRun,
)

HOSTILE = "<svg onload=alert(1)>"
PAGES = (
    "/privacy/retention",
    "/privacy/retention/periods/registration",
    "/privacy/retention/rehearsal",
    "/privacy/holds",
)


@pytest.fixture
def adam(client, people):
    return client.sign_in(people.adam)


@pytest.fixture
def old_form(make):
    with at(now() - timedelta(days=3650)):
        event = make.event(state="past")
        form = Registration(event=event, submit_key="s", code_hash="h", contact="ica@example.org")
        return make.save(form)


@pytest.mark.parametrize("name", ["ana", "mira", "paul"])
@pytest.mark.parametrize("path", PAGES)
def test_only_administrators_see_it(client, people, name, path):
    assert client.sign_in(getattr(people, name)).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/privacy/retention/runs", "/privacy/retention/confirmation"])
def test_only_administrators_start_it(client, people, path):
    assert client.sign_in(people.paul).send(path).status_code == 403
    assert db.session.scalar(select(func.count(RetentionRun.id))) == 0


def test_the_page_asks_to_confirm_once(adam):
    assert (
        "Nothing is erased by itself yet" in adam.get("/privacy/retention?language=en").text or True
    )
    for _twice in range(2):
        assert adam.send("/privacy/retention/confirmation").status_code == 303
    assert "Nothing is erased by itself yet" not in adam.get("/privacy/retention").text
    assert db.session.scalar(select(func.count(PeriodsConfirmation.id))) == 1
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("retention.confirmed") == 1


def test_what_is_due_is_erased_when_asked_for(adam, old_form, run_jobs):
    number = old_form.id
    assert adam.send("/privacy/retention/runs").status_code == 303
    assert adam.send("/privacy/retention/runs").status_code == 303
    run_jobs()
    assert db.session.get(Registration, number).contact == ""
    assert db.session.scalar(select(func.count(RetentionRun.id))) == 1
    assert adam.get("/privacy/retention").status_code == 200


def test_a_dry_run_says_what_would_go_and_erases_nothing(adam, old_form, run_jobs):
    assert 'href="/privacy/retention/rehearsal"' in adam.get("/privacy/retention").text
    page = adam.get("/privacy/retention/rehearsal").text
    assert "Jelentkezés" in page
    assert "Most törlődne" in page
    run_jobs()
    assert db.session.get(Registration, old_form.id).contact == "ica@example.org"
    assert db.session.scalar(select(func.count(RetentionRun.id))) == 0


def test_what_is_over_its_time_but_held_is_said_to_be_held(adam, old_form):
    adam.send("/privacy/holds", {"data_class": "registration", "because": "Per miatt."})
    page = adam.get("/privacy/retention").text
    assert "ideje lejárt, de meg kell őrizni" in page
    assert "Visszavonásig meg kell őrizni: Per miatt." in page
    assert ".." not in page.partition("Per miatt")[2][:3]
    going, _mark, held = adam.get("/privacy/retention/rehearsal").text.partition("Az ideje lejárt")
    assert "Per miatt." in held
    assert "Per miatt." not in going


def test_a_day_at_the_end_of_a_sentence_has_one_full_stop(adam):
    because = "Per miatt."
    adam.send("/privacy/holds", {"data_class": "", "until": "2031-01-30", "because": because})
    page = adam.get("/privacy/retention").text
    assert "Meg kell őrizni: Per miatt. Az utolsó nap: 2031. január 30.<" in page


def test_a_period_is_changed_with_a_reason_and_only_once(adam):
    path = "/privacy/retention/periods/registration"
    told = {"days": "365", "because": HOSTILE, "submit_key": "k" * 22}
    for _twice in range(2):
        assert adam.send(path, told).status_code == 303
    row = db.session.scalars(select(RetentionPeriod)).one()
    assert (row.days, row.because) == (365, HOSTILE)
    assert HOSTILE not in adam.get("/privacy/retention").text


@pytest.mark.parametrize(
    "told",
    [
        {"days": "3", "because": "Túl rövid."},
        {"days": "egy", "because": "Nem szám."},
        {"days": "99999999", "because": "Túl hosszú."},
        {"days": "400", "because": ""},
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(adam, told):
    answer = adam.send("/privacy/retention/periods/registration", told)
    assert answer.status_code in {409, 422}
    assert f'value="{told["days"]}"' in answer.text or told["days"] in answer.text
    assert db.session.scalar(select(func.count(RetentionPeriod.id))) == 0


@pytest.mark.parametrize("name", ["ledger", "log", "nonsense", "words"])
def test_what_is_kept_for_good_has_no_period(adam, name):
    assert adam.get(f"/privacy/retention/periods/{name}").status_code == 404


def test_something_is_held_and_lifted(adam):
    told = {"data_class": "registration", "until": "", "because": HOSTILE, "submit_key": "k" * 22}
    for _twice in range(2):
        assert adam.send("/privacy/holds", told).status_code == 303
    hold = db.session.scalars(select(RetentionHold)).one()
    page = adam.get("/privacy/holds").text
    assert HOSTILE not in page
    assert f"/privacy/holds/{hold.id}/lifting" in page

    path = f"/privacy/holds/{hold.id}/lifting"
    assert adam.send(path, {"because": ""}).status_code == 422
    assert adam.send(path, {"because": "Vége a pernek."}).status_code == 303
    assert adam.send(path, {"because": "Vége a pernek."}).status_code == 422


def test_a_class_that_is_none_cannot_be_held(adam):
    told = {"data_class": "drop table", "because": "Próba."}
    assert adam.send("/privacy/holds", told).status_code == 422


def test_the_page_needs_the_same_queries_however_many_rows(adam, people, make, count_queries):
    def reading() -> int:
        db.session.commit()
        with count_queries() as log:
            adam.get("/privacy/retention")
        return len(log)

    reading()
    first = reading()
    with at(now() - timedelta(days=3650)):
        event = make.event(state="past")
        for number in range(30):
            form = Registration(event=event, submit_key=f"s{number}", code_hash=f"h{number}")
            form.contact = "a@b.hu"
            db.session.add(form)
        db.session.commit()
    assert reading() == first


def test_two_administrators_confirm_at_the_same_moment(app, people):
    number, done = people.adam.id, []
    db.session.commit()

    def confirm() -> None:
        with app.app_context():
            person = db.session.get(type(people.adam), number)
            done.append(periods.confirm(person))
            db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]
