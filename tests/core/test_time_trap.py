"""The time trap of open forms: what comes faster than people read is asked for once more."""

import re

import pytest

from forum import ROOT
from forum.core.db import db
from forum.core.forms import moment, seconds_since
from forum.opinions.models import Opinion


@pytest.fixture
def trapped(app, monkeypatch):
    """Forms have to be looked at for three seconds."""
    monkeypatch.setitem(app.config, "FORM_MIN_SECONDS", 3)


def fields(page):
    found = re.findall(r'name="(submit_key|made)" type="hidden" value="([^"]*)"', page)
    return dict(found)


def later(monkeypatch, seconds):
    import itsdangerous.timed as timed

    begin = timed.time.time()
    monkeypatch.setattr(timed.TimestampSigner, "get_timestamp", lambda _self: int(begin - seconds))


def number():
    return db.session.scalar(db.select(db.func.count(Opinion.id)))


def test_a_form_sent_at_once_is_asked_for_again_and_keeps_the_words(client, make, trapped):
    path = f"/conversations/{make.conversation().id}/speak"
    sent = {"text": "Fontos szó", **fields(client.get(path).text)}
    assert set(sent) == {"text", "submit_key", "made"}
    answer = client.send(path, sent)
    assert answer.status_code == 422
    assert "Fontos szó" in answer.text
    assert fields(answer.text) == {name: sent[name] for name in ("submit_key", "made")}
    assert number() == 0


def test_after_three_seconds_it_is_taken(client, make, trapped, monkeypatch):
    path = f"/conversations/{make.conversation().id}/speak"
    with monkeypatch.context() as patch:
        later(patch, 4)
        sent = {"text": "Fontos szó", **fields(client.get(path).text)}
    assert client.send(path, sent).status_code == 303
    assert number() == 1


def test_a_moment_of_another_form_or_none_does_not_count(client, make, trapped, monkeypatch):
    path = f"/conversations/{make.conversation().id}/speak"
    with monkeypatch.context() as patch:
        later(patch, 4)
        other = fields(client.get(path).text)["made"]
    for made in ("", "x", other):
        answer = client.send(path, {"text": "Szó", "submit_key": "k" * 22, "made": made})
        assert answer.status_code == 422
    assert number() == 0


def test_only_our_own_moments_are_read(app):
    assert seconds_since(moment("key"), "key") is not None
    assert seconds_since(moment("key"), "other") is None
    for nonsense in (None, "", "key", "key.AAAA.BBBB", moment("key")[:-1] + "!"):
        assert seconds_since(nonsense, "key") is None


def test_every_open_form_carries_its_moment():
    pages = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    drawn = [page for page in pages if "form.website" in page]
    assert drawn
    assert all("form.made" in page or "hidden(form)" in page for page in drawn)
