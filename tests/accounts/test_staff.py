"""Inviting people to the staff, changing their roles, and the last administrator."""

from datetime import timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.queries import by_email
from forum.audit.models import AuditEntry
from forum.core.db import db, now
from forum.core.errors import Refused
from tests.accounts.conftest import GOOD


@pytest.fixture
def adam(client, people):
    client.sign_in(people.adam)
    return client


@pytest.fixture
def invite(adam):
    def fill(email="nora@example.org", role="planner"):
        return adam.send("/people/invitations/new", {"email": email, "role": role})

    return fill


def acts():
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


@pytest.mark.parametrize("name", ["ana", "mira", "paul"])
@pytest.mark.parametrize("path", ["/people", "/people/invitations", "/people/invitations/new"])
def test_only_administrators_see_the_staff(client, people, name, path):
    client.sign_in(getattr(people, name))
    assert client.get(path).status_code == 403


def test_an_invited_person_joins_with_name_and_password(app, invite, letters, enter):
    assert invite().headers["Location"] == "/people/invitations"
    nora = by_email("nora@example.org")
    assert (nora.role, nora.password_hash) == ("resident", None)
    link = letters.link("nora@example.org", "join")
    browser = app.test_client()
    page = browser.get(link)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert browser.send(link, {"name": "Nóra", "password": GOOD}).status_code == 302
    assert (nora.role, nora.name) == ("planner", "Nóra")
    assert nora.email_confirmed_at is not None
    assert browser.get("/account").status_code == 200
    assert browser.get(link).status_code == 410
    assert acts() == ["person.invited", "person.joined"]


def test_nobody_joins_in_another_role_or_under_another_address(app, invite, letters):
    invite()
    link = letters.link("nora@example.org", "join")
    extra = {"role": "administrator", "email": "other@example.org"}
    app.test_client().send(link, {"name": "Nóra", "password": GOOD, **extra})
    assert by_email("nora@example.org").role == "planner"
    assert by_email("other@example.org") is None


def test_a_resident_is_raised_and_keeps_the_password(app, invite, letters, make, enter):
    eva = make.person(name="Éva", email="eva@example.org", password=GOOD)
    invite("eva@example.org", "facilitator")
    browser = app.test_client()
    link = letters.link("eva@example.org", "join")
    assert 'type="password"' not in browser.get(link).text
    assert browser.send(link).headers["Location"] == "/sign-in"
    assert eva.role == "facilitator"
    assert browser.get("/account").status_code == 302
    assert enter(by=browser).status_code == 302


def test_registering_an_invited_address_gives_no_role(app, invite, letters, register):
    invite(role="administrator")
    stranger = app.test_client()
    register("nora@example.org", name="Idegen", by=stranger)
    stranger.send(letters.link("nora@example.org", "confirm"))
    assert by_email("nora@example.org").role == "resident"


def test_a_stranger_does_not_spoil_an_invitation(app, invite, letters, register, enter):
    invite()
    link = letters.link("nora@example.org", "join")
    register("nora@example.org", name="Idegen", password="idegen jelszó", by=app.test_client())
    assert app.test_client().send(link, {"name": "Nóra", "password": GOOD}).status_code == 302
    assert enter("nora@example.org", "idegen jelszó", by=app.test_client()).status_code == 422
    assert enter("nora@example.org", by=app.test_client()).status_code == 302


def test_an_invitation_lasts_two_weeks_and_can_be_withdrawn(adam, app, invite, letters):
    invite()
    link = letters.link("nora@example.org", "join")
    with freeze_time(now() + timedelta(days=14, minutes=1)):
        assert app.test_client().get(link).status_code == 410
    page = adam.get("/people/invitations").text
    assert "nora@example.org" in page
    withdrawal = page.split('action="/people/invitations/')[1].split('"')[0]
    adam.send(f"/people/invitations/{withdrawal}")
    assert app.test_client().get(link).status_code == 410
    assert "nora@example.org" not in adam.get("/people/invitations").text
    assert acts()[-1] == "person.invitation_withdrawn"


def test_who_has_the_role_is_not_invited_to_it(invite, people):
    assert invite(people.paul.email, "facilitator").status_code == 422


@pytest.mark.parametrize(
    "data",
    [
        {"email": "", "role": "planner"},
        {"email": "x@example.org", "role": "resident"},
        {"email": "x@example.org", "role": "king"},
    ],
)
def test_a_wrong_invitation_comes_back(adam, data):
    assert adam.send("/people/invitations/new", data).status_code == 422
    assert by_email("x@example.org") is None


def test_a_role_can_change_and_ends_the_sessions(adam, app, people, letters):
    other = app.test_client().sign_in(people.mira)
    assert adam.send(f"/people/{people.mira.id}/role", {"role": "planner"}).status_code == 302
    assert people.mira.role == "planner"
    assert other.get("/account").status_code == 302
    assert letters.to(people.mira.email)
    assert acts() == ["person.role_changed"]


def test_residents_are_nobodys_to_look_at(adam, people):
    assert adam.get(f"/people/{people.ana.id}").status_code == 404
    assert adam.send(f"/people/{people.ana.id}/role", {"role": "planner"}).status_code == 404
    assert people.ana.name not in adam.get("/people").text


def test_an_account_can_be_closed_and_opened(adam, app, people):
    other = app.test_client().sign_in(people.mira)
    adam.send(f"/people/{people.mira.id}/closing")
    assert other.get("/account").status_code == 302
    adam.send(f"/people/{people.mira.id}/reopening")
    assert people.mira.is_active
    assert acts() == ["person.disabled", "person.enabled"]


@pytest.mark.parametrize("act", ["closing", "role"])
def test_somebody_stays_administrator(adam, people, act):
    answer = adam.send(f"/people/{people.adam.id}/{act}", {"role": "resident"})
    assert answer.status_code == 409
    db.session.refresh(people.adam)
    assert (people.adam.role, people.adam.is_active) == ("administrator", True)


def test_of_two_administrators_one_may_go(make, people):
    zita = make.person("administrator", "Zita")
    people.adam.disable(by=zita)
    with pytest.raises(Refused):
        zita.disable(by=zita)
    people.adam.enable(by=zita)
    zita.change_role("planner", by=people.adam)
    with pytest.raises(Refused):
        people.adam.change_role("resident", by=people.adam)


def test_the_list_is_paged_and_asks_little(adam, make, count_queries):
    make.person("facilitator")
    with count_queries() as few:
        adam.get("/people")
    for number in range(30):
        db.session.add(Person(role="planner", name=f"P{number}", email=f"p{number}@example.org"))
    db.session.commit()
    with count_queries() as many:
        page = adam.get("/people").text
    assert len(many) == len(few)
    assert page.count("<tr>") <= 21
    assert "page=2" in page


def test_invitations_are_paged(adam, invite, count_queries):
    invite("first@example.org")
    with count_queries() as few:
        adam.get("/people/invitations")
    for number in range(22):
        invite(f"n{number}@example.org")
    with count_queries() as many:
        page = adam.get("/people/invitations").text
    assert page.count("/withdrawal") == 20
    assert len(many) <= len(few) + 1


def test_hostile_names_are_text_in_the_list(adam, make):
    make.person("planner", name="<svg onload=alert(1)>", email="svg@example.org")
    assert "<svg onload" not in adam.get("/people").text
