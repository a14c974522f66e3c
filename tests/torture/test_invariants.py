"""What must be true of the rows: every way in which it can be false is found."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import delete, select, update

from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.jobs import Job
from forum.core.search import SearchEntry, SearchTerm
from forum.opinions.models import Opinion, Reaction
from forum.planning.ballots.models import Ballot
from forum.planning.models import Decision, decide
from torture import invariants
from torture.clients import Deed, Ledger
from torture.town import Town

WORDS = {"heard_hu": "Kevés a pad.", "will_hu": "Teszünk ki.", "why_hu": "Mert kell."}
KEY = "k" * 22


def wrong() -> str:
    """What is wrong with the house as it stands."""
    db.session.expire_all()
    return "\n".join(invariants.state_of_the_house())


def deed(kind: str, key: str = KEY, **about) -> Deed:
    return Deed(kind, key, "/", {"text": "Több padot!"}, "", about=about)


@pytest.fixture
def ledger(sqlite, make):
    """Somebody said something, and was told that it is kept."""
    make.opinion("Több padot!", submit_key=KEY)
    said = deed("opinion")
    return Ledger(tried={KEY: said}, done={KEY: said})


def found(ledger) -> str:
    db.session.expire_all()
    checks = (invariants.acknowledged(ledger), invariants.contents(ledger))
    return "\n".join(each for check in checks for each in check)


def test_a_house_in_order_is_left_in_peace(ledger):
    assert wrong() == ""
    assert found(ledger) == ""


def test_a_lost_opinion_is_found(ledger):
    opinion = db.session.scalars(select(Opinion)).one()
    opinion.submit_key = "other"
    db.session.commit()
    assert f"an acknowledged opinion is there 0 times ({KEY})" in found(ledger)


def test_a_doubled_opinion_is_found(ledger, make):
    make.opinion("Több padot!", submit_key="x" * 22)
    assert "was sent by nobody" in found(ledger)
    ledger.tried["x" * 22] = ledger.done["x" * 22] = deed("opinion", "x" * 22)
    assert found(ledger) == ""


def test_changed_words_are_found(ledger):
    db.session.execute(update(Opinion).values(text="Kevesebb padot!"))
    db.session.commit()
    assert "says something else" in found(ledger)


def test_a_counter_that_is_off_by_one_is_found(ledger):
    db.session.execute(update(Conversation).values(opinions_count=2))
    db.session.commit()
    assert "counters" in wrong()
    assert "counters" in wrong(), "looking does not repair"


def test_a_gap_in_the_numbers_is_found(ledger):
    db.session.execute(update(Opinion).values(serial=7))
    db.session.commit()
    assert "numbers of opinions" in wrong()


def test_a_half_written_index_is_found(ledger):
    db.session.execute(delete(SearchTerm))
    db.session.commit()
    assert "has no words" in wrong()
    db.session.execute(delete(SearchEntry))
    db.session.commit()
    assert "cannot be found" in wrong()


def test_a_hidden_opinion_that_is_still_found_is_found(ledger):
    db.session.execute(update(Opinion).values(visible=False))
    db.session.commit()
    assert "is found but not shown" in wrong()


def test_a_ballot_without_marks_is_found(ledger, make):
    season, voter = make.season(), make.person("visitor")
    ballot = Ballot(season_id=season.id, person_id=voter.id, submit_key="ballot")
    ballot.at = ballot.changed_at = now()
    make.save(ballot)
    assert f"ballot {ballot.id} has no marks" in wrong()


def test_a_decision_the_log_does_not_know_is_found(ledger, make, people):
    talk, theme = make.conversation(), make.theme()
    decide(talk, theme, people.paul, "adopt", WORDS)
    db.session.commit()
    assert wrong() == ""
    other = {"conversation_id": talk.id, "theme_id": make.theme("lámpák").id, "choice": "adopt"}
    make.save(Decision(**other, **WORDS, by_id=people.paul.id))
    assert "2 decisions, but 1 entries in the log" in wrong()


def test_two_jobs_that_say_they_run_are_found(ledger, make):
    for _number in range(2):
        make.save(Job(kind="ledger", state="running", alive_at=now()))
    assert "2 jobs say that they run" in wrong()


def test_a_row_that_points_at_nothing_is_found(ledger, make):
    person, opinion = make.person("visitor"), db.session.scalars(select(Opinion)).one()
    make.save(Reaction(person_id=person.id, opinion_id=opinion.id, value=1))
    number = person.id
    db.session.rollback()
    with closing(sqlite3.connect(db.engine.url.database)) as connection:
        connection.execute("DELETE FROM person WHERE id = ?", (number,))
        connection.commit()
    assert "points at nothing in person" in wrong()


def test_a_weighing_that_is_not_the_last_one_is_found(ledger, make):
    person, opinion = make.person("visitor"), db.session.scalars(select(Opinion)).one()
    make.save(Reaction(person_id=person.id, opinion_id=opinion.id, value=-1))
    town = Town(numbers=[person.id])
    done = deed("weighing", "w", opinion=opinion.id, visitor=0, value=1)
    said = "\n".join(invariants.weighings(Ledger(tried={"w": done}, done={"w": done}), town))
    assert "acknowledged 1, stands -1" in said
    assert "was sent by nobody" in "\n".join(invariants.weighings(Ledger(), town))
