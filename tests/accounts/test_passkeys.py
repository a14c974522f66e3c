"""Passkeys: added, shown as both steps at once or as the second, and everything that is refused."""

import json
from datetime import timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from forum.accounts.proving.models import Challenge, Passkey
from forum.core.db import db, now
from tests.accounts.authenticator import Authenticator
from tests.accounts.conftest import GOOD

NEW = "/account/factors/passkeys/new"


@pytest.fixture
def home(strict, client, enter, eva):
    """Éva's browser, just signed in."""
    enter()
    return client


def add(browser, device, name="Telefon", **change):
    options = browser.send("/account/factors/passkeys/options").get_json()
    return browser.send(NEW, {"name": name, "credential": device.make({**options, **change})})


def come_in(browser, device, path="/sign-in/passkey"):
    options = browser.send("/sign-in/passkey/options").get_json()
    return browser.send(path, {"credential": device.show(options)})


def is_in(browser):
    return browser.get("/account").status_code == 200


def key():
    db.session.expire_all()
    return db.session.scalars(select(Passkey)).one()


def test_a_passkey_is_added_and_shown_as_both_steps(app, home, eva):
    device = Authenticator()
    page = add(home, device)
    assert page.status_code == 200
    assert page.text.count("<code>") == 10, "the first factor brings recovery codes"
    row = key()
    assert (row.person_id, row.name, row.transports) == (eva.id, "Telefon", ["internal"])
    other = app.test_client()
    assert come_in(other, device).headers["Location"] == "/"
    assert is_in(other)
    assert key().used_at is not None
    assert (
        "belépőkulcs" in other.get("/account/sessions").text
        or "passkey" in other.get("/account/sessions").text
    )


def test_the_account_behind_the_options_tells_nothing_about_the_person(home, eva):
    options = home.send("/account/factors/passkeys/options").get_json()
    handle = base64url_to_bytes(options["user"]["id"])
    assert len(handle) == 32
    assert str(eva.id).encode() not in handle
    assert options["rp"]["id"] == "localhost"
    assert options["attestation"] == "none"


def test_a_second_one_goes_back_to_the_list_and_is_known(home):
    add(home, Authenticator())
    device = Authenticator()
    options = home.send("/account/factors/passkeys/options").get_json()
    assert len(options["excludeCredentials"]) == 1
    answer = home.send(NEW, {"name": "Kulcs", "credential": device.make(options)})
    assert answer.headers["Location"] == "/account/factors"
    again = home.send("/account/factors/passkeys/options").get_json()
    assert home.send(NEW, {"name": "Kulcs", "credential": device.make(again)}).status_code == 409


def test_after_the_password_it_is_the_second_step(app, home, enter):
    device = Authenticator(verifies=False)
    add(home, device)
    other = app.test_client()
    assert enter(by=other).headers["Location"] == "/sign-in/second"
    options = other.send("/sign-in/second/options").get_json()
    assert len(options["allowCredentials"]) == 1
    answer = other.send("/sign-in/second/passkey", {"credential": device.show(options)})
    assert answer.status_code == 303
    assert is_in(other)


def test_alone_it_counts_only_when_the_device_knows_its_owner(app, home):
    device = Authenticator(verifies=False)
    add(home, device)
    other = app.test_client()
    assert come_in(other, device).headers["Location"] == "/sign-in"
    assert not is_in(other)


def test_a_riddle_is_answered_once(app, home):
    device = Authenticator()
    add(home, device)
    other = app.test_client()
    options = other.send("/sign-in/passkey/options").get_json()
    said = device.show(options)
    assert other.send("/sign-in/passkey", {"credential": said}).headers["Location"] == "/"
    thief = app.test_client()
    assert thief.send("/sign-in/passkey", {"credential": said}).headers["Location"] == "/sign-in"
    assert not is_in(thief)


