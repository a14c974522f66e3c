"""Registering, and confirming the address by a letter."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from freezegun import freeze_time
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.accounts.queries import by_email
from forum.core.db import db, now
from tests.accounts.conftest import GOOD


def test_a_letter_is_sent_and_the_account_waits(client, register, letters):
    answer = register()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/letter")
    eva = by_email("eva@example.org")
    assert (eva.role, eva.name, eva.email_confirmed_at) == ("resident", "Éva", None)
    assert "eva@example.org" in client.get("/letter").text


def test_opening_the_link_uses_nothing_up_but_the_button_does(client, register, letters):
    register()
    link = letters.link("eva@example.org", "confirm")
    for _scanner in range(3):
        page = client.get(link)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
    assert by_email("eva@example.org").email_confirmed_at is None
    assert client.send(link).status_code == 302
    assert by_email("eva@example.org").email_confirmed_at is not None
    assert client.get(link).status_code == 410


def test_the_browser_that_registered_is_signed_in_at_once(client, register, letters):
    register()
    client.send(letters.link("eva@example.org", "confirm"))
    assert client.get("/account").status_code == 200


def test_another_browser_has_to_sign_in(app, client, register, letters):
    register()
    other = app.test_client()
    answer = other.send(letters.link("eva@example.org", "confirm"))
    assert answer.headers["Location"] == "/sign-in"
    assert other.get("/account").status_code == 302


def test_after_confirming_one_goes_where_one_wanted(client, letters):
    data = {"name": "Éva", "email": "eva@example.org", "password": GOOD}
    client.send("/register?next=/conversations/7", data)
    answer = client.send(letters.link("eva@example.org", "confirm"))
    assert answer.headers["Location"] == "/conversations/7"


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example", "/\\evil.example"])
def test_but_never_to_another_site(client, letters, target):
    data = {"name": "Éva", "email": "eva@example.org", "password": GOOD}
    client.send("/register", data, query_string={"next": target})
    assert client.send(letters.link("eva@example.org", "confirm")).headers["Location"] == "/"


def test_known_and_unknown_addresses_get_the_same_answer(app, register, people, letters):
    known, unknown = (
        register(email, by=app.test_client()) for email in (people.ana.email, "new@example.org")
    )
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]
    assert known.text == unknown.text
    assert set(known.headers.keys()) == set(unknown.headers.keys())


def test_a_known_address_is_told_that_there_is_an_account(register, people, letters):
    name, hashed = people.ana.name, people.ana.password_hash
    register(people.ana.email, name="Valaki Más")
    letter = letters.to(people.ana.email)[-1]
    assert "/sign-in" in letter.body
    assert "/confirm/" not in letter.body
    assert (people.ana.name, people.ana.password_hash) == (name, hashed)


def test_an_unconfirmed_address_can_be_registered_anew(app, client, register, letters, enter):
    register(name="Első", password="az első jelszavam")
    first = letters.link("eva@example.org", "confirm")
    register(name="Második")
    second = letters.link("eva@example.org", "confirm")
    assert client.get(first).status_code == 410
    client.send(second)
    assert by_email("eva@example.org").name == "Második"
    other = app.test_client()
    assert enter(password="az első jelszavam", by=other).status_code == 422
    assert enter(by=other).status_code == 302


def test_a_letter_to_an_unconfirmed_address_holds_no_words_of_a_stranger(register, letters):
    register(name="NYERT! https://spam.example")
    assert "spam" not in letters.all()[-1].body


def test_links_work_for_three_days(client, register, letters):
    register()
    link = letters.link("eva@example.org", "confirm")
    with freeze_time(now() + timedelta(days=3, minutes=1)):
        assert client.get(link).status_code == 410
        assert client.send(link).status_code == 410
    assert by_email("eva@example.org").email_confirmed_at is None


def test_letters_speak_the_language_of_the_page(app, register, letters):
    for language, word in (("hu", "erősítse meg"), ("en", "confirm")):
        browser = app.test_client()
        browser.set_cookie("language", language)
        register(f"{language}@example.org", by=browser)
        assert word in letters.all()[-1].subject


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 61),
        ("email", ""),
        ("email", "nem cím"),
        ("email", "a@b\r\nBcc: x@y.hu"),
        ("email", "á@example.org"),
        ("email", "x" * 250 + "@a.hu"),
        ("password", "rövid"),
        ("password", "x" * 201),
        ("password", "1234567890"),
        ("password", "aaaaaaaaaaaa"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(client, field, value):
    data = {"name": "Éva <3", "email": "eva@example.org", "password": GOOD, field: value}
    answer = client.send("/register", data)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.scalar(select(func.count(Person.id))) == 0
    if field != "name":
        assert "Éva &lt;3" in answer.text
    assert GOOD not in answer.text


def test_nobody_registers_a_role(client, letters):
    data = {
        "name": "Éva",
        "email": "eva@example.org",
        "password": GOOD,
        "role": "administrator",
        "email_confirmed_at": "2020-01-01",
        "id": "1",
    }
    client.send("/register", data)
    eva = by_email("eva@example.org")
    assert (eva.role, eva.email_confirmed_at) == ("resident", None)


def test_capital_letters_make_no_second_account(register, letters):
    register("Eva@Example.org")
    register("eva@example.ORG ")
    assert len(letters.to("eva@example.org")) == 2
    assert db.session.scalar(select(func.count(Person.id))) == 1


def test_names_are_one_line_without_tricks(register):
    register(name="  Éva\u202e\n\t Nagy\x00 ")
    assert by_email("eva@example.org").name == "Éva Nagy"


def test_nobody_is_flooded_with_letters(register, letters):
    for _time in range(9):
        assert register().status_code == 302
    assert len(letters.all()) == 4


def test_one_address_on_the_net_cannot_ask_for_ever(register):
    statuses = [register(f"a{number}@example.org").status_code for number in range(62)]
    assert statuses[:60] == [302] * 60
    assert statuses[60:] == [429] * 2


def test_the_same_address_at_the_same_moment_is_one_account(app, letters):
    start, statuses = Barrier(8), []

    def send():
        with app.app_context():
            browser = app.test_client()
            data = {"name": "Éva", "email": "eva@example.org", "password": GOOD}
            start.wait()
            statuses.append(browser.send("/register", data).status_code)

    threads = [Thread(target=send) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302] * 8
    assert db.session.scalar(select(func.count(Person.id))) == 1


def test_a_closed_account_is_not_registered_again(register, people, letters):
    people.ana.disable(by=people.adam)
    db.session.commit()
    register(people.ana.email)
    assert "/confirm/" not in letters.to(people.ana.email)[-1].body


def test_hostile_names_are_text_everywhere(client, register, letters):
    register(name="<svg onload=alert(1)>")
    page = client.get(letters.link("eva@example.org", "confirm")).text
    assert "<svg onload" not in page
    assert "&lt;svg onload=alert(1)&gt;" in page


def test_a_form_behind_a_secret_link_can_be_sent_over_tls(client, register, letters):
    """Such pages send no Referer, and must not need one."""
    register()
    link = letters.link("eva@example.org", "confirm")
    assert client.send(link, base_url="https://localhost").status_code == 302


def test_who_is_signed_in_has_no_use_for_the_door(client, people):
    client.sign_in(people.ana)
    assert client.get("/register").status_code == 302
    assert client.get("/sign-in?next=/conversations").headers["Location"] == "/conversations"


def test_problems_are_told_in_the_order_of_the_page(client):
    page = client.send("/register", {"consent": "", "years": ""}).text
    summary = page.split('class="error-summary"')[1].split("</ul>")[0]
    places = [summary.index(f'href="#{name}') for name in ("name", "email", "password", "years")]
    assert places == sorted(places)
    young = {"name": "Peti", "email": "p@example.org", "years": "young", "consent": ""}
    page = client.send("/register", young).text
    summary = page.split('class="error-summary"')[1].split("</ul>")[0]
    order = ("password", "guardian_name", "guardian_contact", "consent")
    places = [summary.index(f'href="#{name}') for name in order]
    assert places == sorted(places)


def test_the_missing_tick_is_told_at_the_first_try_and_not_as_a_choice(client):
    page = client.send("/register", {"name": "", "email": "", "consent": ""})
    assert page.status_code == 422
    assert "a fiókhoz hozzájárulás kell" in page.text
    assert "hagyja el a nevet" not in page.text


def test_nothing_asked_of_the_young_is_called_optional(client):
    page = client.get("/register").text
    asked = page[page.index("data-opens-for") :]
    assert "(nem kötelező)" not in asked[: asked.index("</details>")]
    assert 'data-opens-for="years-1"' in page
    assert 'id="years-1"' in page


def test_a_password_that_does_not_come_back_is_asked_for_again(client):
    page = client.send(
        "/register", {"name": "", "email": "eva@example.org", "password": "az első jelszavam"}
    ).text
    summary = page[page.index('class="error-summary') :]
    assert "Jelszó: kérjük, írja be még egyszer." in summary[: summary.index("</div>")]
    assert "az első jelszavam" not in page
