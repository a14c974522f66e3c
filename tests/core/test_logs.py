"""Logs hold nothing of anybody, and each request has a name."""

import json
import logging

import pytest
from sqlalchemy import text

from forum.core import logs
from forum.core.db import db
from forum.core.jobs import Job, enqueue, job
from forum.core.logs import Output, scrub, told

ADDRESS = "ana@example.org"
#: Kept out of the lines a traceback quotes.
TYPED = {"name": "Kovács Béla"}


@job("break with words")
def break_with_words(_job: Job, words: str) -> None:
    """Work that fails over what somebody typed."""
    raise ValueError(f"cannot read {words!r}, said {ADDRESS}")


@pytest.mark.parametrize(
    ("message", "clean"),
    [
        ("to ana.kovacs+x@pelda.co.hu now", "to [e-mail] now"),
        ("GET /search?q=Kovács&page=2 done", "GET /search?[query] done"),
        ("code K7P4-9XQM-2R and k7p4-9xqm-2r", "code [code] and [code]"),
        ("/confirm/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4-_1", "/confirm/[token]"),
        ("from 203.0.113.77 and 2001:db8::ff00:42:8329", "from [address] and [address]"),
        ("called +36 30 123 4567 or 06-30-123-4567", "called [number] or [number]"),
        ("DETAIL:  Key (email)=(ana) already exists.", "[values]"),
        ("at 2026-11-22 20:15:59 job 123 took 4.5 s", "at 2026-11-22 20:15:59 job 123 took 4.5 s"),
        (
            "message 7 was not sent: SMTPServerDisconnected",
            "message 7 was not sent: SMTPServerDisconnected",
        ),
    ],
)
def test_what_is_of_somebody_is_left_out(message, clean):
    assert scrub(message) == clean


def test_an_error_is_told_by_its_places_and_not_by_what_was_typed():
    try:
        try:
            int("Kovács Béla")
        except ValueError as error:
            raise RuntimeError("for ana@example.org from 'Avas'") from error
    except RuntimeError as error:
        words = told(error)
    assert "test_logs.py" in words
    assert "ValueError" in words
    assert "RuntimeError" in words
    said = [line for line in words.splitlines() if not line.startswith("  ")]
    assert said == [
        "ValueError: invalid literal for int() with base 10: '…'",
        "RuntimeError: for [e-mail] from '…'",
    ]


def test_an_error_of_the_database_carries_no_values(app):
    with pytest.raises(Exception, match="person") as caught:
        db.session.execute(text("INSERT INTO person (id, name) VALUES (1, :name)"), TYPED)
    db.session.rollback()
    assert "Béla" not in str(caught.value).partition("DETAIL")[0]
    assert "Béla" not in told(caught.value)


def test_what_failed_in_the_background_is_kept_without_words(app, run_jobs):
    work = enqueue("break with words", words=TYPED["name"])
    db.session.commit()
    run_jobs()
    assert work.state == "failed"
    assert "ValueError: cannot read '…'" in work.error
    assert ADDRESS not in work.error
    assert TYPED["name"] not in work.error


def test_every_answer_has_a_name_that_a_proxy_may_give_where_it_is_trusted(
    app, client, monkeypatch
):
    one, two = (client.get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert one != two
    assert len(one) == 16
    asked = {"X-Request-ID": "abcd-1234-efgh"}
    assert client.get("/nowhere", headers=asked).headers["X-Request-ID"] != "abcd-1234-efgh"


def test_an_unforeseen_error_is_logged_by_page_and_not_by_path(app, capsys, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fails():
        raise ValueError(f"with {TYPED['name']!r} in it")

    monkeypatch.setitem(app.view_functions, "upkeep.healthz", fails)
    answer = app.test_client().get("/healthz?q=Kov%C3%A1cs")
    assert answer.status_code == 500
    said = capsys.readouterr().err
    assert "failed: GET upkeep.healthz" in said
    assert "Kovács" not in said
    assert "Kov%C3" not in said


def test_a_line_for_programs_is_json(app, monkeypatch, capsys):
    output = next(each for each in logging.getLogger().handlers if isinstance(each, Output))
    before = output.formatter
    output.setFormatter(logs._Json())
    try:
        logging.getLogger("forum.tested").warning("sent to %s", "ana@example.org")
    finally:
        output.setFormatter(before)
    line = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    assert line["message"] == "sent to [e-mail]"
    assert line["level"] == "WARNING"
    assert line["logger"] == "forum.tested"
    assert line["at"].endswith("+00:00")


def test_a_message_without_end_costs_little_and_is_cut():
    from forum.core.logs import LONGEST_MESSAGE, scrub

    assert len(scrub("ab@example.org " * 100_000)) <= LONGEST_MESSAGE + 2
