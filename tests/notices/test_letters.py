"""Letters of news: what is due is written once, grouped, in the reader's words, never at night."""

import random
import re
from collections import Counter
from datetime import datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from forum.accounts.reach import Reach
from forum.core import news
from forum.core.clock import at
from forum.core.db import db
from forum.core.delivery import deliver
from forum.core.mail import OutboxMessage
from forum.core.news import News
from forum.notices import letters
from forum.notices.letters import write_batch, write_due_letters
from forum.notices.models import Notice, Preference

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/Budapest"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def phase(number, talk, person, phase_kind="weigh"):
    """News that come with the daily letter."""
    details = {
        "question_hu": talk.question_hu,
        "question_en": talk.question_en,
        "phase": phase_kind,
    }
    told = News(
        "conversation_phase",
        f"phase-{number}",
        ("conversation", talk.id),
        f"/conversations/{talk.id}",
        details,
    )
    news.tell(told, [person.id])
    db.session.commit()


def approve(opinion, person, key="1"):
    """News about one's own words, which come at once."""
    details = {"reference": opinion.reference}
    news.tell(
        News("opinion_approved", key, ("opinion", opinion.id), f"/opinions/{opinion.id}", details),
        [person.id],
    )
    db.session.commit()


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def prefer(make):
    def choose(person, **values):
        return make.save(Preference(person_id=person.id, **{"muted": [], **values}))

    return choose


def test_what_concerns_ones_own_words_comes_at_once(make, people, postman, talk):
    word = make.opinion("Padot!", talk, people.ana)
    with at(NOON):
        approve(word, people.ana)
        write_due_letters()
        deliver()
    letter = postman.letters[0]
    assert postman.recipients == [people.ana.email]
    assert letter["Subject"] == f"Megjelent a szövege: {word.reference}"
    text = letter.get_body(("plain",)).get_content()
    assert text.startswith("Kedves Ana!")
    assert f"http://127.0.0.1:8000/opinions/{word.id}" in text


def test_a_letter_is_text_and_html_and_can_be_stopped_by_one_click(make, people, postman, talk):
    with at(NOON):
        approve(make.opinion("Padot!", talk, people.ana), people.ana)
        write_due_letters()
        deliver()
    letter = postman.letters[0]
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    stop = letter["List-Unsubscribe"]
    assert stop.startswith("<http")
    assert f"/unsubscribe/{people.ana.id}-" in stop
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"]
    assert letter["Auto-Submitted"] == "auto-generated"
    html = letter.get_body(("html",)).get_content()
    assert stop.strip("<>") in html
    assert stop.strip("<>") in letter.get_body(("plain",)).get_content().replace("\n", "")
    for forbidden in ("<img", "<table", "<script", "src="):
        assert forbidden not in html


def test_the_rest_comes_together_the_next_morning_grouped_by_topic(make, people, postman, talk):
    other = make.conversation(question_hu="Merre menjen a busz?")
    with at(NOON):
        phase(1, talk, people.ana, "speak")
        write_due_letters()
    with at(NOON + HOUR):
        phase(2, other, people.ana)
    with at(NOON + 2 * HOUR):
        phase(3, talk, people.ana, "weigh")
        write_due_letters()
    assert postman.raw == []
    with at(NOON + timedelta(hours=19)):  # seven in the morning
        write_due_letters()
        write_due_letters()
        deliver()
    (letter,) = postman.letters
    assert letter["Subject"].startswith("3 dolog történt")
    text = letter.get_body(("plain",)).get_content()
    heads = [line for line in text.splitlines() if line in {"Mi legyen a parkban?", other.question}]
    assert heads == ["Mi legyen a parkban?", "Merre menjen a busz?"]
    assert text.index("mérlegelheti") < text.index("elmondhatja") < text.index(other.question)


def test_a_letter_of_one_thing_looks_like_a_single_one(people, outbox, talk):
    with at(NOON):
        phase(1, talk, people.ana)
    with at(NOON + DAY):
        write_due_letters()
    (letter,) = outbox()
    assert letter.subject.startswith("„Mi legyen a parkban?”")


def test_nothing_to_tell_writes_nothing(people, outbox):
    write_due_letters()
    assert outbox() == []


def test_at_night_it_waits_until_seven(make, people, outbox, talk):
    word = make.opinion("Padot!", talk, people.ana)
    with at(NOON + 10 * HOUR):
        approve(word, people.ana)
        write_due_letters()
    with at(NOON + timedelta(hours=18, minutes=59)):
        write_due_letters()
    assert outbox() == []
    with at(NOON + timedelta(hours=19)):
        write_due_letters()
    assert len(outbox()) == 1


