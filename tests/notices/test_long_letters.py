"""A letter never grows without end: who was told very much is told the newest of it."""

import pytest
from sqlalchemy import select

from forum.core import news
from forum.core.clock import at
from forum.core.db import db
from forum.core.mail import OutboxMessage
from forum.core.news import News
from forum.notices.digests import MOST_TOLD
from forum.notices.letters import write_due_letters
from forum.notices.models import Notice
from tests.notices.test_letters import DAY, NOON, phase


@pytest.mark.parametrize(("count", "told"), [(3, 3), (MOST_TOLD + 25, MOST_TOLD)])
def test_a_letter_tells_the_newest_and_says_so(make, people, count, told):
    ana = people.ana
    talks = [make.conversation(question_hu=f"{number}. kérdés") for number in range(count)]
    with at(NOON):
        for number, talk in enumerate(talks):
            phase(number, talk, ana)
    for _time in range(3):
        with at(NOON + DAY):
            write_due_letters()
    (letter,) = db.session.scalars(select(OutboxMessage)).all()
    assert letter.body.count("/conversations/") == told
    assert letter.body.count("•") == told
    assert (f"a legújabb {MOST_TOLD} szerepel" in letter.body) == (told < count)
    assert len(letter.html) < 100_000
    db.session.expire_all()
    assert not db.session.scalars(select(Notice).where(Notice.letter_due_at.is_not(None))).all()


@pytest.mark.parametrize(
    ("spoken", "joining", "phases"),
    [
        ("hu", "5 ember csatlakozna: Kertbarátok", "(2 alkalommal)"),
        ("en", "5 people would like to join: Gardeners", "(2 times)"),
    ],
)
def test_what_is_told_in_the_same_words_is_told_once(make, spoken, joining, phases):
    ana = make.person(name="Ana", language=spoken)
    club = make.community("Kertbarátok", name_en="Gardeners")
    talk = make.conversation()
    with at(NOON):
        for number in range(5):
            asked(club, number, ana)
        for number, kind in enumerate(("speak", "weigh", "speak")):
            phase(number, talk, ana, kind)
    with at(NOON + DAY):
        write_due_letters()
    (letter,) = db.session.scalars(select(OutboxMessage)).all()
    assert letter.subject.startswith("8 ")
    assert f"• {joining}" in letter.body
    assert letter.body.count(f"/communities/{club.id}") == 1
    assert letter.body.count("•") == 3
    assert letter.body.count(phases) == 1
    assert letter.html.count(joining) == 1


def asked(club, number, person):
    """News that one more would like to join."""
    details = {"title_hu": club.name_hu, "title_en": club.name_en}
    path = f"/communities/{club.id}"
    told = News("community_asked", str(number), ("community", club.id), path, details)
    news.tell(told, [person.id])
    db.session.commit()


def test_a_letter_of_very_many_alike_says_how_many_it_tells(make, people):
    talk = make.conversation()
    with at(NOON):
        for number in range(MOST_TOLD + 5):
            phase(number, talk, people.ana)
    with at(NOON + DAY):
        write_due_letters()
    (letter,) = db.session.scalars(select(OutboxMessage)).all()
    assert f"({MOST_TOLD + 5} alkalommal)" in letter.body
    assert "a legújabb" not in letter.body
