"""Approved minutes are found by what was noted, decided and promised; opinions are not found there."""

import pytest

from forum.core.db import db
from forum.meetings.writing import minuting
from tests.meetings.held import approve_minutes, hold_forum, later, open_minutes


@pytest.fixture
def held(make, people):
    return hold_forum(make, people, said=("A zebránál lámpa kellene.",))


@pytest.fixture
def found(client, held):
    """Whether the minutes are among what a visitor finds with these words."""

    def search(words, kind="minutes"):
        page = client.get("/search", query_string={"q": words, "kind": kind}).text
        return f'href="/forums/{held.meeting.id}/minutes"' in page

    return search


def approve(held, people):
    open_minutes(held.meeting, people.mira)
    with later():
        return approve_minutes(held.meeting, people.mira)


def test_they_are_found_once_they_are_approved(held, people, found):
    open_minutes(held.meeting, people.mira)
    assert not found("ter ures")
    with later():
        approve_minutes(held.meeting, people.mira)
    assert found("ter ures")
    assert found("kivalasztja padokat")
    assert found("ter ures", kind="")


def test_opinions_are_found_as_opinions_only(client, held, people, found):
    approve(held, people)
    assert not found("zebránál")
    assert "zebránál" in client.get("/search?q=zebránál&kind=opinion").text


def test_withdrawn_minutes_are_found_no_more(held, people, found):
    version = approve(held, people)
    minuting.withdraw(version, people.adam, "Személyes adat van benne.")
    db.session.commit()
    assert not found("ter ures")