def test_an_outage_until_the_night_wakes_nobody(make, people, outbox, talk):
    with at(NOON):
        approve(make.opinion("Padot!", talk, people.ana), people.ana)
    with at(NOON + 11 * HOUR):
        write_due_letters()
    assert outbox() == []
    with at(NOON + 19 * HOUR):
        write_due_letters()
    assert len(outbox()) == 1


def test_over_the_cap_the_rest_comes_together_the_next_morning(make, people, outbox, talk):
    words = [make.opinion(f"Szó {n}", talk, people.ana) for n in range(6)]
    with at(NOON):
        for word in words:
            approve(word, people.ana, str(word.id))
        write_due_letters()
        write_due_letters()
    assert len(outbox()) == 3
    with at(NOON + 19 * HOUR):
        write_due_letters()
    assert len(outbox()) == 4
    last = outbox()[3]
    assert last.subject.startswith("3 dolog")
    assert all(word.reference in last.body for word in words[3:])


@pytest.mark.parametrize(
    ("pace", "at_noon", "next_morning"), [("once", 3, 3), ("daily", 0, 1), ("never", 0, 0)]
)
def test_letters_come_at_the_pace_one_likes(
    make, people, outbox, talk, prefer, pace, at_noon, next_morning
):
    prefer(people.ana, pace=pace)
    with at(NOON):
        approve(make.opinion("Padot!", talk, people.ana), people.ana)
        phase(1, talk, people.ana)
        phase(2, talk, people.ana)
        write_due_letters()
    assert len(outbox()) == at_noon
    with at(NOON + 19 * HOUR):
        write_due_letters()
    assert len(outbox()) == next_morning


def test_what_is_muted_is_told_on_the_site_only(people, outbox, notices, talk, prefer):
    prefer(people.ana, muted=["conversations"])
    with at(NOON):
        phase(1, talk, people.ana)
    with at(NOON + DAY):
        write_due_letters()
    assert len(notices(people.ana)) == 1
    assert outbox() == []


def test_what_was_hidden_meanwhile_is_not_written(make, people, outbox, notices, talk):
    word = make.opinion("Padot!", talk, people.ana)
    with at(NOON):
        approve(word, people.ana)
        word.visible = False
        db.session.commit()
        write_due_letters()
    assert outbox() == []
    assert notices(people.ana)[0].letter_due_at is None


def test_nobody_hears_of_a_hiding_that_was_lifted(make, people, outbox, talk):
    word = make.opinion("Padot!", talk, people.ana)
    with at(NOON + 10 * HOUR):
        word.hide(by=people.mira, reason="abuse", because="Sértő.")
        word.restore(by=people.mira, because="Tévedés.")
        db.session.commit()
    with at(NOON + 20 * HOUR):
        write_due_letters()
    (letter,) = outbox()
    assert "Tévedés." in letter.body


@pytest.mark.parametrize(("language", "said"), [("hu", "Jó napot"), ("en", "Good day")])
def test_a_visitor_hears_by_letter_once_the_address_is_confirmed(
    make, outbox, talk, language, said
):
    ida, eve = make.person("visitor"), make.person("visitor")
    values = {"language": language, "contact_key": None}
    make.save(Reach(person_id=ida.id, email="ida@example.org", confirmed_at=NOON, **values))
    make.save(Reach(person_id=eve.id, email="eve@example.org", **values))
    with at(NOON):
        for person in (ida, eve, make.person("visitor")):
            approve(make.opinion("Padot!", talk, person), person)
        write_due_letters()
    assert [letter.recipient for letter in outbox()] == ["ida@example.org"]
    assert outbox()[0].body.startswith(said)
    assert "/account/notices" not in outbox()[0].body
    assert db.session.scalars(select(Notice.person_id)).all() == [ida.id]


def test_one_address_is_told_once_though_it_belongs_to_two(make, people, outbox, talk):
    from forum.core.contacts import contact_key

    twin = make.person("visitor")
    address = people.ana.email
    make.save(
        Reach(
            person_id=twin.id,
            email=address,
            contact_key=contact_key(address),
            confirmed_at=NOON,
        )
    )
    word = make.opinion("Padot!", talk, people.ana)
    with at(NOON):
        approve(word, people.ana)
        write_due_letters()
        approve(word, twin)
        write_due_letters()
    assert [letter.recipient for letter in outbox()] == [address]


def test_what_residents_wrote_is_text_in_the_letter(make, people, postman, talk):
    word = make.opinion("Padot!", talk, people.ana)
    with at(NOON):
        word.hide(by=people.mira, reason="abuse", because='<svg onload=alert(1)> "><img src=x>')
        db.session.commit()
        write_due_letters()
        deliver()
    html = postman.letters[0].get_body(("html",)).get_content()
    assert "<svg" not in html
    assert "<img" not in html
    assert "&lt;svg onload=alert(1)&gt;" in html


