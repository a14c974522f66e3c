"""Public pages made once and kept."""

import gzip
import re

import pytest

from forum.core import kept
from forum.core.db import db
from forum.core.kept import _kept


def bare(page: str) -> str:
    """The page without its nonce, which is another one each time it is made."""
    return re.sub(r' nonce="[\w-]+"', "", page)


@pytest.fixture
def made(client, monkeypatch):
    """How often the help page was really made."""
    calls = []
    original = kept._make
    monkeypatch.setattr(kept, "_make", lambda *a, **k: calls.append(1) or original(*a, **k))
    monkeypatch.setattr(kept, "FRESH_SECONDS", 10**6)
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
    assert bare(gzip.decompress(zipped.data).decode()) == bare(hungarian)
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
    assert kept.KEPT_PAGES > 100
    monkeypatch.setattr(kept, "KEPT_PAGES", 3)
    for number in range(6):
        client.get(f"/help?x={number}")
    assert len(_kept) == 3


def test_a_kept_page_holds_no_token_and_sets_no_cookie(client, make):
    make.city()
    for path in ("/", "/help", "/privacy", "/accessibility", "/project", "/log"):
        answer = client.get(path)
        assert "csrf_token" not in answer.text, path
        assert "Set-Cookie" not in answer.headers, path


def test_a_file_keeps_its_name_and_type(client, make):
    make.event("coming")
    first = client.get("/events.ics")
    again = client.get("/events.ics", headers={"Accept-Encoding": "gzip"})
    assert again.content_type == first.content_type == "text/calendar; charset=utf-8"
    assert again.headers["Content-Disposition"] == first.headers["Content-Disposition"]
    assert gzip.decompress(again.data) == first.data


def test_a_file_may_stay_fresh_for_longer_than_a_page(client, make, made, monkeypatch):
    make.event("coming")
    monkeypatch.setattr(kept, "time", lambda: 900_000_000)
    monkeypatch.setattr(kept, "FRESH_SECONDS", 5)
    for path in ("/events.ics", "/events"):
        client.get(path)
    monkeypatch.setattr(kept, "time", lambda: 900_000_006)
    for path in ("/events.ics", "/events"):
        client.get(path)
    assert len(made) == 3
