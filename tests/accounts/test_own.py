"""What people change about their own account."""

import pytest

from forum.accounts.queries import by_email
from forum.core.db import db
from tests.accounts.conftest import GOOD

NEW = "egészen új jelszó"


@pytest.fixture
def eva(make):
    return make.person(name="Éva", email="eva@example.org", password=GOOD)


@pytest.fixture
def home(client, eva):
    return client.sign_in(eva)


@pytest.mark.parametrize("path", ["/account", "/account/password", "/account/email"])
def test_visitors_are_asked_to_sign_in(client, path):
    assert client.get(path).headers["Location"].startswith("/sign-in")
    assert client.send(path, {"name": "x"}).headers["Location"].startswith("/sign-in")


def test_name_and_language_can_change(home, eva):
    answer = home.send("/account", {"name": "Kovács Éva", "language": "en"})
    assert answer.status_code == 302
    assert (eva.name, eva.language) == ("Kovács Éva", "en")
    assert 'lang="en"' in home.get("/account").text


def test_nothing_else_changes_with_them(home, eva):
    extra = {"role": "administrator", "email": "x@example.org", "session_stamp": "0", "id": "1"}
    home.send("/account", {"name": "Éva", "language": "hu", **extra})
    assert (eva.role, eva.email) == ("resident", "eva@example.org")


@pytest.mark.parametrize("data", [{"name": "", "language": "hu"}, {"name": "x", "language": "xx"}])
def test_a_wrong_profile_comes_back(home, eva, data):
    assert home.send("/account", data).status_code == 422
    assert eva.name == "Éva"


def test_a_new_password_signs_others_out_and_not_oneself(app, home, eva, enter, letters):
    other = app.test_client()
    enter(by=other)
    assert home.send("/account/password", {"old": GOOD, "password": NEW}).status_code == 302
    assert home.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert enter(password=NEW, by=other).status_code == 302
    assert len(letters.to("eva@example.org")) == 1


def test_without_the_old_password_nothing_changes(home, eva, enter):
    stored = eva.password_hash
    answer = home.send("/account/password", {"old": "nem ez volt az", "password": NEW})
    assert answer.status_code == 422
    db.session.refresh(eva)
    assert eva.password_hash == stored


def test_the_old_password_cannot_be_guessed_for_ever(home, eva):
    data = {"old": "nem ez volt az", "password": NEW}
    statuses = [home.send("/account/password", data).status_code for _time in range(11)]
    assert statuses == [422] * 10 + [429]


def test_a_new_address_counts_once_it_is_confirmed(home, eva, letters):
    home.send("/account/email", {"email": "New@example.org", "old": GOOD})
    assert eva.email == "eva@example.org"
    link = letters.link("new@example.org", "confirm")
    assert home.get(link).status_code == 200
    assert eva.email == "eva@example.org"
    assert home.send(link).headers["Location"] == "/account"
    assert eva.email == "new@example.org"
    assert "new@example.org" not in letters.to("eva@example.org")[-1].body


def test_a_new_address_needs_the_password(home, eva, letters):
    answer = home.send("/account/email", {"email": "new@example.org", "old": "nem ez volt az"})
    assert answer.status_code == 422
    assert letters.all() == []


def test_somebody_elses_address_gets_the_same_answer(home, eva, people, letters):
    new, taken = (
        home.send("/account/email", {"email": email, "old": GOOD})
        for email in ("new@example.org", people.ana.email)
    )
    assert new.status_code == taken.status_code == 302
    assert new.headers["Location"] == taken.headers["Location"]
    assert "/confirm/" not in letters.to(people.ana.email)[-1].body


def test_who_confirms_first_has_the_address(app, home, eva, letters, register):
    """Somebody registers the address meanwhile and confirms it."""
    home.send("/account/email", {"email": "new@example.org", "old": GOOD})
    link = letters.link("new@example.org", "confirm")
    other = app.test_client()
    register("new@example.org", by=other)
    other.send(letters.link("new@example.org", "confirm"))
    assert home.send(link).status_code == 409
    db.session.refresh(eva)
    assert eva.email == "eva@example.org"


def test_an_unconfirmed_registration_does_not_hold_an_address(app, home, eva, letters, register):
    register("new@example.org", by=app.test_client())
    home.send("/account/email", {"email": "new@example.org", "old": GOOD})
    home.send(letters.link("new@example.org", "confirm"))
    assert by_email("new@example.org") is eva


def test_links_sent_to_the_old_address_end_with_it(home, eva, letters, client):
    reset = eva.give_token("reset")
    db.session.commit()
    home.send("/account/email", {"email": "new@example.org", "old": GOOD})
    home.send(letters.link("new@example.org", "confirm"))
    assert client.get(f"/password/{reset}").status_code == 410


def test_signing_out_everywhere(app, home, eva, enter):
    other = app.test_client()
    enter(by=other)
    home.send("/account/sign-out-everywhere")
    assert home.get("/account").status_code == 302
    assert other.get("/account").status_code == 302


def test_a_hostile_name_is_text_on_every_page(home, eva):
    eva.name = '"><img src=x onerror=alert(1)>'
    db.session.commit()
    assert "<img src=x" not in home.get("/account").text
