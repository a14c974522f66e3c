"""The ledger of feedback: who rated a session of a program, once for each session."""

from datetime import timedelta

import pytest

from forum.core import clock
from forum.core.clock import now
from forum.core.db import db
from forum.participation.booking import book
from forum.participation.gathering_programs import rated
from forum.participation.models import LedgerLine
from forum.participation.recounting import mistakes
from forum.programs import feedback, life
from forum.programs.drafting import draft
from forum.programs.scheduling import add_session


@pytest.fixture
def sessions(make, people):
    project = make.project()
    with clock.at(now() - timedelta(days=3)):
        words = {"title_hu": "Klub", "season_id": make.season().id, "project_id": project.id}
        program = draft(people.mira, "k", words)
        for number in (1, 2):
            start = now() + timedelta(days=number)
            times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
            add_session(program, people.mira, f"s{number}", times)
        life.announce(program, people.mira)
        db.session.commit()
    return [each.event for each in program.in_order]


def test_only_who_gave_a_rating_is_counted(sessions, make, people):
    event = sessions[0]
    feedback.give(event, make.person("visitor"), 4, "", "", "k1")
    feedback.give(event, make.person("visitor"), None, "Csak szó.", "", "k2")
    more = {"channel": "paper", "contact_key": "c" * 64, "entered_by": people.mira}
    feedback.give(event, make.person("visitor"), 3, "", "", "k3", **more)
    gathered = rated()
    assert [fact.who for fact in gathered.facts][1] == f"contact:{'c' * 64}"
    assert {(fact.kind, fact.activity_id) for fact in gathered.facts} == {("feedback", event.id)}
    assert len(gathered.facts) == 2
    assert len(gathered.links) == 1


def test_the_recount_books_one_line_for_each_session_somebody_rated(sessions, people):
    for number, event in enumerate(sessions):
        feedback.give(event, people.ana, 5, "", "", f"k{number}")
        feedback.give(event, people.ana, 2, "", "", f"again{number}")
    db.session.commit()
    book()
    db.session.commit()
    lines = db.session.query(LedgerLine).filter_by(kind="feedback").all()
    assert {line.activity_id for line in lines} == {event.id for event in sessions}
    assert {line.activity for line in lines} == {"event"}
    assert len(lines) == 2
    assert list(mistakes()) == []
