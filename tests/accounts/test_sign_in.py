"""Signing in and out."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from argon2 import PasswordHasher
from blinker import ANY
from flask import session
from freezegun import freeze_time

from forum.accounts import passwords
from forum.accounts.models import visitor_signed_in
from forum.core.db import db, now
from tests.accounts.conftest import GOOD


@pytest.fixture
def eva(make):
    return make.person(name="Éva", email="eva@example.org", password=GOOD)


def test_the_right_password_opens_the_door(client, enter, eva):
    answer = enter()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Éva" in client.get("/account").text


@pytest.mark.parametrize("email", ["EVA@example.org", " eva@example.org "])
def test_the_address_may_be_typed_carelessly(enter, eva, email):
    assert enter(email).status_code == 302


def test_a_wrong_password_and_an_unknown_address_look_alike(app, enter, eva):
    wrong = enter(password="nem ez a jelszó", by=app.test_client())
    unknown = enter("nobody@example.org", by=app.test_client())
    assert wrong.status_code == unknown.status_code == 422

    def plain(answer):
        page = answer.text.replace("nobody@", "eva@").split("<main")[1]
        return page.split('name="csrf_token"')[0]

    assert plain(wrong) == plain(unknown)


def test_and_take_the_same_time(app, enter, eva, monkeypatch):
    costly = PasswordHasher(time_cost=2, memory_cost=16384, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", costly)
    passwords._nobody.cache_clear()
    eva.set_password(GOOD)
    db.session.commit()

    def seconds(email):
        start = perf_counter()
        enter(email, password="nem ez a jelszó", by=app.test_client())
        return perf_counter() - start

    known = median(seconds("eva@example.org") for _time in range(5))
    unknown = median(seconds("no@example.org") for _time in range(5))
    assert 0.4 < known / unknown < 2.5


def test_the_address_comes_back_and_the_password_does_not(enter, eva):
    answer = enter(password="nem ez a jelszó")
    assert "eva@example.org" in answer.text
    assert "nem ez a" not in answer.text


def test_an_unconfirmed_address_is_told_by_letter_only(client, enter, make, letters):
    eva = make.person(name="Éva", email="eva@example.org", password=GOOD)
    eva.email_confirmed_at = None
    db.session.commit()
    assert enter(password="nem ez a jelszó").status_code == 422
    assert letters.all() == []
    assert enter().status_code == 422
    assert client.get("/account").status_code == 302
    client.send(letters.link("eva@example.org", "confirm"))
    assert client.get("/account").status_code == 200


def test_registering_an_address_and_signing_in_does_not_tell_whether_it_was_known(
    app, register, enter, people
):
    """Whoever registers an address with a password of their own may then try that password."""

    def told(address):
        browser = app.test_client()
        register(address, by=browser)
        answers = [enter(address, by=browser) for _try in range(11)]
        return [(a.status_code, a.headers.get("Location")) for a in answers]

    assert told(people.ana.email) == told("nobody@example.org")


def test_a_closed_account_stays_out(client, enter, eva, people):
    eva.disable(by=people.adam)
    db.session.commit()
    assert enter(password="nem ez a jelszó").status_code == 422
    assert enter().status_code == 403
    assert client.get("/account").status_code == 302


def test_visitors_without_an_address_cannot_sign_in(enter, make):
    make.person("visitor")
    assert enter("").status_code == 422


def test_guessing_one_account_is_stopped_wherever_it_comes_from(app, enter, eva):
    for number in range(10):
        answer = enter(
            password="nem ez a jelszó", environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}
        )
        assert answer.status_code == 422
    assert enter(environ_base={"REMOTE_ADDR": "192.0.2.99"}).status_code == 429
    with freeze_time(now() + timedelta(minutes=16)):
        assert enter().status_code == 302


def test_unknown_addresses_are_limited_just_the_same(enter):
    statuses = [enter("nobody@example.org").status_code for _time in range(11)]
    assert statuses == [422] * 10 + [429]


def test_guessing_many_accounts_from_one_place_is_stopped(enter, eva):
    for number in range(40):
        assert enter(f"a{number}@example.org").status_code == 422
    assert enter().status_code == 429


def test_a_full_hall_can_sign_in_from_one_address(app, enter, eva):
    """Sixty people behind one router: attempts that succeed do not count."""
    for _person in range(60):
        assert enter(by=app.test_client()).status_code == 302


@pytest.mark.parametrize(
    ("target", "goes"),
    [
        ("/conversations/3?page=2", "/conversations/3?page=2"),
        ("//evil.example/x", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
    ],
)
def test_one_goes_on_only_within_this_site(client, eva, target, goes):
    data = {"email": "eva@example.org", "password": GOOD}
    answer = client.send("/sign-in", data, query_string={"next": target})
    assert answer.headers["Location"] == goes


def test_nothing_of_the_old_session_survives(client, enter, eva):
    with client.session_transaction() as before:
        before["planted"] = "by somebody else"
    enter()
    with client.session_transaction() as after:
        assert "planted" not in after
        assert "visitor" not in after


def test_staying_signed_in_is_a_choice(client, eva):
    data = {"email": "eva@example.org", "password": GOOD}
    client.send("/sign-in", data)
    with client.session_transaction() as short:
        assert not short.permanent
    client.send("/sign-out")
    client.send("/sign-in", {**data, "stay": "y"})
    with client.session_transaction() as long:
        assert long.permanent


def test_signing_out_needs_a_form_and_forgets_everything(client, enter, eva):
    enter()
    assert client.get("/sign-out").status_code == 405
    assert client.get("/account").status_code == 200
    client.send("/sign-out")
    assert client.get("/account").status_code == 302


def test_what_a_visitor_did_is_handed_over_once(client, enter, eva, make):
    visitor, heard = make.person("visitor"), []
    with client.session_transaction() as mine:
        mine["visitor"] = visitor.id

    def listen(number, person):
        heard.append((number, person.id))

    with visitor_signed_in.connected_to(listen, sender=ANY):
        enter()
        client.send("/sign-out")
        enter()
    assert heard == [(visitor.id, eva.id)]


def test_a_forged_visitor_number_hands_over_nobody_else(client, enter, eva, people):
    heard = []
    with client.session_transaction() as mine:
        mine["visitor"] = people.paul.id

    def listen(number, person):
        heard.append(number)

    with visitor_signed_in.connected_to(listen, sender=ANY):
        enter()
    assert heard == []


def test_registered_visitors_take_their_words_along(client, make, register, letters):
    opinion = make.opinion("Padot a játszótérre!")
    with client.session_transaction() as mine:
        mine["visitor"] = opinion.author_id
    register()
    client.send(letters.link("eva@example.org", "confirm"))
    client.send("/account/found-here", {"mine": f"opinion-{opinion.id}"})
    db.session.refresh(opinion)
    assert opinion.author.email == "eva@example.org"


def test_a_page_for_accounts_asks_to_sign_in_first(client):
    answer = client.get("/account?x=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/account?x%3D1"


def test_session_cookies_are_out_of_reach_of_scripts(client, enter, eva):
    cookie = enter().headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_session_holds_no_secret_in_the_open(client, enter, eva):
    with client:
        enter()
        assert eva.password_hash not in str(dict(session))
