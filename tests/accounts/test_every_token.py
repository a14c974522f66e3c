"""Every kind of one-use link: for its purpose only, in time, once, and over when things change."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from forum.accounts.devices import SignInSession
from forum.accounts.operations import invite
from forum.accounts.queries import by_email, working_token
from forum.accounts.tokens import LIFETIMES, OneTimeToken
from forum.core.db import db, now
from tests.accounts.conftest import GOOD

NEW = "egészen új jelszó"
VALUES = {"email": "uj@example.org", "invite": "planner", "first": "administrator"}
#: The page each kind opens; every other page must not know it.
PAGES = {
    "confirm": "confirm",
    "email": "confirm",
    "reset": "password",
    "invite": "join",
    "first": "join",
}


@pytest.fixture
def links(eva):
    """One link of every kind, all Éva's."""
    made = {kind: eva.give_token(kind, VALUES.get(kind, "")) for kind in LIFETIMES}
    db.session.commit()
    return made


def working(links):
    db.session.expire_all()
    return sorted(kind for kind, secret in links.items() if working_token(secret, kind))


def test_every_kind_has_its_page():
    assert set(PAGES) == set(LIFETIMES)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda eva, adam: eva.set_password(NEW), id="password"),
        pytest.param(lambda eva, adam: eva.change_email("masik@example.org"), id="address"),
        pytest.param(lambda eva, adam: eva.change_role("facilitator", by=adam), id="role"),
        pytest.param(lambda eva, adam: eva.join("planner"), id="joining"),
        pytest.param(lambda eva, adam: eva.disable(by=adam), id="closing"),
    ],
)
def test_a_change_ends_every_link_and_every_session(
    strict, client, enter, eva, people, links, change
):
    enter()
    other = strict.test_client()
    enter(by=other)
    assert client.get("/account").status_code == 200
    assert working(links) == sorted(LIFETIMES)
    change(eva, people.adam)
    db.session.commit()
    assert working(links) == []
    assert client.get("/account").status_code == 302
    assert other.get("/account").status_code == 302
    assert db.session.scalars(select(SignInSession)).all() == []


def test_the_same_by_the_pages_keeps_only_this_browser(strict, client, enter, eva, links):
    enter()
    other = strict.test_client()
    enter(by=other)
    client.send("/account/password", {"old": GOOD, "password": NEW})
    assert working(links) == []
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_confirming_a_new_address_keeps_only_the_browser_it_is_done_in(
    strict, client, enter, eva, links
):
    enter()
    other = strict.test_client()
    enter(by=other)
    client.send(f"/confirm/{links['email']}")
    assert by_email("uj@example.org").id == eva.id
    assert working(links) == []
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_a_stranger_who_opens_that_link_is_not_signed_in_by_it(strict, enter, eva, links):
    stranger = strict.test_client()
    stranger.send(f"/confirm/{links['email']}")
    assert stranger.get("/account").status_code == 302


@pytest.mark.parametrize("kind", sorted(LIFETIMES))
@pytest.mark.parametrize("page", ["confirm", "password", "join"])
def test_a_link_opens_its_own_page_only(client, links, kind, page):
    answer = client.get(f"/{page}/{links[kind]}")
    assert answer.status_code == (200 if PAGES[kind] == page else 410)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    if PAGES[kind] != page:
        data = {"password": NEW, "name": "X", "email": "x@example.org"}
        assert client.send(f"/{page}/{links[kind]}", data).status_code == 410
        assert working(links) == sorted(LIFETIMES)


@pytest.mark.parametrize("kind", sorted(LIFETIMES))
def test_a_link_grows_old(client, links, kind):
    with freeze_time(now() + LIFETIMES[kind] + timedelta(minutes=1)):
        assert client.get(f"/{PAGES[kind]}/{links[kind]}").status_code == 410


@pytest.mark.parametrize("kind", sorted(LIFETIMES))
def test_a_newer_link_of_the_same_kind_ends_the_older(eva, links, kind):
    newer = eva.give_token(kind, VALUES.get(kind, ""))
    db.session.commit()
    assert working({**links, kind: links[kind]}) == sorted(set(LIFETIMES) - {kind})
    assert working_token(newer, kind)


def test_twenty_who_open_one_invitation_are_one(app, people):
    invite("uj@example.org", "planner", by=people.adam)
    token = db.session.scalars(select(OneTimeToken).where(OneTimeToken.purpose == "invite")).one()
    secret = token.person.give_token("invite", "planner")
    db.session.commit()
    start, statuses = Barrier(20), []

    def press(number):
        with app.app_context():
            browser = app.test_client()
            start.wait()
            data = {"name": f"Új {number}", "password": NEW}
            statuses.append(browser.send(f"/join/{secret}", data).status_code)

    threads = [Thread(target=press, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(302) == 1
    assert set(statuses) <= {302, 409, 410}


def test_an_invitation_gives_its_role_to_the_invited_address_only(client, app, people, enter, eva):
    invite("uj@example.org", "administrator", by=people.adam)
    invited = by_email("uj@example.org")
    secret = invited.give_token("invite", "planner")
    db.session.commit()
    enter()
    data = {"name": "Új", "password": NEW, "email": "eva@example.org", "role": "administrator"}
    assert client.send(f"/join/{secret}", data).status_code == 302
    db.session.expire_all()
    assert (invited.email, invited.role) == ("uj@example.org", "planner")
    assert (eva.email, eva.role) == ("eva@example.org", "resident")


def test_who_has_a_second_step_is_asked_for_it_after_a_reset_too(strict, client, enter, eva, prove):
    enter()
    prove(client, eva)
    secret = eva.give_token("reset")
    db.session.commit()
    other = strict.test_client()
    other.send(f"/password/{secret}", {"password": NEW})
    assert other.get("/account").status_code == 302
    assert enter(password=NEW, by=other).headers["Location"] == "/sign-in/second"
