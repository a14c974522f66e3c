"""Whatever people type or carry in their links, no line of the log holds it, in either format."""

import io
import logging

import pytest
from flask import request

from forum.core.logs import _Json, _Plain
from tests.privacy.citizen import NUMBERS, STEM, Citizen
from tests.world import World

CODE, TOKEN = "K7P4-9XQM-2R", "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4-_1"
AGENT = f"{STEM}-bongeszo/1.0"
#: Pages whose address holds a secret.
SECRET = {f"/follow/{CODE}": CODE, f"/statements/{TOKEN}": TOKEN, f"/password/{TOKEN}": TOKEN}


@pytest.fixture
def lines():
    """Everything that is logged, written for people and for programs, down to each request."""
    out = [io.StringIO(), io.StringIO()]
    root, requests = logging.getLogger(), logging.getLogger("forum.requests")
    handlers = [logging.StreamHandler(each) for each in out]
    for handler, form in zip(handlers, (_Plain(), _Json()), strict=True):
        handler.setFormatter(form)
        root.addHandler(handler)
    before = requests.level
    requests.setLevel(logging.DEBUG)  # not the bare attribute: loggers remember what they answered
    yield lambda: "".join(each.getvalue() for each in out)
    requests.setLevel(before)
    for handler in handlers:
        root.removeHandler(handler)


def held(words: str) -> list[str]:
    """Which markers stand in the lines, however they are written."""
    return [each for each in (STEM, *NUMBERS, CODE, TOKEN) if each.lower() in words.lower()]


def test_nothing_typed_into_any_form_is_logged(app, make, people, run_jobs, lines):
    make.city()
    world = World(make, people)
    ana = Citizen(app, make.person("resident", name=f"{STEM} Anna", email=f"{STEM}@pelda.hu"))
    ana.client.environ_base["HTTP_USER_AGENT"] = AGENT
    ana.use_everything(world.shown())
    run_jobs()
    assert len(ana.taken) > 20
    said = lines()
    assert "answered" in said
    assert held(said) == []


@pytest.mark.parametrize("path", SECRET)
def test_a_failing_page_is_not_logged_with_the_secret_in_its_address(app, lines, monkeypatch, path):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fails(**_given):
        raise ValueError(f"no row for {request.path} of {STEM}@pelda.hu and {request.user_agent!r}")

    with app.test_request_context(path):
        endpoint = request.endpoint
    if endpoint:
        monkeypatch.setitem(app.view_functions, endpoint, fails)
    answer = app.test_client().get(f"{path}?q={STEM}", headers={"User-Agent": AGENT})
    assert answer.status_code == (500 if endpoint else 404)
    said = lines()
    assert "failed: GET" in said or not endpoint
    assert held(said) == []
