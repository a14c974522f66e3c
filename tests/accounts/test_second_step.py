"""Two steps: an app's codes, recovery codes, and the gate for staff."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest
from freezegun import freeze_time
from sqlalchemy import select

from forum.accounts.proving import codes
from forum.accounts.proving.models import CodeApp, RecoveryCode
from forum.audit.models import AuditEntry
from forum.core.db import db, now
from tests.accounts.conftest import GOOD, code_of


@pytest.fixture
def guarded(strict, client, enter, eva, prove):
    """Éva with an app: her browser, the secret and the recovery codes."""
    enter()
    secret, papers = prove(client, eva)
    client.send("/sign-out")
    with freeze_time(now() + timedelta(minutes=2)):
        yield client, secret, papers


def second(browser, code, **more):
    return browser.send("/sign-in/second", {"code": code}, **more)


def is_in(browser):
    return browser.get("/account").status_code == 200


def test_without_a_second_factor_the_password_is_enough(strict, client, enter, eva):
    assert enter().headers["Location"] == "/"
    assert is_in(client)


def test_with_one_the_password_alone_opens_nothing(guarded, enter):
    browser, secret, _papers = guarded
    answer = enter()
    assert answer.headers["Location"] == "/sign-in/second"
    assert not is_in(browser)
    assert browser.get("/account/factors").status_code == 302
    assert second(browser, code_of(secret)).status_code == 303
    assert is_in(browser)


def test_one_goes_on_where_one_wanted_to_go(guarded, enter):
    browser, secret, _papers = guarded
    enter(path="/sign-in?next=/account/factors")
    assert second(browser, code_of(secret)).headers["Location"] == "/account/factors"


def test_the_page_needs_the_first_step(strict, client):
    assert client.get("/sign-in/second").headers["Location"] == "/sign-in"
    assert second(client, "123456").headers["Location"] == "/sign-in"


@pytest.mark.parametrize(
    "typed", ["000000", "", "12345", "abcdef", "１２３４５６", "9" * 29, "<svg onload=alert(1)>"]
)
def test_a_wrong_code_comes_back_kindly(guarded, enter, typed):
    browser, _secret, _papers = guarded
    enter()
    page = second(browser, typed)
    assert page.status_code == 422
    assert "<svg onload" not in page.text
    assert not is_in(browser)


def test_a_clock_may_be_half_a_minute_off_and_no_more(guarded, enter):
    browser, secret, _papers = guarded
    for steps, status in ((-2, 422), (2, 422), (-1, 303)):
        enter()
        assert second(browser, code_of(secret, steps)).status_code == status
        browser.send("/sign-out")


def test_blanks_in_a_code_do_not_matter(guarded, enter):
    browser, secret, _papers = guarded
    enter()
    code = code_of(secret)
    assert second(browser, f" {code[:3]} {code[3:]} ").status_code == 303


def test_a_code_counts_once(guarded, enter, app):
    browser, secret, _papers = guarded
    code = code_of(secret)
    enter()
    assert second(browser, code).status_code == 303
    thief = app.test_client()
    enter(by=thief)
    assert second(thief, code).status_code == 422
    assert second(thief, code_of(secret, -1)).status_code == 422, "an earlier one has passed too"


def test_the_code_that_set_the_app_up_is_used_up(strict, client, enter, eva, prove):
    enter()
    secret, _papers = prove(client, eva)
    client.send("/sign-out")
    enter()
    assert second(client, code_of(secret)).status_code == 422


def test_of_twenty_at_the_same_moment_one_gets_in(guarded, eva, app):
    _browser, secret, _papers = guarded
    code, start, number = code_of(secret), Barrier(20), eva.id
    db.session.commit()

    def attempt(_turn):
        with app.app_context():
            from forum.accounts.models import Person

            start.wait()
            right = codes.accepts(db.session.get(Person, number), code)
            db.session.commit()
            db.session.remove()
            return right

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(attempt, range(20))) == 1


def test_guessing_is_stopped_wherever_it_comes_from(guarded, enter, app, letters):
    _browser, secret, _papers = guarded
    before = len(letters.to("eva@example.org"))
    for number in range(5):
        guesser = app.test_client()
        enter(by=guesser, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
        assert second(guesser, "000000").status_code == 422
    other = app.test_client()
    enter(by=other, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert second(other, code_of(secret)).status_code == 429
    assert len(letters.to("eva@example.org")) == before + 1, "told once, not at each try"
    with freeze_time(now() + timedelta(minutes=16)):
        enter(by=other)
        assert second(other, code_of(secret)).status_code == 303


def test_guessing_slowly_is_stopped_within_the_day(guarded, enter, app):
    browser, secret, _papers = guarded
    start = now().replace(hour=1, minute=0)
    for turn in range(6):
        with freeze_time(start + timedelta(minutes=20 * turn)):
            enter()
            assert [second(browser, "000000").status_code for _try in range(5)] == [422] * 5
    with freeze_time(start + timedelta(hours=3)):
        enter()
        assert second(browser, code_of(secret)).status_code == 429


def test_right_codes_use_up_no_patience(guarded, enter):
    browser, secret, _papers = guarded
    for turn in range(7):
        with freeze_time(now() + timedelta(minutes=1 + turn)):
            enter()
            assert second(browser, code_of(secret)).status_code == 303
            browser.send("/sign-out")


def test_the_second_step_must_follow_soon(guarded, enter):
    browser, secret, _papers = guarded
    enter()
    with freeze_time(now() + timedelta(minutes=11)):
        assert second(browser, code_of(secret)).headers["Location"] == "/sign-in"


def test_a_first_step_ends_when_the_password_changes(guarded, enter, eva):
    browser, secret, _papers = guarded
    enter()
    eva.set_password("egészen új jelszó")
    db.session.commit()
    assert second(browser, code_of(secret)).headers["Location"] == "/sign-in"


def test_a_forged_first_step_of_a_closed_account_opens_nothing(guarded, enter, eva, people):
    browser, secret, _papers = guarded
    enter()
    eva.disable(by=people.adam)
    db.session.commit()
    assert second(browser, code_of(secret)).headers["Location"] == "/sign-in"


def test_a_recovery_code_works_once(guarded, enter, app, letters):
    browser, _secret, papers = guarded
    assert len(set(papers)) == 10
    before = len(letters.to("eva@example.org"))
    enter()
    assert second(browser, papers[0].lower().replace("-", " ")).status_code == 303
    assert len(letters.to("eva@example.org")) == before + 1
    other = app.test_client()
    enter(by=other)
    assert second(other, papers[0]).status_code == 422
    assert second(other, papers[1]).status_code == 303


def test_recovery_codes_of_somebody_else_open_nothing(guarded, enter, app, make, prove):
    _browser, _secret, papers = guarded
    otto, theirs = (
        make.person(name="Ottó", email="otto@example.org", password=GOOD),
        app.test_client(),
    )
    enter("otto@example.org", by=theirs)
    prove(theirs, otto)
    theirs.send("/sign-out")
    enter("otto@example.org", by=theirs)
    assert second(theirs, papers[3]).status_code == 422


def test_new_recovery_codes_end_the_old_ones(guarded, enter, app):
    browser, secret, papers = guarded
    enter()
    second(browser, code_of(secret))
    page = browser.send("/account/factors/codes")
    assert page.status_code == 200
    assert papers[5] not in page.text
    assert "no-store" in page.headers["Cache-Control"]
    other = app.test_client()
    enter(by=other)
    assert second(other, papers[5]).status_code == 422


def test_nothing_in_the_database_can_be_typed_in(guarded, eva):
    _browser, secret, papers = guarded
    row = db.session.scalars(select(CodeApp)).one()
    assert secret not in row.secret
    assert row.waiting == ""
    hashes = set(db.session.scalars(select(RecoveryCode.hash)))
    assert not hashes & set(papers)
    assert len(hashes) == 10


def test_with_another_key_of_the_installation_no_code_counts(guarded, enter, eva, app, monkeypatch):
    _browser, secret, _papers = guarded
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-" * 6)
    assert not codes.accepts(eva, code_of(secret))


def test_setting_up_shows_picture_and_groups_of_four(strict, client, enter, eva):
    enter()
    client.send("/account/factors/app/new")
    page = client.get("/account/factors/app").text
    secret = codes.waiting_secret(eva)
    assert 'role="img"' in page
    assert codes.in_groups(secret) in page
    assert len(secret) == 32


def test_a_wrong_first_code_sets_nothing_up(strict, client, enter, eva):
    enter()
    client.send("/account/factors/app/new")
    assert client.send("/account/factors/app", {"code": "000000"}).status_code == 422
    client.send("/sign-out")
    assert enter().headers["Location"] == "/"


def test_looking_at_the_page_makes_no_secret(strict, client, enter, eva):
    enter()
    assert client.get("/account/factors/app").status_code == 303
    assert db.session.scalars(select(CodeApp)).first() is None


def test_setting_up_signs_other_devices_out_and_tells_by_letter(
    strict, client, enter, eva, prove, letters
):
    other = strict.test_client()
    enter(by=other)
    enter()
    prove(client, eva)
    assert is_in(client)
    assert not is_in(other)
    assert letters.to("eva@example.org")


def test_changing_factors_needs_a_fresh_proof(guarded, enter):
    browser, secret, _papers = guarded
    enter()
    second(browser, code_of(secret))
    with freeze_time(now() + timedelta(minutes=11)):
        for path in ("app/new", "app/removal", "codes", "passkeys/options", "app", "passkeys/new"):
            answer = browser.send(f"/account/factors/{path}")
            assert answer.headers["Location"].startswith("/account/proof?next="), path
        assert browser.get("/account/factors/app").status_code == 303
        answer = browser.send("/account/proof?next=/account/factors", {"password": "nem ez az"})
        assert answer.status_code == 422
        answer = browser.send("/account/proof?next=/account/factors", {"password": GOOD})
        assert answer.headers["Location"] == "/account/factors"
        assert browser.send("/account/factors/app/new").headers["Location"].endswith("/app")


def test_a_code_is_a_proof_too_and_leads_only_within_the_site(guarded, enter):
    browser, secret, papers = guarded
    enter()
    second(browser, code_of(secret))
    with freeze_time(now() + timedelta(minutes=11)):
        answer = browser.send("/account/proof?next=//evil.example", {"code": papers[2]})
        assert answer.headers["Location"] == "/account"


def test_proofs_are_limited_like_signing_in(guarded, enter):
    browser, secret, _papers = guarded
    enter()
    second(browser, code_of(secret))
    with freeze_time(now() + timedelta(minutes=1)):
        tries = [browser.send("/account/proof", {"code": "000000"}).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]


def test_removing_the_app_takes_the_recovery_codes_along(guarded, enter):
    browser, secret, _papers = guarded
    enter()
    second(browser, code_of(secret))
    assert browser.send("/account/factors/app/removal").status_code == 303
    assert db.session.scalars(select(RecoveryCode)).all() == []
    browser.send("/sign-out")
    assert enter().headers["Location"] == "/"


# Staff ----------------------------------------------------------------------------------------


def test_staff_without_one_reach_only_the_setting_up(strict, client, enter, mira, prove, make):
    conversation = make.conversation("speak", by=mira)
    enter("mira@example.org")
    for path in ("/", "/account", "/moderation", f"/conversations/{conversation.id}", "/people"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/account/factors"), path
    assert client.send("/account", {"name": "X", "language": "hu"}).status_code == 303
    assert client.get("/api/v1/conversations").status_code == 403
    assert client.get("/account/factors").status_code == 200
    assert client.get("/language/en").status_code == 302
    prove(client, mira)
    assert client.get("/moderation").status_code == 200
    assert client.get("/account").status_code == 200


def test_nothing_staff_send_before_it_is_done(strict, client, enter, mira, make):
    conversation = make.conversation("speak", by=mira)
    enter("mira@example.org")
    before = db.session.scalar(select(db.func.count()).select_from(AuditEntry))
    client.send(f"/conversations/{conversation.id}/edit", {"question_hu": "Más?"})
    assert db.session.scalar(select(db.func.count()).select_from(AuditEntry)) == before


def test_residents_are_left_in_peace(strict, client, enter, eva):
    enter()
    assert client.get("/account").status_code == 200


def test_in_demo_mode_nobody_is_asked(strict, client, enter, mira, monkeypatch):
    monkeypatch.setitem(strict.config, "DEMO", True)
    enter("mira@example.org")
    assert client.get("/account").status_code == 200


def test_the_setting_can_be_switched_off(strict, client, enter, mira, monkeypatch):
    monkeypatch.setitem(strict.config, "STAFF_SECOND_FACTOR", False)
    enter("mira@example.org")
    assert client.get("/account").status_code == 200


def test_staff_cannot_remove_their_last_one(strict, client, enter, mira, prove):
    enter("mira@example.org")
    prove(client, mira)
    assert client.send("/account/factors/app/removal").status_code == 409
    assert db.session.scalars(select(CodeApp)).one().confirmed_at


def test_a_promoted_resident_sets_it_up_at_the_next_sign_in(strict, client, enter, eva, people):
    enter()
    eva.change_role("facilitator", by=people.adam)
    db.session.commit()
    assert client.get("/account").status_code == 302
    enter()
    assert client.get("/account").headers["Location"] == "/account/factors"


# A colleague who has lost everything -----------------------------------------------------------


@pytest.fixture
def adam(strict, make, enter, prove):
    """Adam's browser, with both steps taken."""
    adam = make.person("administrator", "Ádám", email="adam@example.org", password=GOOD)
    browser = strict.test_client()
    enter("adam@example.org", by=browser)
    prove(browser, adam)
    browser.person = adam
    return browser


