"""Hiding, restoring, letting through and reporting, one after the other and at the same moment."""

from threading import Barrier, Thread

import pytest

from forum.accounts.models import Person
from forum.core.db import db
from forum.moderation.covering.removing import remove
from forum.moderation.covering.texts import cover
from forum.moderation.models import Approval, Flag, Hiding
from forum.opinions.models import Opinion


@pytest.fixture
def at_once(app):
    """Let several people do something to an opinion at the same moment; return the failures."""

    def run(opinion, act, people):
        db.session.commit()
        opinion_id, ids = opinion.id, [person.id for person in people]
        db.session.remove()
        start, failures = Barrier(len(ids)), []

        def work(person_id):
            with app.app_context():
                try:
                    start.wait(10)
                    act(db.session.get(Opinion, opinion_id), db.session.get(Person, person_id))
                    db.session.commit()
                except Exception as error:
                    failures.append(error)
                finally:
                    db.session.remove()

        workers = [Thread(target=work, args=(person_id,)) for person_id in ids]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(30)
        return failures

    return run


def number_of(row) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(row))


@pytest.fixture
def four(make):
    return [make.person("facilitator") for _number in range(4)]


def test_four_facilitators_hide_a_text_once(make, four, at_once):
    assert at_once(make.opinion(), lambda text, by: text.hide(by, "abuse", "Sértő."), four) == []
    assert number_of(Hiding) == 1


def test_four_facilitators_restore_a_text_once(make, four, at_once):
    opinion = make.opinion()
    opinion.hide(four[0], "abuse", "Sértő.")
    assert at_once(opinion, lambda text, by: text.restore(by, "Tévedés volt."), four) == []
    opinion = db.session.scalars(db.select(Opinion)).one()
    assert opinion.visible
    assert opinion.conversation.opinions_count == 1


def test_four_facilitators_let_a_text_through_once(make, four, at_once):
    opinion = make.opinion(conversation=make.conversation(moderation="before"))
    assert at_once(opinion, lambda text, by: text.approve(by), four) == []
    assert number_of(Approval) == 1


def test_one_person_reporting_twice_at_once_is_one_report(make, four, at_once):
    one = four[0]
    assert at_once(make.opinion(), lambda text, by: text.flag(by, "abuse"), [one] * 4) == []
    assert number_of(Flag) == 1


def test_hiding_closes_the_reports(make, people):
    opinion = make.opinion()
    flag = opinion.flag(people.ana, "abuse")
    opinion.hide(people.mira, "abuse", "Sértő.")
    assert flag.closed_by_id == people.mira.id


def test_a_reason_has_to_be_known(make, people):
    with pytest.raises(ValueError):
        make.opinion().hide(people.mira, "mood", "Nem tetszik.")


def test_restoring_a_text_that_waited_lets_it_appear(make, people):
    opinion = make.opinion(conversation=make.conversation(moderation="before"))
    opinion.hide(people.mira, "abuse", "Sértő.")
    opinion.restore(people.mira, "Mégsem.")
    assert (opinion.visible, opinion.waiting) == (True, False)


def test_leaving_without_reports_does_nothing(make, people):
    assert make.opinion().leave(people.mira) is False


@pytest.mark.parametrize("because", ["", "  \n "])
def test_words_are_not_taken_away_without_telling_why(make, people, because):
    from forum.core.errors import Refused

    opinion = make.opinion("Kovács János lopott.")
    verbs = [
        lambda: opinion.hide(people.mira, "abuse", because),
        lambda: cover(opinion, people.mira, "text", [0], "name", because),
        lambda: remove(opinion, people.paul, "rights", "", because),
    ]
    for verb in verbs:
        with pytest.raises(Refused) as refused:
            verb()
        assert "egy mondatban" in str(refused.value.sentence)
        assert refused.value.status == 422
    assert opinion.visible
    assert db.session.scalar(db.select(db.func.count(Hiding.id))) == 0
    row = cover(opinion, people.mira, "text", [0], "name", "Név nélkül.")
    with pytest.raises(Refused):
        row.undo(people.mira, because)