def test_and_only_for_its_purpose_and_its_person(app, home, enter, make):
    device = Authenticator()
    add(home, device)
    other = app.test_client()
    enter(by=other)
    second = other.send("/sign-in/second/options").get_json()
    said = device.show(second)
    assert other.send("/sign-in/passkey", {"credential": said}).headers["Location"] == "/sign-in"
    added = home.send("/account/factors/passkeys/options").get_json()
    said = device.show(added)
    assert other.send("/sign-in/passkey", {"credential": said}).headers["Location"] == "/sign-in"
    entering = other.send("/sign-in/passkey/options").get_json()
    said = device.show(entering)
    assert other.send("/sign-in/second/passkey", {"credential": said}).status_code == 422
    assert not is_in(other)


def test_a_riddle_grows_old(app, home):
    device = Authenticator()
    add(home, device)
    other = app.test_client()
    options = other.send("/sign-in/passkey/options").get_json()
    with freeze_time(now() + timedelta(minutes=11)):
        answer = other.send("/sign-in/passkey", {"credential": device.show(options)})
    assert answer.headers["Location"] == "/sign-in"


def test_somebody_elses_passkey_is_no_second_step(app, home, enter, make):
    device = Authenticator()
    add(home, Authenticator())
    make.person(name="Ottó", email="otto@example.org", password=GOOD)
    otto = app.test_client()
    enter("otto@example.org", by=otto)
    add(otto, device)
    other = app.test_client()
    enter(by=other)
    options = other.send("/sign-in/second/options").get_json()
    said = device.show(options)
    assert other.send("/sign-in/second/passkey", {"credential": said}).status_code == 422
    assert not is_in(other)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:9999"},
        {"host": "evil.example"},
    ],
)
def test_a_passkey_shown_to_another_site_is_worth_nothing_here(app, home, wrong):
    device = Authenticator()
    add(home, device)
    for name, value in wrong.items():
        setattr(device, name, value)
    other = app.test_client()
    assert come_in(other, device).headers["Location"] == "/sign-in"
    assert not is_in(other)


def test_nor_one_made_on_another_site(home):
    assert add(home, Authenticator(origin="https://evil.example")).status_code == 422
    assert add(home, Authenticator(host="evil.example")).status_code == 422
    assert db.session.scalars(select(Passkey)).first() is None


def test_a_forged_signature_opens_nothing(app, home):
    device, forger = Authenticator(), Authenticator()
    add(home, device)
    forger.id, forger.handle, forger.count = device.id, device.handle, 5
    other = app.test_client()
    assert come_in(other, forger).headers["Location"] == "/sign-in"
    assert not is_in(other)


def test_a_copied_stick_is_noticed_by_its_counter(app, home):
    device = Authenticator()
    device.count = 7
    add(home, device)
    assert come_in(app.test_client(), device).headers["Location"] == "/"
    assert key().sign_count == 8
    device.count = 3
    other = app.test_client()
    assert come_in(other, device).headers["Location"] == "/sign-in"
    assert key().sign_count == 8


def test_devices_that_do_not_count_are_welcome(app, home):
    device = Authenticator()
    device.count = -1
    options = home.send("/account/factors/passkeys/options").get_json()
    device.count = 0
    home.send(NEW, {"name": "x", "credential": device.make(options)})
    for _time in range(2):
        device.count = -1
        assert come_in(app.test_client(), device).headers["Location"] == "/"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{}",
        "[]",
        "null",
        "x" * 100,
        "[" * 5000,
        '{"response": 7}',
        '{"id": "x", "response": {"clientDataJSON": "!!"}}',
        '{"id": "x", "response": {"clientDataJSON": "e30"}}',
        json.dumps(
            {"id": "é", "response": {"clientDataJSON": bytes_to_base64url(b'{"challenge": 7}')}}
        ),
        json.dumps(
            {
                "id": "x",
                "response": {"clientDataJSON": bytes_to_base64url(b'{"challenge": "AAAA"}')},
            }
        ),
        "9" * 30_000,
    ],
)
def test_nonsense_is_answered_kindly(home, client, said):
    assert home.send(NEW, {"name": "Telefon", "credential": said}).status_code == 422
    client.send("/sign-out")
    answer = client.send("/sign-in/passkey", {"credential": said})
    assert answer.headers["Location"] == "/sign-in"


