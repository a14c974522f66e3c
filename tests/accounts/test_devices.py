"""Signed-in devices: listed, signed out one by one, and over after a while."""

from datetime import timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from forum.accounts.devices import SignInSession, device_words
from forum.accounts.seeing import _asked, forget_old_devices
from forum.core.db import db, now
from tests.accounts.conftest import GOOD

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def rows():
    db.session.expire_all()
    return list(db.session.scalars(select(SignInSession).order_by(SignInSession.id)))


@pytest.fixture
def at_home(strict, eva, enter):
    """Éva's own browser, signed in."""
    browser = strict.test_client()
    enter(by=browser, headers={"User-Agent": FIREFOX})
    return browser


@pytest.fixture
def at_library(strict, eva, enter, at_home):
    """A browser Éva forgot to sign out."""
    browser = strict.test_client()
    enter(by=browser, headers={"User-Agent": PHONE})
    return browser


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Chrome, Android"),
        (IPHONE, "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
        ('<svg onload=alert(1)> Firefox/1 "><img src=x>', "Firefox"),
    ],
)
def test_a_device_is_told_in_two_words(agent, words):
    assert device_words(agent) == words


def test_a_session_is_a_row_with_the_hash_of_what_the_browser_holds(at_home, eva):
    row = rows()[0]
    with at_home.session_transaction() as session:
        secret = session["device"]
    assert row.person_id == eva.id
    assert (row.device, row.how, row.stay) == ("Firefox, Windows", "password", False)
    assert secret not in {row.hash, row.device}
    assert len(secret) > 40


def test_a_session_without_a_row_is_nobodys(strict, eva):
    browser = strict.test_client().sign_in(eva)
    assert browser.get("/account").status_code == 302


def test_another_persons_row_does_not_open_ones_own_account(strict, at_home, make):
    paul = make.person("planner", "Paul")
    with at_home.session_transaction() as session:
        session["_user_id"] = paul.get_id()
    assert at_home.get("/account").status_code == 302


def test_the_list_shows_both_and_names_this_one(at_home, at_library):
    page = at_home.get("/account/sessions").text
    assert "Firefox, Windows" in page
    assert "Chrome, Android" in page
    assert page.count("badge-good") == 1


def test_one_device_signed_out_is_out_at_its_next_request(at_home, at_library):
    assert at_library.get("/account").status_code == 200
    answer = at_home.send(f"/account/sessions/{rows()[1].id}/end")
    assert answer.status_code == 303
    assert at_library.get("/account").status_code == 302
    assert at_home.get("/account").status_code == 200


def test_signing_this_one_out_leaves_nothing_here(at_home):
    assert at_home.send(f"/account/sessions/{rows()[0].id}/end").headers["Location"] == "/"
    assert rows() == []
    assert at_home.get("/account").status_code == 302


def test_signing_out_deletes_the_row_so_an_old_cookie_is_worthless(strict, at_home):
    with at_home.session_transaction() as session:
        kept = dict(session)
    at_home.send("/sign-out")
    thief = strict.test_client()
    with thief.session_transaction() as session:
        session.update(kept)
    assert thief.get("/account").status_code == 302


def test_all_can_be_signed_out_at_once(at_home, at_library):
    at_home.send("/account/sign-out-everywhere")
    assert rows() == []
    assert at_library.get("/account").status_code == 302


def test_nobody_signs_out_somebody_elses_device(strict, at_home, make, enter):
    make.person(name="Ottó", email="otto@example.org", password=GOOD)
    otto = strict.test_client()
    enter("otto@example.org", by=otto)
    assert otto.send(f"/account/sessions/{rows()[0].id}/end").status_code == 404
    assert otto.send("/account/sessions/999/end").status_code == 404
    assert at_home.get("/account").status_code == 200
    assert "Firefox, Windows" not in otto.get("/account/sessions").text


def test_visitors_have_no_list(client):
    assert client.get("/account/sessions").status_code == 302
    assert client.send("/account/sessions/1/end").status_code in {302, 404}


@pytest.mark.parametrize(
    ("role", "stay", "lasts", "over"),
    [
        ("resident", False, timedelta(hours=23), timedelta(hours=25)),
        ("resident", True, timedelta(days=59), timedelta(days=61)),
        ("facilitator", False, timedelta(hours=7), timedelta(hours=9)),
        ("facilitator", True, timedelta(hours=71), timedelta(hours=73)),
    ],
)
def test_a_device_left_alone_is_signed_out_sooner_for_staff(
    app, make, client, role, stay, lasts, over
):
    make.person(role, "Kati", email="kati@example.org", password=GOOD)
    data = {"email": "kati@example.org", "password": GOOD, **({"stay": "y"} if stay else {})}
    client.send("/sign-in", data)
    with freeze_time(now() + lasts):
        assert client.get("/account").status_code == 200
    with freeze_time(now() + over):
        assert client.get("/account").status_code == 302


def test_however_often_it_is_used_a_session_ends_one_day(app, enter, client, eva):
    enter()
    row = rows()[0]
    row.seen_at = now() + timedelta(days=8)
    db.session.commit()
    with freeze_time(now() + timedelta(days=8)):
        assert client.get("/account").status_code == 302


def test_reading_writes_nothing_and_the_worker_notes_it(at_home, count_queries, run_jobs):
    _asked.clear()
    before = rows()[0].seen_at
    later = now() + timedelta(minutes=6)
    with freeze_time(later):
        with count_queries() as log:
            at_home.get("/account")
            at_home.get("/account")
        assert not [line for line in log if line.startswith(("UPDATE", "INSERT", "DELETE"))]
        assert run_jobs() == 1
    assert rows()[0].seen_at >= before + timedelta(minutes=6)


def test_within_five_minutes_nothing_is_noted(at_home, run_jobs):
    _asked.clear()
    run_jobs()
    at_home.get("/account")
    assert run_jobs() == 0


def test_signed_in_pages_cost_no_query_more(at_home, count_queries):
    with count_queries() as log:
        at_home.get("/account/sessions")
    assert len([line for line in log if "sign_in_session" in line]) <= 3
    assert not [line for line in log if "FROM person" in line and "JOIN" not in line]


def test_old_devices_are_forgotten(at_home, at_library):
    first, second = rows()
    first.seen_at = now() - timedelta(days=2)
    db.session.commit()
    forget_old_devices()
    assert [row.id for row in rows()] == [second.id]


def test_many_devices_are_paged(app, at_home, eva):
    for number in range(25):
        eva.sign_ins.append(SignInSession(hash=f"{number}", how="password", device=f"Gép {number}"))
    db.session.commit()
    assert at_home.get("/account/sessions").text.count("Gép ") < 45
    assert "page=2" in at_home.get("/account/sessions").text
