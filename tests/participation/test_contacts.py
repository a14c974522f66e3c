"""A contact on a slip or in a list counts one person once, and is kept as a fingerprint only."""

from io import BytesIO

import pytest

from forum.core.contacts import contact_key
from forum.core.db import db
from forum.opinions.models import ImportBatch, Opinion


@pytest.fixture
def talk(make):
    return make.conversation("both")


@pytest.fixture
def mira(app, people):
    """The facilitator's browser, in English."""
    browser = app.test_client().sign_in(people.mira)
    browser.set_cookie("language", "en")
    return browser


def entry(key, **more):
    return {"text": "Több padot!", "channel": "paper", "submit_key": key, **more}


def test_a_slip_with_a_contact_is_known_again(mira, talk, office, people):
    path = f"/conversations/{talk.id}/desk"
    answer = mira.send(path, entry("key-1", contact=f" {people.ana.email.upper()} "))
    assert answer.status_code == 303
    (opinion,) = db.session.query(Opinion)
    assert opinion.contact_key == contact_key(people.ana.email)
    office.weigh(office.make.opinion("Több fát!", talk, people.mira), people.ana)
    assert office.figures()["high"] == 2


def test_the_same_person_has_the_same_contact(mira, talk, office):
    path = f"/conversations/{talk.id}/desk"
    by_script = {"Accept": "application/json"}
    mira.send(path, entry("key-1", contact="06 30 123 4567"), headers=by_script)
    mira.send(path, entry("key-2", same_person="y", same_as="key-1"), headers=by_script)
    first, second = db.session.query(Opinion).order_by(Opinion.id)
    assert first.contact_key == second.contact_key is not None
    assert office.figures()["participations"] == 1


def test_somebody_else_has_not(mira, talk):
    path = f"/conversations/{talk.id}/desk"
    mira.send(path, entry("key-1", contact="06 30 123 4567"))
    mira.send(path, entry("key-2"))
    assert [o.contact_key is None for o in db.session.query(Opinion).order_by(Opinion.id)] == [
        False,
        True,
    ]


@pytest.mark.parametrize("wrong", ["Ana", "12", "a@", "<svg onload=alert(1)>", "=1+1"])
def test_what_is_no_contact_comes_back(mira, talk, wrong):
    answer = mira.send(f"/conversations/{talk.id}/desk", entry("key-1", contact=wrong))
    assert answer.status_code == 422
    assert "Please write an e-mail address or a telephone number." in answer.text
    assert "Több padot!" in answer.text
    assert "<svg onload" not in answer.text
    assert db.session.query(Opinion).count() == 0


def upload(mira, talk, run_jobs, rows):
    file = (BytesIO(rows.encode()), "lista.csv")
    mira.send(f"/conversations/{talk.id}/imports", {"file": file})
    (batch,) = db.session.query(ImportBatch)
    mira.send(f"/imports/{batch.id}/start")
    run_jobs()
    return db.session.get(ImportBatch, batch.id)


def test_a_list_with_contacts_keeps_their_fingerprints_only(mira, talk, office, run_jobs):
    rows = "szöveg,elérhetőség\nTöbb padot!,bela@example.org\nTöbb fát!,BELA@example.org\n"
    batch = upload(mira, talk, run_jobs, rows)
    assert batch.imported_at is not None
    assert b"bela" not in batch.content.lower()
    assert {o.contact_key for o in db.session.query(Opinion)} == {contact_key("bela@example.org")}
    data = office.figures()
    assert (data["participations"], data["low"], data["high"]) == (1, 1, 1)


def test_a_wrong_contact_is_a_wrong_row_whose_contact_is_not_repeated(mira, talk, run_jobs):
    batch = upload(mira, talk, run_jobs, "text,contact\nTöbb padot!,titkos szám\n")
    assert batch.imported_at is None
    assert batch.report["errors"][0]["row"] == 2
    assert "titkos" not in str(batch.report)