@pytest.mark.parametrize("name", ["<svg onload=alert(1)>", '"><img src=x>', "=1+1", "‮gnp"])
def test_a_hostile_name_is_only_a_name(home, name):
    add(home, Authenticator(), name)
    row = key()
    for path in ("/account/factors", f"/account/factors/passkeys/{row.id}/removal"):
        page = home.get(path).text
        assert "<svg onload" not in page
        assert "<img src=x" not in page
        assert "‮" not in page


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_is_needed_and_short(home, name):
    assert add(home, Authenticator(), name).status_code == 422


def test_one_is_removed_and_the_last_one_is_warned_of(app, home, enter):
    device = Authenticator()
    add(home, device)
    row = key()
    page = home.get(f"/account/factors/passkeys/{row.id}/removal")
    assert page.text.count("notice-warn") == 1
    assert home.send(f"/account/factors/passkeys/{row.id}/removal").status_code == 303
    other = app.test_client()
    assert come_in(other, device).headers["Location"] == "/sign-in"
    assert enter(by=other).headers["Location"] == "/", "without a factor the password is enough"


def test_nobody_removes_another_persons(app, home, enter, make):
    add(home, Authenticator())
    make.person(name="Ottó", email="otto@example.org", password=GOOD)
    otto = app.test_client()
    enter("otto@example.org", by=otto)
    assert otto.get(f"/account/factors/passkeys/{key().id}/removal").status_code == 404
    assert otto.send(f"/account/factors/passkeys/{key().id}/removal").status_code == 404
    assert key()


def test_ten_are_enough(home):
    for number in range(10):
        add(home, Authenticator(), f"{number}")
    assert add(home, Authenticator(), "11").status_code == 409


def test_staff_set_up_a_passkey_and_are_in(strict, client, enter, mira):
    enter("mira@example.org")
    device = Authenticator()
    assert add(client, device).status_code == 200
    assert client.get("/account").status_code == 200
    row = key()
    assert client.send(f"/account/factors/passkeys/{row.id}/removal").status_code == 409
    other = strict.test_client()
    come_in(other, device)
    assert other.get("/moderation").status_code == 200


def test_closed_accounts_stay_closed(app, home, eva, people):
    device = Authenticator()
    add(home, device)
    eva.disable(by=people.adam)
    db.session.commit()
    other = app.test_client()
    assert come_in(other, device).headers["Location"] == "/sign-in"


def test_one_goes_on_only_within_this_site(app, home):
    device = Authenticator()
    add(home, device)
    other = app.test_client()
    answer = come_in(other, device, "/sign-in/passkey?next=https://evil.example")
    assert answer.headers["Location"] == "/"


def test_it_is_a_fresh_proof(home):
    device = Authenticator()
    add(home, device)
    with freeze_time(now() + timedelta(minutes=11)):
        options = home.send("/account/proof/options").get_json()
        answer = home.send(
            "/account/proof/passkey?next=/account/factors", {"credential": device.show(options)}
        )
        assert answer.headers["Location"] == "/account/factors"
        assert home.get(NEW).status_code == 200


def test_riddles_are_not_handed_out_without_end(strict, client, monkeypatch):
    from forum.accounts.proving import views_second

    monkeypatch.setattr(views_second, "RIDDLES", 3)
    statuses = [client.send("/sign-in/passkey/options").status_code for _try in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert db.session.scalar(select(db.func.count()).select_from(Challenge)) == 3


def test_options_need_the_form_of_the_page(strict, client):
    client.get("/sign-in")
    assert client.post("/sign-in/passkey/options").status_code == 400
    assert client.send("/sign-in/second/options").status_code == 403
