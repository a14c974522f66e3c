"""Every account is asked for its age before it does anything, however it came to be."""

import pytest

from forum.accounts import operations
from forum.accounts.ages import tell
from forum.accounts.guardians import guardian_of
from forum.accounts.queries import by_email
from forum.core.db import db
from tests.accounts.outside import LINK, NEW, come_back, go

YOUNG = {"years": "young", "guardian_name": "Anya", "guardian_contact": "anya@example.org"}


@pytest.fixture
def unasked(make):
    """An account made before anybody was asked."""
    return make.person("resident", "Régi", age_to_ask=True)


def test_an_account_from_before_is_asked_before_it_acts(client, unasked, make):
    talk = make.conversation("speak")
    client.sign_in(unasked)
    asked = client.get(f"/conversations/{talk.id}?order=new")
    assert asked.status_code == 303
    assert asked.location == f"/account/age?next=/conversations/{talk.id}?order%3Dnew"
    for path in (f"/conversations/{talk.id}/speak", "/account", "/communities/new"):
        assert client.send(path, {"text": "Több padot!"}).location == "/account/age"
    told = client.get("/", headers={"Accept": "application/json"})
    assert (told.status_code, told.json["error"]["code"]) == (403, "age")
    for path in ("/account/data", "/privacy", "/account/age"):  # what is kept, and to erase it
        assert client.get(path).status_code == 200, path
    assert client.send(asked.location, {"years": ""}).status_code == 422
    answer = client.send(asked.location)
    assert answer.location == f"/conversations/{talk.id}?order=new"
    assert client.get(f"/conversations/{talk.id}").status_code == 200
    assert guardian_of(unasked) is None


def test_who_is_young_names_a_guardian_and_speaks_without_a_name_until_then(
    client, unasked, letters
):
    client.sign_in(unasked)
    assert client.send("/account/age", {**YOUNG, "guardian_contact": ""}).status_code == 422
    assert client.send("/account/age", YOUNG).status_code == 303
    assert guardian_of(unasked).state == "asked"
    assert len(letters.to("anya@example.org")) == 1
    assert client.get("/account").status_code == 200


def test_told_is_told_the_young_do_not_grow_by_answering_again(client, unasked):
    client.sign_in(unasked)
    client.send("/account/age", YOUNG)
    assert client.send("/account/age", {"years": "grown"}).status_code == 303
    assert not tell(unasked, None, "hu")
    assert guardian_of(unasked) is not None


def test_nobody_else_is_asked(app, client, make, people):
    for person in (people.ana, people.mira, people.adam):
        browser = app.test_client().sign_in(person)
        assert browser.get("/account").status_code == 200
        assert browser.get("/account/age").status_code == 303
    assert client.get("/").status_code == 200
    assert client.get("/account/age").status_code == 302


def test_who_was_invited_and_is_a_resident_again_is_asked(client, people):
    operations.invite("uj@example.org", "facilitator", people.adam)
    uj = by_email("uj@example.org")
    uj.join("facilitator")
    db.session.commit()
    assert client.sign_in(uj).get("/account/age").status_code == 303
    uj.change_role("resident", people.adam)
    db.session.commit()
    assert client.sign_in(uj).get("/conversations").location.startswith("/account/age")


def test_from_outside_a_newcomer_is_asked_at_once(client, elsewhere):
    told = go(client, elsewhere)
    page = client.get("/sign-in/outside/back", query_string=told)
    assert page.status_code == 200
    come_back(client, told)
    eva = by_email("eva@example.org")
    assert (eva.age_to_ask, guardian_of(eva)) == (False, None)
    assert client.get(NEW).status_code == 302


def test_an_account_opened_from_outside_is_asked_when_its_age_is_not_known(
    client,
    elsewhere,
    make,
):
    make.person("resident", "Éva", email="eva@example.org", age_to_ask=True)
    come_back(client, go(client, elsewhere))
    assert client.get("/conversations").location.startswith("/account/age")
    client.send("/account/age", YOUNG)
    assert guardian_of(by_email("eva@example.org")).state == "asked"


def test_an_account_that_wants_to_connect_another_is_asked_first(client, elsewhere, enter, eva):
    eva.age_to_ask = True
    db.session.commit()
    enter()
    assert client.send(LINK).location.startswith("/account/age")
    client.send("/account/age", YOUNG)
    come_back(client, go(client, elsewhere, LINK))
    assert guardian_of(eva).state == "asked"
