"""An account elsewhere is a way in: who adds one, who learns of it, and what takes it away again."""

import re

import pytest

from forum.accounts.queries import by_email
from forum.core.db import db
from tests.accounts.conftest import GOOD
from tests.accounts.outside import (
    BACK,
    LINK,
    NEW,
    come_back,
    go,
    identities,
    is_in,
    walk,
)

NEW_PASSWORD = "piros alma ég a fán"


def reset(app, eva, **more):
    db.session.refresh(eva)
    secret = eva.give_token("reset")
    db.session.commit()
    return app.test_client().send(f"/password/{secret}", {"password": NEW_PASSWORD}, **more)


def test_a_new_password_ends_what_a_thief_connected(app, client, elsewhere, enter, eva, letters):
    """Somebody sat at an open session and connected their own account; the owner takes it back."""
    enter()
    elsewhere.behave(claims={"sub": "thief", "email": "thief@example.org"})
    walk(client, elsewhere, LINK)
    assert len(identities()) == 1
    page = reset(app, eva, follow_redirects=True)
    assert identities() == []
    thief = app.test_client()
    walk(thief, elsewhere)
    assert by_email("thief@example.org") is not None, "they have an account of their own instead"
    assert "eva@example.org" not in thief.get("/account").text
    letter = letters.to("eva@example.org")[-1]
    assert "/account" in letter.body.replace("/password", "")
    assert "Máshol vezetett fiók már nem nyitja" in page.text
    assert "már nem nyitják" in letter.body


def test_where_none_was_connected_nothing_is_said_of_it(app, eva, letters):
    page = reset(app, eva, follow_redirects=True)
    assert "Máshol vezetett" not in page.text + letters.to("eva@example.org")[-1].body


def test_another_password_on_ones_own_page_keeps_it(client, elsewhere, enter, eva):
    enter()
    walk(client, elsewhere, LINK)
    client.send("/account/password", {"old": GOOD, "password": NEW_PASSWORD})
    assert len(identities()) == 1


def test_the_owner_is_told_when_one_is_connected_and_disconnected(
    client, elsewhere, enter, eva, letters
):
    enter()
    walk(client, elsewhere, LINK)
    assert len(letters.to("eva@example.org")) == 1
    assert client.send(f"{LINK}/removal").status_code == 303
    told = [letter.body for letter in letters.to("eva@example.org")]
    assert len(told) == 2
    for body in told:
        assert "Városi Azonosító" in body
        assert "/password" in body
        assert re.search(r"20\d\d\. \w+ \d+\.", body), "the day stands in it"


def test_also_when_an_address_opened_an_account_for_the_first_time(
    app, client, elsewhere, make, letters
):
    make.person(name="Éva", email="eva@example.org")
    walk(client, elsewhere)
    walk(app.test_client(), elsewhere)
    assert len(letters.to("eva@example.org")) == 1


def test_a_newcomer_gets_no_letter_of_what_they_do_just_now(client, elsewhere, letters):
    walk(client, elsewhere)
    assert letters.all() == []


def test_connecting_is_not_begun_by_a_foreign_link(client, elsewhere, enter, eva):
    """A link of another site must not begin to connect whoever is signed in at the provider."""
    enter()
    assert client.get(LINK).status_code == 405
    assert client.post(LINK).status_code == 400, "nor does a form without our token"
    with client.session_transaction() as session:
        assert "outside" not in session


def test_the_page_that_leads_there_goes_by_itself_and_by_a_button(client, elsewhere, enter, eva):
    """No redirect: browsers let a form of this site lead to no other."""
    enter()
    assert f'action="{LINK}"' in client.get("/account").text
    page = client.send(LINK)
    assert page.status_code == 200
    assert page.text.count(f"{elsewhere.issuer}/authorize?") == 2
    assert 'http-equiv="refresh"' in page.text


def test_what_was_begun_as_one_ends_not_in_the_account_of_another(
    client, elsewhere, enter, eva, make
):
    make.person(name="Bea", email="bea@example.org", password=GOOD)
    enter()
    told = go(client, elsewhere, LINK)
    client.send("/sign-out")
    enter("bea@example.org")
    assert come_back(client, told).status_code == 400
    assert identities() == []


def test_somebody_else_at_the_same_address_takes_over_nothing(client, elsewhere, app):
    """The provider gives an address to somebody new: another subject, so nobody's account opens."""
    walk(client, elsewhere)
    elsewhere.behave(claims={"sub": "u-99"})
    other = app.test_client()
    assert walk(other, elsewhere).headers["Location"] == "/sign-in"
    assert not is_in(other)
    assert [each.subject for each in identities()] == ["u-1"]


# The newcomer's proof ---------------------------------------------------------------------------


def newcomer(client, elsewhere):
    """Come from the provider as somebody new; return what this browser keeps of it."""
    told = go(client, elsewhere)
    page = client.get(BACK, query_string=told)
    hidden = dict(re.findall(r'name="(state|code)" value="([^"]*)"', page.text))
    assert client.send(BACK, hidden).headers["Location"] == NEW
    with client.session_transaction() as session:
        return dict(session["newcomer"])


def test_what_a_newcomer_proved_counts_once(client, elsewhere, app):
    """The cookie, kept from before, opens nothing: not even after signing out everywhere."""
    kept = newcomer(client, elsewhere)
    assert client.send(NEW, {"name": "Éva"}).status_code == 303
    assert is_in(client)
    client.send("/account/sign-out-everywhere")
    other = app.test_client()
    with other.session_transaction() as session:
        session["newcomer"] = kept
    assert other.send(NEW, {"name": "Éva"}).headers["Location"] == "/sign-in"
    assert not is_in(other)


def test_nor_after_the_account_was_disconnected_or_erased(client, elsewhere, app):
    kept = newcomer(client, elsewhere)
    client.send(NEW, {"name": "Éva"})
    for row in identities():
        db.session.delete(row)
    by_email("eva@example.org").email = None
    db.session.commit()
    other = app.test_client()
    with other.session_transaction() as session:
        session["newcomer"] = kept
    assert other.send(NEW, {"name": "Éva"}).headers["Location"] == "/sign-in"
    assert by_email("eva@example.org") is None


def test_a_form_with_a_mistake_does_not_use_it_up(client, elsewhere):
    newcomer(client, elsewhere)
    assert client.send(NEW, {"name": ""}).status_code == 422
    assert client.send(NEW, {"name": "Éva"}).status_code == 303
    assert is_in(client)


# Whose word an address rests on -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "userinfo"),
    [(True, False), (False, True), (True, None), (None, False), ("false", True), (None, "true")],
)
def test_address_and_its_proof_come_from_one_place(client, elsewhere, statement, userinfo):
    """The statement says verified without an address; userinfo tells one of which it does not."""
    claims = {"email": None, "email_verified": statement}
    me = {"sub": "u-1", "email": "victim@example.org", "email_verified": userinfo}
    elsewhere.behave(claims=claims, me=me)
    assert walk(client, elsewhere).headers["Location"] == "/sign-in"
    assert by_email("victim@example.org") is None
