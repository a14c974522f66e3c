"""Doing what a page asks for: committed and told, or undone and told."""

from flask import get_flashed_messages
from wtforms import Form

from forum.city.models import Category
from forum.core.acting import act, refusal
from forum.core.db import db
from forum.core.errors import Refused


def refuse():
    db.session.add(Category(name_hu="Félig kész"))
    db.session.flush()
    raise Refused("Most nem lehet.")


def names():
    return list(db.session.scalars(db.select(Category.name_hu)))


def test_what_is_done_stays_and_is_told(app, make):
    with app.test_request_context("/"):
        answer = act(lambda: db.session.add(Category(name_hu="Sakk")), "Kész.", "/city")
        assert (answer.status_code, answer.location) == (303, "/city")
        assert get_flashed_messages(with_categories=True) == [("success", "Kész.")]
    db.session.rollback()
    assert names() == ["Sakk"]


def test_what_is_refused_leaves_nothing_and_says_why(app, make):
    with app.test_request_context("/"):
        act(refuse, "Kész.", "/city")
        assert get_flashed_messages(with_categories=True) == [("error", "Most nem lehet.")]
    assert names() == []


def test_what_is_said_may_follow_from_what_was_done(app, make):
    with app.test_request_context("/"):
        act(lambda: 3, lambda made: f"{made} sor", "/")
        act(lambda: 0, "", "/")
        assert get_flashed_messages() == ["3 sor"]


def test_a_form_tells_why_it_was_refused(app, make):
    form = Form()
    assert refusal(form, lambda: None) is None
    assert refusal(form, refuse).status == 409
    assert form.form_errors == ["Most nem lehet."]
    assert names() == []
