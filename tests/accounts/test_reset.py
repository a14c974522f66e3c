"""A new password by letter."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from forum.accounts.proving.models import Passkey
from forum.core.db import db, now

NEW = "egészen új jelszó"


@pytest.fixture
def ask(app):
    def fill(email="eva@example.org"):
        return app.test_client().send("/password", {"email": email})

    return fill


def test_a_link_comes_and_works_once(app, client, ask, letters, eva, enter):
    ask()
    link = letters.link("eva@example.org", "password")
    assert client.get(link).status_code == 200
    assert client.get(link).headers["Referrer-Policy"] == "no-referrer"
    assert client.send(link, {"password": NEW}).status_code == 302
    assert client.send(link, {"password": "még egy másik"}).status_code == 410
    assert enter(by=app.test_client()).status_code == 422
    assert enter(password=NEW, by=app.test_client()).status_code == 302


def test_every_session_and_every_other_link_ends(app, client, ask, letters, eva, enter):
    enter()
    ask()
    link = letters.link("eva@example.org", "password")
    other = eva.give_token("email", "more@example.org")
    db.session.commit()
    app.test_client().send(link, {"password": NEW})
    assert client.get("/account").status_code == 302
    assert client.get(f"/confirm/{other}").status_code == 410


def test_the_person_is_told(client, ask, letters, eva):
    ask()
    client.send(letters.link("eva@example.org", "password"), {"password": NEW})
    assert len(letters.to("eva@example.org")) == 2


def test_known_and_unknown_addresses_get_the_same_answer(ask, letters, eva):
    known, unknown = ask(), ask("nobody@example.org")
    assert known.status_code == unknown.status_code == 302
    assert (known.text, known.headers["Location"]) == (unknown.text, unknown.headers["Location"])
    told = [letter.recipient for letter in letters.all()]
    assert told == ["eva@example.org", "nobody@example.org"]
    assert "/password/" not in letters.all()[1].body


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "x@evil.example", "["])
def test_a_strange_host_gets_into_no_letter(app, letters, eva, monkeypatch, host):
    """Who asks for a reset chooses the Host header, but not where the victim's link leads."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    for header in ("Host", "X-Forwarded-Host"):
        data = {"email": "eva@example.org"}
        app.test_client().post("/password", data=data, headers={header: host})
    for letter in letters.to("eva@example.org"):
        assert "evil" not in letter.body


def test_links_begin_with_the_public_address_of_the_site(app, ask, letters, eva, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "https://velemeny.example.hu/")
    ask()
    assert "https://velemeny.example.hu/password/" in letters.all()[-1].body


def test_a_newer_link_replaces_the_older(client, ask, letters, eva):
    ask()
    old = letters.link("eva@example.org", "password")
    ask()
    assert client.get(old).status_code == 410


def test_the_link_works_for_two_hours(client, ask, letters, eva):
    ask()
    link = letters.link("eva@example.org", "password")
    with freeze_time(now() + timedelta(hours=2, minutes=1)):
        assert client.send(link, {"password": NEW}).status_code == 410


def test_a_weak_password_uses_the_link_up_not(client, ask, letters, eva):
    ask()
    link = letters.link("eva@example.org", "password")
    assert client.send(link, {"password": "rövid"}).status_code == 422
    assert client.send(link, {"password": NEW}).status_code == 302


def test_a_link_for_one_thing_does_not_do_another(client, eva):
    confirm = eva.give_token("confirm")
    db.session.commit()
    assert client.get(f"/password/{confirm}").status_code == 410
    assert client.send(f"/password/{confirm}", {"password": NEW}).status_code == 410
    assert client.send(f"/join/{confirm}", {"name": "x", "password": NEW}).status_code == 410


def test_an_invitation_cannot_be_taken_by_a_reset(client, ask, letters, people):
    """CVE-2023-48220 of another platform: a reset accepted an invitation that had expired."""
    from forum.accounts.operations import invite

    invite("uj@example.org", "administrator", by=people.adam)
    db.session.commit()
    ask("uj@example.org")
    assert "/password/" not in letters.all()[-1].body


def test_the_old_address_of_a_closed_account_gets_no_link(ask, letters, eva, people):
    eva.disable(by=people.adam)
    db.session.commit()
    ask()
    assert "/password/" not in letters.all()[-1].body


def test_a_confirmed_address_is_what_a_reset_proves(client, ask, letters, eva):
    eva.email_confirmed_at = None
    db.session.commit()
    ask()
    client.send(letters.link("eva@example.org", "password"), {"password": NEW})
    db.session.refresh(eva)
    assert eva.email_confirmed_at is not None


def test_who_has_passkeys_is_asked_to_look_at_them(app, ask, letters, eva):
    def told():
        ask()
        app.test_client().send(letters.link("eva@example.org", "password"), {"password": NEW})
        return "/account/factors" in letters.all()[-1].body

    assert not told()
    db.session.add(Passkey(person_id=eva.id, credential=b"c", public_key=b"k", name="Telefon"))
    db.session.commit()
    assert told()


def test_few_letters_an_hour(ask, letters, eva):
    for _time in range(7):
        ask()
    assert len(letters.all()) == 4


@pytest.mark.parametrize("email", ["", "nem cím", "x" * 300 + "@example.org"])
def test_nonsense_is_refused_kindly(ask, email):
    assert ask(email).status_code == 422