def test_an_administrator_resets_a_colleague(adam, client, enter, mira, prove, letters):
    enter("mira@example.org")
    prove(client, mira)
    token = mira.give_token("reset")
    db.session.commit()
    answer = adam.send(f"/people/{mira.id}/factors-reset")
    assert answer.headers["Location"] == f"/people/{mira.id}"
    assert client.get("/moderation").status_code == 302
    assert client.get(f"/password/{token}").status_code == 410
    assert db.session.scalars(select(CodeApp).where(CodeApp.person_id == mira.id)).first() is None
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "person.factors_reset")
    ).one()
    assert (entry.actor_id, entry.subject_id, entry.public) == (adam.person.id, mira.id, False)
    assert letters.to("mira@example.org")
    enter("mira@example.org")
    assert client.get("/").headers["Location"] == "/account/factors"


def test_but_never_their_own(adam):
    assert adam.send(f"/people/{adam.person.id}/factors-reset").status_code == 409
    assert "factors-reset" not in adam.get(f"/people/{adam.person.id}").text


def test_and_only_after_a_fresh_proof(adam, mira):
    with freeze_time(now() + timedelta(minutes=11)):
        answer = adam.send(f"/people/{mira.id}/factors-reset")
    assert answer.headers["Location"].startswith("/account/proof")