def test_words_that_fail_hold_up_nobody_else(make, people, outbox, talk):
    broken = News("opinion_approved", "x", ("opinion", 0), "/x", {"no": "reference"})
    word = make.opinion("Padot!", talk, people.mira)
    with at(NOON):
        news.tell(News(broken.kind, "x", ("", 0), "/x", broken.details), [people.ana.id])
        approve(word, people.mira)
        write_due_letters()
    assert [letter.recipient for letter in outbox()] == [people.mira.email]


def test_a_crash_between_leaves_letter_and_notice_undone(
    make, people, outbox, talk, monkeypatch, notices
):
    with at(NOON):
        approve(make.opinion("Padot!", talk, people.ana), people.ana)
        monkeypatch.setattr(letters.db.session, "commit", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_due_letters()
        monkeypatch.undo()
        db.session.rollback()
        assert outbox() == []
        write_due_letters()
        write_due_letters()
    assert len(outbox()) == 1
    assert notices(people.ana)[0].letter_id == outbox()[0].id


def test_two_workers_write_each_letter_once(app, make, outbox, talk):
    readers = [make.person(name=f"Lakó{number}") for number in range(30)]
    with at(NOON):
        for person in readers:
            approve(make.opinion("Padot!", talk, person), person)
    db.session.rollback()
    start, failures = Barrier(4), []

    def work():
        with app.app_context(), at(NOON):
            start.wait()
            try:
                write_due_letters()
            except Exception as error:  # the test tells which
                failures.append(error)
            db.session.remove()

    threads = [Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with at(NOON):
        write_due_letters()
    assert Counter(letter.recipient for letter in outbox()) == Counter(
        dict.fromkeys((person.email for person in readers), 1)
    )


@pytest.mark.parametrize("seed", range(3))
def test_no_two_letters_ever_tell_the_same_and_the_cap_holds(
    make, people, talk, prefer, outbox, seed
):
    dice = random.Random(seed)
    who = [people.ana, people.mira, people.paul]
    for person, pace in zip(who, ("usual", "once", "weekly"), strict=True):
        prefer(person, pace=pace, most_a_day=dice.randint(1, 3))
    words = {person.id: make.opinion("Padot!", talk, person) for person in who}
    moment = NOON
    for number in range(60):
        moment += timedelta(minutes=dice.randint(1, 240))
        with at(moment):
            person = dice.choice(who)
            key = str(dice.randint(1, 25))
            if dice.random() < 0.5:
                approve(words[person.id], person, key)
            else:
                phase(key, talk, person)
            if number % 3:
                write_due_letters()
    for _day in range(12):
        moment += DAY
        with at(moment.replace(hour=12)):
            write_due_letters()
    told = db.session.scalars(select(Notice)).all()
    assert all(notice.letter_id and notice.letter_due_at is None for notice in told)
    bodies = "\n".join(letter.body for letter in outbox())
    links = bodies.count(":8000/opinions/") + bodies.count(":8000/conversations/")
    again = sum(int(times) - 1 for times in re.findall(r"\((\d+) (?:alkalommal|times)\)", bodies))
    assert links + again == len(told)
    caps = {row.person_id: row.most_a_day for row in db.session.scalars(select(Preference))}
    zone = ZoneInfo("Europe/Budapest")
    days = Counter((m.person_id, m.created_at.astimezone(zone).date()) for m in outbox())
    assert all(count <= caps[person_id] for (person_id, _day), count in days.items())
    hours = {message.created_at.astimezone(zone).hour for message in outbox()}
    assert hours <= set(range(7, 21))


def test_a_batch_asks_the_same_however_many_readers(make, talk, count_queries):
    def told(count, key):
        with at(NOON):
            for number in range(count):
                person = make.person(name=f"Olvasó{key}{number}")
                phase(f"{key}{number}", talk, person)

    def statements():
        with at(NOON + DAY), count_queries() as log:
            write_batch()
        return [line for line in log if not line.startswith(("INSERT", "UPDATE"))]

    told(2, "a")
    few = statements()
    told(30, "b")
    assert len(statements()) <= len(few) + 1


def test_telling_many_takes_two_statements_a_batch(make, talk, count_queries):
    people = [make.person(name=f"Lakó{number}").id for number in range(40)]
    told = News("opinion_approved", "1", ("opinion", 1), "/x", {"reference": "2026-00001"})
    with count_queries() as log:
        news.tell(told, people)
    assert len(log) <= 3
    news.tell(told, people)
    db.session.commit()
    assert len(db.session.scalars(select(Notice)).all()) == 40
    assert db.session.scalars(select(OutboxMessage)).all() == []
