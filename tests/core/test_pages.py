"""Local addresses, paging, navigation, and public pages made once and kept."""

import gzip

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import pages
from forum.core.db import db
from forum.core.pages import KEPT_PAGES, _kept, local_path, paginate


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "help",
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "/a\tb",
        "/a\\b",
        " /a",
        "/\x00",
    ],
)
def test_only_paths_of_this_site_are_followed(target):
    assert local_path(target, "/home") == "/home"


@pytest.mark.parametrize(
    "target", ["/", "/help", "/search?q=%C3%A1", "/a#b", "/a?next=//evil.example"]
)
def test_paths_of_this_site_are(target):
    assert local_path(target, "/home") == target


@pytest.mark.parametrize(
    ("asked", "got"),
    [("2", 2), ("0", 1), ("-3", 1), ("x", 1), ("", 1), ("1e9", 1), ("99999999999", 1), ("٣", 3)],
)
def test_a_page_number_that_is_none_is_the_first(app, asked, got):
    with app.test_request_context("/", query_string={"page": asked}):
        assert pages.page_number() == got


def test_a_known_count_spares_counting(app, make, count_queries):
    for _number in range(3):
        make.person()
    with app.test_request_context("/?page=2"), count_queries() as log:
        page = paginate(select(Person).order_by(Person.id), per_page=2, count=3)
        assert (len(page.items), page.total, page.pages, page.has_next) == (1, 3, 2, False)
    assert not any("count(" in statement for statement in log)


@pytest.fixture
def made(client, monkeypatch):
    """How often the help page was really made."""
    calls = []
    original = pages._make
    monkeypatch.setattr(pages, "_make", lambda *a, **k: calls.append(1) or original(*a, **k))
    monkeypatch.setattr(pages, "FRESH_SECONDS", 10**6)
    return calls


def test_a_public_page_is_made_once_for_visitors(client, make, made):
    make.city()
    first, second = client.get("/help"), client.get("/help")
    assert first.data == second.data
    assert len(made) == 1


def test_it_is_made_anew_when_its_stamp_changes(client, make, made, people):
    city = make.city()
    client.get("/help")
    city.change(people.adam, {"office_hu": "Közösségi Iroda", "contact_phone": "+36 1 234 5678"})
    db.session.commit()
    assert "Közösségi Iroda" in client.get("/help").text
    assert len(made) == 2


def test_each_language_and_encoding_has_its_own(client, make, made):
    make.city()
    hungarian = client.get("/help").text
    english = client.get("/help", headers={"Accept-Language": "en"}).text
    assert ("Súgó" in hungarian, "Help" in english) == (True, True)
    zipped = client.get("/help", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.data).decode() == hungarian
    assert len(made) == 3


def test_who_has_the_page_already_gets_none(client, make):
    make.city()
    tag = client.get("/help").headers["ETag"]
    answer = client.get("/help", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_who_carries_a_session_gets_a_page_of_their_own(client, make, made, people):
    make.city()
    client.get("/help")
    mine = client.sign_in(people.ana).get("/help").text
    assert "Ana" in mine
    client.delete_cookie("kalaka")
    assert "Ana" not in client.get("/help").text
    assert len(made) == 1


def test_errors_and_searches_are_not_kept(client, make):
    make.city()
    client.get("/conversations/999")
    client.get("/search?q=pad")
    client.get("/help?q=pad")
    assert not _kept


def test_the_number_of_kept_pages_is_bounded(client, make, monkeypatch):
    make.city()
    monkeypatch.setattr(pages, "KEPT_PAGES", 3)
    for number in range(6):
        client.get(f"/help?x={number}")
    assert len(_kept) == 3
    assert KEPT_PAGES > 100


def test_a_kept_page_holds_no_token_and_sets_no_cookie(client, make):
    make.city()
    for path in ("/", "/help", "/privacy", "/accessibility", "/project", "/log"):
        answer = client.get(path)
        assert "csrf_token" not in answer.text, path
        assert "Set-Cookie" not in answer.headers, path


def test_links_are_shown_to_those_who_may_follow_them(people, client):
    assert "/city" not in client.get("/help").text
    assert 'href="/city"' in client.sign_in(people.adam).get("/help").text


def test_assets_carry_their_version(client, make):
    make.city()
    page = client.get("/help").text
    assert "/static/css/ground.css?v=" in page
    assert '?v="' not in page