@pytest.mark.parametrize("role", ["resident", "facilitator", "planner"])
def test_nobody_else_may(app, people, mira, role):
    person = {"resident": people.ana, "facilitator": people.mira, "planner": people.paul}[role]
    browser = app.test_client().sign_in(person)
    assert browser.send(f"/people/{mira.id}/factors-reset").status_code == 403


def test_residents_are_nobodys_to_reset(adam, eva):
    assert adam.send(f"/people/{eva.id}/factors-reset").status_code == 404


def test_the_only_administrator_gets_in_again_by_a_command(adam, enter, strict, letters, client):
    runner = strict.test_cli_runner()
    told = runner.invoke(args=["people", "recover", "adam@example.org"])
    assert told.exit_code == 0, told.output
    assert adam.get("/people").status_code == 302
    path = "/password/" + told.output.rsplit("/password/", 1)[1].strip()
    assert client.send(path, {"password": "egészen új jelszó"}).status_code == 302
    enter("adam@example.org", "egészen új jelszó")
    assert client.get("/people").headers["Location"] == "/account/factors"
    assert runner.invoke(args=["people", "recover", "nobody@example.org"]).exit_code == 1


def test_the_secret_in_the_picture_is_the_one_typed(strict, client, enter, eva):
    enter()
    client.send("/account/factors/app/new")
    secret = codes.waiting_secret(eva)
    told = codes.address_for(eva, secret, "Kaláka Miskolc")
    assert pyotp.parse_uri(told).secret == secret
    assert "eva%40example.org" in told
