"""Hungarian first: articles, order, dates and numbers; English beside it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import g, render_template_string
from flask_babel import force_locale, format_decimal, lazy_gettext

from forum.core.i18n import (
    ALPHABET,
    az,
    choose_language,
    collation_key,
    in_language,
    show_date,
    show_datetime,
)


@pytest.mark.parametrize(
    ("word", "article"),
    [
        ("alma", "az"),
        ("Érd", "az"),
        ("ősz", "az"),
        ("Újgyőr", "az"),
        ("körte", "a"),
        ("Győr", "a"),
        ("„Avas”", "az"),
        ("(padok)", "a"),
        ("1.", "az"),
        ("5.", "az"),
        ("10.", "a"),
        ("11", "a"),
        ("50", "az"),
        ("100", "a"),
        ("1000", "az"),
        ("1 000", "az"),
        ("10 000", "a"),
        ("1 000 000", "az"),
        ("2026-00042", "a"),
        ("51.", "az"),
        ("15", "a"),
        ("", "a"),
        ("?", "a"),
    ],
)
def test_the_article_follows_the_sound(word, article):
    assert az(word) == f"{article} {word}"


def test_an_article_may_begin_a_sentence():
    assert az("Avas", capital=True) == "Az Avas"


def test_digraphs_are_letters_of_their_own():
    words = ["csak", "cukor", "cél", "gyár", "gömb", "zseb", "zúg", "szó", "süt"]
    assert sorted(words, key=collation_key) == [
        "cél",
        "cukor",
        "csak",
        "gömb",
        "gyár",
        "süt",
        "szó",
        "zúg",
        "zseb",
    ]


def test_long_vowels_sort_with_the_short_ones():
    assert sorted(["Ózd", "orr", "öröm", "őr"], key=collation_key) == ["orr", "Ózd", "őr", "öröm"]


def test_the_alphabet_is_in_its_own_order():
    mixed = ALPHABET[20:] + ALPHABET[:20]
    assert sorted(mixed, key=collation_key) == ALPHABET


def test_days_are_written_out(app):
    with force_locale("hu"):
        assert show_date(date(2026, 11, 22)) == "2026. november 22."
    with force_locale("en"):
        assert show_date(date(2026, 11, 22)) == "November 22, 2026"
    assert show_date(None) == ""


def test_moments_are_shown_in_the_city_s_time_zone(app):
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    with force_locale("hu"):
        assert show_datetime(summer) == "2026. július 2. 0:30"
    assert show_datetime(None) == ""


def test_numbers_are_grouped_as_the_language_does(app):
    with force_locale("hu"):
        assert format_decimal(15303).replace("\xa0", " ") == "15 303"
    with force_locale("en"):
        assert format_decimal(15303) == "15,303"


def test_what_is_not_translated_is_shown_in_hungarian(app):
    thing = SimpleNamespace(name_hu="Belváros", name_en="", office_hu=None, office_en="")
    with force_locale("en"):
        assert in_language(thing, "name") == "Belváros"
        assert in_language(thing, "office") == ""


@pytest.mark.parametrize(
    ("cookie", "header", "language"),
    [
        ("", "", "hu"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "de,fr", "hu"),
        ("hu", "en", "hu"),
        ("en", "hu", "en"),
        ("xx", "en", "en"),
        ("../etc", "", "hu"),
    ],
)
def test_the_cookie_is_asked_first_then_the_browser(app, cookie, header, language):
    headers = {"Cookie": f"language={cookie}", "Accept-Language": header}
    with app.test_request_context("/", headers=headers):
        assert choose_language() == language


def test_the_language_of_an_account_is_used_without_a_cookie(app, client, make):
    anne = make.person("resident", "Anne", language="en")
    client.sign_in(anne)
    assert '<html lang="en"' in client.get("/help").text


def test_the_api_does_not_ask_the_session_for_a_language(app):
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        g.token_holder = object()
        assert choose_language() == "en"


def test_outside_requests_it_is_hungarian(app):
    assert choose_language() in {"hu", "en"}


@pytest.mark.parametrize(
    ("target", "goes"),
    [
        ("/help", "/help"),
        ("/search?q=a%26b", "/search?q=a%26b"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tx", "/"),
        ("", "/"),
        ("help", "/"),
        ("/%0d%0aSet-Cookie:x=y", "/%0d%0aSet-Cookie:x=y"),
    ],
)
def test_choosing_a_language_sets_a_cookie_and_goes_back_only_here(client, target, goes):
    answer = client.get("/language/en", query_string={"next": target})
    assert answer.status_code == 302
    assert answer.location == goes
    assert "language=en" in answer.headers["Set-Cookie"]
    assert "Set-Cookie" not in client.get("/help").headers
    assert '<html lang="en"' in client.get("/help").text


def test_an_unknown_language_is_not_found(client):
    assert client.get("/language/de").status_code == 404


def test_a_lazy_sentence_with_somebodys_words_is_escaped_in_a_page(app):
    sentence = lazy_gettext("There is no idea with this number: %(numbers)s", numbers="<img src=x>")
    with app.test_request_context():
        page = render_template_string("{{ said }} {{ [said]|join(' ') }}", said=sentence)
    assert page.count("&lt;img src=x&gt;") == 2
    assert "<img" not in page
