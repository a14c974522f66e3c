"""The life of a program: drafted, announced, running, done, called off."""

from datetime import timedelta

import pytest

from forum.audit.models import AuditEntry
from forum.conversations.models import Conversation
from forum.core import clock
from forum.core.clock import now
from forum.core.days import day_of, local
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.holding import Stale
from forum.programs import life
from forum.programs.drafting import draft, revise
from forum.programs.models import Program
from forum.programs.scheduling import add_session, skip


def values(season, **more):
    return {"title_hu": "Avasi séták", "title_en": "Avas walks", "season_id": season.id, **more}


def session_values(days=3, **more):
    start = (now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return {"starts_at": start, "ends_at": start + timedelta(hours=2), **more}


@pytest.fixture
def program(make, people):
    made = draft(people.mira, "k1", values(make.season()))
    add_session(made, people.mira, "s1", session_values(place_hu="Kilátó"))
    add_session(made, people.mira, "s2", session_values(days=10))
    db.session.commit()
    return made


def test_the_same_key_drafts_once(make, people):
    season = make.season()
    first = draft(people.mira, "k", values(season))
    assert draft(people.mira, "k", values(season)) is first
    assert db.session.query(Program).count() == 1
    assert first.state == "draft"


def test_a_session_has_the_words_of_its_program(program):
    event = program.in_order[0].event
    assert event.title_hu == "Avasi séták"
    assert event.kind == "program"
    assert not event.is_announced


def test_announcing_announces_its_sessions_and_opens_its_conversation(program, people):
    life.announce(program, people.mira)
    db.session.commit()
    assert program.state == "announced"
    assert all(each.event.is_announced for each in program.sessions)
    talk = program.conversation
    assert talk.purpose == "feedback"
    assert talk.question_hu == "Hogy érezte magát az „Avasi séták” programon?"
    assert talk.question_en == "How was “Avas walks”?"
    phase = talk.phase("speak")
    assert phase.first_day == program.in_order[0].event.day
    assert phase.last_day == program.in_order[1].event.day + timedelta(days=30)


def test_a_program_without_a_session_to_come_is_not_announced(make, people):
    empty = draft(people.mira, "k", values(make.season()))
    with pytest.raises(Refused):
        life.announce(empty, people.mira)
    assert empty.state == "draft"


def test_it_is_announced_once(program, people):
    life.announce(program, people.mira)
    with pytest.raises(Refused):
        life.announce(program, people.mira)
    assert db.session.query(Conversation).count() == 1


def test_a_session_added_later_is_announced_at_once_and_prolongs_the_conversation(program, people):
    life.announce(program, people.mira)
    session = add_session(program, people.mira, "s3", session_values(days=20))
    db.session.commit()
    assert session.event.is_announced
    last = program.conversation.phase("speak").last_day
    assert last == session.event.day + timedelta(days=30)


def test_a_session_outside_the_season_is_refused(program, people):
    with pytest.raises(Refused):
        add_session(program, people.mira, "s9", session_values(days=300))


def test_calling_off_calls_off_what_is_to_come(program, people):
    life.announce(program, people.mira)
    first, second = (each.event for each in program.in_order)
    with clock.at(first.ends_at + timedelta(hours=1)):
        assert program.state == "running"
        life.cancel(program, people.mira, "Beázott a terem.")
        db.session.commit()
        assert program.state == "cancelled"
        assert first.cancellation is None
        assert second.cancellation.because == "Beázott a terem."
        assert program.conversation.closing is None  # those who were there may still say it
        with pytest.raises(Refused):
            add_session(program, people.mira, "s4", session_values(days=20))


def test_nothing_is_called_off_without_a_reason(program, people):
    life.announce(program, people.mira)
    with pytest.raises(Refused):
        life.cancel(program, people.mira, "")
    with pytest.raises(Refused):
        skip(program.in_order[0], people.mira, "")
    assert program.state == "announced"
    assert not program.in_order[0].event.is_cancelled


def test_calling_off_before_it_began_closes_the_conversation(program, people):
    life.announce(program, people.mira)
    life.cancel(program, people.mira, "Beázott a terem.")
    assert program.conversation.closing is not None


def test_how_it_was_is_written_down_once_all_is_over(program, people):
    life.announce(program, people.mira)
    words = {"outcome_hu": "Sokan jöttek."}
    with pytest.raises(Refused):
        life.complete(program, people.mira, words)
    with clock.at(program.in_order[0].event.ends_at), pytest.raises(Refused):
        life.complete(program, people.mira, words)  # one is still to come
    with clock.at(program.in_order[1].event.ends_at):
        life.complete(program, people.mira, words)
        assert program.state == "done"
        life.complete(program, people.mira, {"outcome_hu": "Nagyon sokan jöttek."})
        db.session.commit()
    assert program.outcome_hu == "Nagyon sokan jöttek."
    acts = [entry.act for entry in db.session.query(AuditEntry)]
    assert acts.count("program.done") == 1


def test_a_change_by_somebody_else_is_noticed(program, people):
    revise(program, people.mira, {"title_hu": "Séták az Avason"}, seen=0)
    with pytest.raises(Stale):
        revise(program, people.paul, {"title_hu": "Más"}, seen=0)
    assert program.title_hu == "Séták az Avason"


def test_new_words_are_passed_on_to_sessions_that_had_the_old_ones(program, people):
    own = program.in_order[1].event
    own.title_hu = "Záróséta"
    db.session.commit()
    revise(program, people.mira, {"title_hu": "Séták", "price_hu": "200 Ft"}, sessions_too=True)
    assert program.in_order[0].event.title_hu == "Séták"
    assert program.in_order[0].event.cost_hu == "200 Ft"
    assert own.title_hu == "Záróséta"


def test_without_the_wish_sessions_keep_their_words(program, people):
    revise(program, people.mira, {"title_hu": "Séták"})
    assert program.in_order[0].event.title_hu == "Avasi séták"


def test_a_skipped_session_of_an_announced_program_is_called_off(program, people):
    life.announce(program, people.mira)
    session = program.in_order[0]
    assert skip(session, people.mira, "Vihar") is True
    assert session.event.cancellation.because == "Vihar"


def test_a_skipped_session_of_a_draft_is_gone(program, people):
    skip(program.in_order[0], people.mira, "Vihar")
    db.session.commit()
    assert len(program.sessions) == 1


def test_the_hour_of_a_session_is_the_citys(program):
    assert day_of(program.in_order[0].event.starts_at) == program.in_order[0].event.day
    assert local(program.in_order[0].event.starts_at).minute == 0
