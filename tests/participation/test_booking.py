"""Booking: differences are added, nothing is ever changed."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from forum.core.db import db, now
from forum.core.jobs import Job, sweep
from forum.events.registration.registering import cancel
from forum.opinions.ballots import Ballot
from forum.opinions.weighing import take_back
from forum.participation.models import LedgerLine
from forum.participation.recounting import mistakes


@pytest.fixture
def event(make):
    return make.event("now")


@pytest.fixture
def talk(make):
    return make.conversation("both")


def test_everybody_counts_once_in_an_activity(office, make, talk, people):
    for text in ("Több padot!", "Több fát!", "Több kukát!"):
        make.opinion(text, talk, people.ana)
    first, second = make.opinion("Legyen kút!", talk), make.opinion("Legyen óra!", talk)
    office.weigh(first, people.ana)
    office.weigh(second, people.ana, -1)
    data = office.figures()
    told = {kind: count for kind, count, _people in data["by"]["kind"]}
    assert told == {"spoken": 3, "weighed": 1}
    assert (data["low"], data["high"]) == (1, 3)


def test_a_mistake_at_the_door_is_taken_back_by_a_line(office, event):
    entry = office.tally(event, 12)
    office.book()
    office.correct(entry)
    assert office.book() == (0, 1)
    assert [line.count for line in office.all_lines()] == [12, -12]
    assert office.figures()["participations"] == 0


def test_a_party_is_one_person_and_companions_nobody_knows(office, event):
    office.check_in(office.register(event, contact="bela@example.org", party=4), 3)
    data = office.figures()
    assert {kind: n for kind, n, _p in data["by"]["kind"]} == {"registered": 1, "attended": 3}
    assert (data["low"], data["high"]) == (3, 3)


def test_whoever_registers_two_people_without_a_name_hands_in_no_form(office, event):
    registration = office.register(event, party=2)
    assert office.figures()["participations"] == 0
    office.check_in(registration, 2)
    data = office.figures()
    assert (data["participations"], data["low"], data["high"]) == (2, 2, 2)


def test_a_name_without_a_contact_is_one_unknown_person_at_the_form_and_at_the_door(office, event):
    office.check_in(office.register(event, name="Bözsi néni", by=office.people.mira))
    data = office.figures()
    assert (data["participations"], data["known"], data["high"]) == (2, 0, 1)


def test_a_cancelled_form_and_a_weighing_taken_back_leave_the_figures(office, make, talk, people):
    event = make.event("coming")
    registration = office.register(event, contact="bela@example.org")
    opinion = make.opinion("Több fát!", talk)
    office.weigh(opinion, people.ana)
    assert office.figures()["participations"] == 3
    cancel(registration)
    take_back(Ballot.of(opinion), people.ana.id)
    db.session.commit()
    data = office.figures()
    assert (data["participations"], data["high"]) == (1, 1)
    assert [line.count for line in office.all_lines()] == [1, 1, 1, -1, -1]


def test_what_was_taken_back_may_come_again(office, make, talk, people):
    opinion = make.opinion("Több fát!", talk)
    for _again in range(2):
        office.weigh(opinion, people.ana)
        assert office.figures()["participations"] == 2
        take_back(Ballot.of(opinion), people.ana.id)
        db.session.commit()
        assert office.figures()["participations"] == 1
    assert list(mistakes()) == []


def test_hidden_words_were_spoken(office, make, talk, people):
    opinion = make.opinion("Csúnya szó.", talk)
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    assert office.figures()["participations"] == 1


def test_what_somebody_tells_later_is_a_correction(office, make, talk, people):
    avas = make.neighbourhood("Avas")
    make.opinion("Több padot!", talk, people.ana)
    office.book()
    make.opinion("Több fát!", talk, people.ana, neighbourhood_id=avas.id)
    assert office.book() == (1, 1)
    assert [(x.count, x.neighbourhood_id) for x in office.all_lines()] == [
        (1, None),
        (-1, None),
        (1, avas.id),
    ]


def test_a_line_holds_the_day_in_the_city_its_program_and_who_entered_it(office, make, people):
    category, project = make.category(), make.project()
    late = now().replace(month=6, day=30, hour=22, minute=30)
    event = make.event("now", category_id=category.id, project_id=project.id)
    office.tally(event, 3, happened_at=now() - timedelta(minutes=1), sex="f")
    entry = office.tally(event, 2)
    db.session.execute(
        db.text("UPDATE attendance SET happened_at = :at"), {"at": late.replace(tzinfo=None)}
    )
    db.session.commit()
    office.book()
    line = office.lines()[0]
    assert (line.day.month, line.day.day, line.sex) == (7, 1, "f")
    assert (line.category_id, line.project_id) == (category.id, project.id)
    assert (line.source, line.source_table, line.entered_by_id) == (
        "tally",
        "attendance",
        people.mira.id,
    )
    assert entry.id in {x.source_id for x in office.lines()}


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_line SET count = 99", "DELETE FROM ledger_line"]
)
def test_nobody_changes_or_deletes_a_line(office, event, statement):
    office.tally(event, 12)
    office.book()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(db.text(statement))
    db.session.rollback()
    assert office.lines()[0].count == 12


def test_a_change_asks_for_one_booking_which_the_sweep_finds(office, make, event, run_jobs):
    make.opinion("Több padot!")
    make.opinion("Több fát!")
    office.tally(event, 3)
    assert db.session.query(Job).filter_by(kind="ledger", state="queued").count() == 1
    sweep()
    run_jobs()
    assert sum(line.count for line in office.lines()) == 5
    office.tally(event, 4)
    assert db.session.query(Job).filter_by(kind="ledger", state="queued").count() == 1


def test_the_night_books_what_nobody_asked_for(office, make, talk, people):
    from forum.participation.jobs import every_night

    office.weigh(make.opinion("Több fát!", talk), people.ana)
    every_night()
    assert {line.kind for line in office.lines()} == {"spoken", "weighed"}


def test_many_lines_cost_as_many_statements_as_few(office, make, talk, event, count_queries):
    def book():
        db.session.expire_all()
        with count_queries() as log:
            office.book()
        return len(log)

    def fill(number):
        from sqlalchemy import insert

        from forum.accounts.models import Person
        from forum.opinions.models import Opinion

        first = (db.session.scalar(db.select(db.func.max(Person.id))) or 0) + 1000
        people = [{"id": first + n, "role": "visitor"} for n in range(number)]
        db.session.execute(insert(Person), people)
        rows = [
            {
                "conversation_id": talk.id,
                "author_id": first + n,
                "year": 1900 + first // 1000,
                "serial": n,
                "text": "szó",
                "html": "szó",
                "contact_key": f"{first + n:064d}" if n % 2 else None,
                "submit_key": f"fill-{first}-{n}",
            }
            for n in range(number)
        ]
        db.session.execute(insert(Opinion), rows)
        db.session.commit()

    office.book()
    fill(10)
    few = book()
    fill(10_000)
    assert book() == few
    assert db.session.query(LedgerLine).count() == 10_010
    assert office.book() == (0, 0)
