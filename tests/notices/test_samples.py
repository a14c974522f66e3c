"""Every letter can be looked at before anybody gets one, and nothing in it can do harm."""

import re

import pytest

from forum.core import news
from forum.core.db import db
from forum.core.mail import post
from forum.notices.samples import everything


@pytest.fixture
def adam(client, people):
    return client.sign_in(people.adam)


def test_every_kind_declared_has_words_in_both_languages(app):
    missing = [each.kind for each in everything() if set(each.letters) != {"hu", "en"}]
    assert missing == []
    assert {each.kind for each in everything()} == {"digest", *news.WORDS}
    for each in everything():
        hu, en = each.letters["hu"], each.letters["en"]
        assert hu.text != en.text, each.kind
        assert "Kedves Éva!" in hu.text
        assert "%(" not in hu.text + en.text, each.kind


def test_administrators_see_the_samples_and_nobody_else(adam, app, people):
    page = adam.get("/outbox/samples")
    assert page.status_code == 200
    assert "Mert Ön is kérte" in page.text
    for person in (people.ana, people.mira, people.paul):
        other = app.test_client().sign_in(person)
        assert other.get("/outbox/samples").status_code == 403
        assert other.get("/outbox/samples/digest/hu").status_code == 403


def test_a_sample_looks_as_in_a_mail_program(adam):
    answer = adam.get("/outbox/samples/digest/hu")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert 'lang="hu"' in answer.text
    assert adam.get("/outbox/samples/nonsense/hu").status_code == 404
    assert adam.get("/outbox/samples/digest/de").status_code == 404


def test_a_letter_is_shown_as_text_and_in_a_frame_of_its_own(adam, app, monkeypatch):
    secret = "/unsubscribe/1-" + "a" * 64
    html = f'<p>Szia</p><a href="{secret}">x</a><script>alert(1)</script>'
    message = post("eva@example.org", "Hír", f"Szöveg {secret}", html=html)
    plain = post("bea@example.org", "Jelszó", "Szöveg")
    db.session.commit()
    page = adam.get(f"/outbox/{message.id}").text
    assert re.search(r'<iframe[^>]* sandbox [^>]*src="/outbox/\d+/page"', page)
    assert "<iframe" not in adam.get(f"/outbox/{plain.id}").text
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    shown = adam.get(f"/outbox/{message.id}/page")
    assert shown.headers["Content-Security-Policy"].endswith("sandbox")
    assert "a" * 64 not in shown.text
    assert "a" * 64 not in adam.get(f"/outbox/{message.id}").text
