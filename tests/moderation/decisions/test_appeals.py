"""Appeals: once for each statement, decided by somebody else, within a deadline that nags."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from forum.core.db import db, now
from forum.core.errors import Refused
from forum.moderation.assigning.models import assign
from forum.moderation.decisions.appeals import Appeal, may_answer
from forum.moderation.decisions.appeals import appeal as ask_again
from forum.moderation.decisions.queries_appeals import waiting_for
from forum.moderation.decisions.statements import Statement
from forum.moderation.jobs import remind_of_appeals
from forum.notices.models import Notice
from forum.pages.abilities import lowest_role

WORDS = "Nem sértettem meg senkit, ez idézet volt."


@pytest.fixture
def opinion(make, people):
    one = make.opinion(author=people.ana)
    one.hide(people.mira, "abuse", "Kérjük, sértés nélkül.")
    db.session.commit()
    return one


@pytest.fixture
def statement(opinion) -> Statement:
    return db.session.scalars(db.select(Statement)).one()


@pytest.fixture
def appeal(statement) -> Appeal:
    made = ask_again(statement, WORDS)[0]
    db.session.commit()
    return made


def number() -> int:
    return db.session.scalar(db.select(db.func.count(Appeal.id)))


def notices(person, kind) -> list[Notice]:
    rows = db.select(Notice).where(Notice.person_id == person.id, Notice.kind == kind)
    return list(db.session.scalars(rows))


def test_a_visitor_appeals_by_the_link(client, statement):
    answer = client.send(f"{statement.path}/appeal", {"words": WORDS})
    assert answer.status_code == 303
    row = db.session.scalars(db.select(Appeal)).one()
    assert row.words == WORDS
    assert timedelta(days=14) < row.due_at - now() <= timedelta(days=15)
    assert WORDS in client.get(statement.path).text


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_bad_words_come_back(client, statement, words):
    answer = client.send(f"{statement.path}/appeal", {"words": words})
    assert answer.status_code == 422
    assert number() == 0


def test_a_program_that_fills_in_everything_is_stopped(client, statement):
    answer = client.send(f"{statement.path}/appeal", {"words": WORDS, "website": "http://x"})
    assert answer.status_code == 422
    assert number() == 0


def test_sent_twice_it_is_one(client, statement):
    for words in (WORDS, "Más szavak."):
        assert client.send(f"{statement.path}/appeal", {"words": words}).status_code == 303
    assert number() == 1


def test_twenty_at_once_are_one(app, statement):
    number_of, start, failures = statement.id, Barrier(20), []
    db.session.remove()

    def send():
        with app.app_context():
            try:
                start.wait(20)
                ask_again(db.session.get(Statement, number_of), WORDS)
                db.session.commit()
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    workers = [Thread(target=send) for _number in range(20)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failures == []
    assert number() == 1


def test_too_late_is_too_late(client, statement):
    statement.at = now() - timedelta(days=31)
    db.session.commit()
    assert "/appeal" not in client.get(statement.path).text
    assert client.get(f"{statement.path}/appeal").status_code == 303
    assert client.send(f"{statement.path}/appeal", {"words": WORDS}).status_code >= 400
    assert number() == 0


def test_nobody_appeals_against_being_restored(opinion, people, client):
    opinion.restore(people.mira, "Tévedtünk.")
    db.session.commit()
    one = db.session.scalars(db.select(Statement).where(Statement.act == "restored")).one()
    assert client.send(f"{one.path}/appeal", {"words": WORDS}).status_code >= 400
    assert number() == 0


def test_whoever_decided_does_not_decide_again(appeal, people, client):
    with pytest.raises(Refused):
        appeal.decide(people.mira, "upheld", "Marad.")
    db.session.rollback()
    page = client.sign_in(people.mira).get(f"/moderation/appeals/{appeal.id}")
    assert page.status_code == 200
    assert 'name="answer"' not in page.text
    answer = client.send(
        f"/moderation/appeals/{appeal.id}", {"outcome": "upheld", "answer": "Marad."}
    )
    assert answer.status_code == 403
    assert db.session.get(Appeal, appeal.id).is_open


def test_an_overturned_decision_is_undone_and_told_once(appeal, opinion, people, client, make):
    other = make.person("facilitator", "Nóra")
    answer = client.sign_in(other).send(
        f"/moderation/appeals/{appeal.id}", {"outcome": "overturned", "answer": "Igaza van."}
    )
    assert answer.status_code == 303
    db.session.expire_all()
    assert opinion.visible
    assert len(notices(people.ana, "appeal_answered")) == 1
    assert len(notices(people.ana, "text_statement")) == 1  # of the hiding; not of the restoring
    assert "Igaza van." in client.get(appeal.statement.path).text


def test_what_was_decided_anew_is_not_undone_along(appeal, opinion, people, client):
    client.sign_in(people.paul)
    since = "azóta"
    assert since not in client.get(f"/moderation/appeals/{appeal.id}").text
    opinion.restore(people.mira, "Tévedtem.")
    opinion.hide(people.adam, "personal_data", "Egy szomszéd telefonszáma áll benne.")
    db.session.commit()
    assert since in client.get(f"/moderation/appeals/{appeal.id}").text
    assert appeal.decide(people.paul, "overturned", "Az első ok nem állt meg.")
    db.session.commit()
    assert not opinion.visible
    assert opinion.hiding.by == people.adam


def test_an_upheld_decision_stays(appeal, opinion, people):
    assert appeal.decide(people.paul, "upheld", "A szabály ezt kéri.")
    db.session.commit()
    assert not opinion.visible
    assert len(notices(people.ana, "appeal_answered")) == 1
    assert not appeal.decide(people.adam, "overturned", "Mégis.")
    assert not opinion.visible


def test_of_two_deciders_at_once_one_counts(app, appeal, opinion, people, make):
    ids = [(people.paul.id, "upheld"), (people.adam.id, "overturned")]
    number_of, start, done, failures = appeal.id, Barrier(2), [], []
    db.session.remove()

    def decide(person_id, outcome):
        from forum.accounts.models import Person

        with app.app_context():
            try:
                person, row = db.session.get(Person, person_id), db.session.get(Appeal, number_of)
                db.session.rollback()
                start.wait(20)
                done.append(row.decide(person, outcome, "Megnéztem."))
                db.session.commit()
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    workers = [Thread(target=decide, args=pair) for pair in ids]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failures == []
    assert sorted(done) == [False, True]


def test_a_facilitator_of_another_place_neither_sees_nor_answers(
    appeal, opinion, people, client, make
):

    assign(opinion.conversation, people.mira, people.paul)
    db.session.commit()
    stranger = make.person("facilitator", "Idegen")
    client.sign_in(stranger)
    assert client.get(f"/moderation/appeals/{appeal.id}").status_code == 404
    assert appeal.reference not in client.get("/moderation/appeals").text
    assert (
        client.send(
            f"/moderation/appeals/{appeal.id}", {"outcome": "upheld", "answer": "x y"}
        ).status_code
        == 404
    )


@pytest.mark.parametrize("role", ["visitor", "resident"])
def test_residents_see_no_appeals(appeal, client, make, role):
    person = make.person(role)
    page = client.sign_in(person).get("/moderation/appeals")
    assert page.status_code in {302, 303, 403}
    assert WORDS not in page.text


def test_staff_are_reminded_once_before_and_once_after(appeal, people):
    people.paul, people.mira  # noqa: B018 - they work here
    remind_of_appeals()
    assert notices(people.paul, "appeal_waiting") == []
    appeal.due_at = now() + timedelta(days=2)
    db.session.commit()
    for _hour in range(3):
        remind_of_appeals()
    assert len(notices(people.paul, "appeal_waiting")) == 1
    assert notices(people.mira, "appeal_waiting") == []  # she decided, so another person answers
    appeal.due_at = now() - timedelta(hours=1)
    db.session.commit()
    for _hour in range(3):
        remind_of_appeals()
    assert len(notices(people.paul, "appeal_waiting")) == 2


def test_the_page_of_appeals_counts_and_nags(appeal, people, client):
    appeal.due_at = now() - timedelta(days=1)
    db.session.commit()
    page = client.sign_in(people.paul).get("/moderation/appeals", headers={"Accept-Language": "en"})
    assert "1 jogorvoslati kérelem lejárt" in page.text
    assert "Jogorvoslati kérelmek (1)" in page.text


def test_hostile_words_stay_words(client, people, statement):
    client.send(f"{statement.path}/appeal", {"words": '"><svg onload=alert(1)> =1+1'})
    row = db.session.scalars(db.select(Appeal)).one()
    for path in ("/moderation/appeals", f"/moderation/appeals/{row.id}", statement.path):
        assert "<svg onload" not in client.sign_in(people.paul).get(path).text


def test_the_count_beside_the_list_is_of_the_list(client, people, appeal):
    for person in (people.mira, people.paul):
        page = client.sign_in(person).get("/moderation/appeals").text
        tab = page[page.index('<nav class="tabs"') :].partition("</a>")[0]
        assert ">1<" in tab


def test_the_menu_counts_what_one_may_answer(appeal, people, make, opinion):

    assert waiting_for(people.paul) == 1
    assert waiting_for(people.mira) == 0, "she took the decision"
    opinion.author.role = "facilitator"  # ana works here now, and does not answer herself
    db.session.commit()
    assert not may_answer(people.ana, appeal)
    assert waiting_for(people.ana) == 0


def test_an_overdue_appeal_nags_administrators_every_week(client, people, make):
    adam, opinion = people.adam, make.opinion("Ez a véleményem.", author=people.ana)
    opinion.hide(adam, "abuse", "Sértő.")  # the only person who works here decided
    db.session.commit()
    row, _new = ask_again(db.session.scalars(db.select(Statement)).one(), WORDS)
    row.due_at = now() + timedelta(days=1)
    db.session.commit()
    remind_of_appeals()
    assert notices(adam, "appeal_waiting") == []
    for weeks, told in ((0, 1), (0, 1), (1, 2), (2, 3)):
        row.due_at = now() - timedelta(days=7 * weeks, hours=1)
        db.session.commit()
        remind_of_appeals()
        assert len(notices(adam, "appeal_waiting")) == told
    client.set_cookie("language", "en")
    page = client.sign_in(adam).get("/upkeep").text
    assert "Overdue appeals" in page
    assert "put somebody else in charge" in page


def test_what_is_overdue_elsewhere_is_not_counted_here(appeal, opinion, make, people, client):

    appeal.due_at = now() - timedelta(days=1)
    assign(opinion.conversation, people.mira, people.paul)
    db.session.commit()
    page = client.sign_in(make.person("facilitator", "Idegen")).get("/moderation/appeals").text
    assert "lejárt" not in page


def test_the_help_page_reads_off_the_rule_that_staff_answer():
    assert lowest_role("moderation:answer") == "facilitator"
