"""A removal that is taken back leaves a text as it stood before it: shown, hidden or waiting."""

import pytest

from forum.core.db import db
from forum.moderation.covering.removing import remove
from forum.moderation.decisions.appeals import appeal
from forum.moderation.decisions.statements import Statement
from tests.moderation.review.looking import items


@pytest.fixture
def opinion(make, people):
    return make.opinion("Vitatott szavak állnak itt.", author=people.ana)


def removed(opinion, people, because="A bíróság elrendelte."):
    row = remove(opinion, people.paul, "order", "12/2026", because)
    db.session.commit()
    return row


def put_back(row, people):
    assert row.put_back(people.adam, "A végzést visszavonták.")
    db.session.commit()
    db.session.expire_all()


def statement(act):
    return db.session.scalars(db.select(Statement).where(Statement.act == act)).one()


def test_what_was_shown_is_shown(opinion, people):
    put_back(removed(opinion, people), people)
    assert opinion.visible
    assert statement("restored").is_true


def test_what_was_hidden_before_stays_hidden(opinion, people, client):
    opinion.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    put_back(removed(opinion, people), people)
    assert opinion.text == "Vitatott szavak állnak itt."
    assert not opinion.visible
    assert opinion.hiding.reason == "abuse"
    client.set_cookie("language", "en")
    assert "it is still not shown" in client.get(statement("put_back").path).text
    assert statement("hidden").is_true
    assert not statement("removed").is_true
    (item,) = items()
    assert item.decided_act == "hidden"
    assert opinion.restore(people.paul, "Nem sértő.")
    assert opinion.visible


def test_that_it_stays_hidden_does_not_hang_on_the_words(opinion, people):
    """The same person may give the same words for both."""
    opinion.hide(people.paul, "other", "A bíróság elrendelte.")
    db.session.commit()
    put_back(removed(opinion, people), people)
    assert not opinion.visible


def test_what_waited_waits_again(opinion, people):
    opinion.wait()
    db.session.commit()
    put_back(removed(opinion, people), people)
    assert not opinion.visible
    assert opinion.waiting
    (item,) = items()
    assert item.is_open
    assert statement("put_back").is_true
    assert opinion.approve(people.mira)
    assert opinion.visible
    assert not statement("put_back").is_true


def test_the_answer_to_an_appeal_says_that_it_is_still_hidden(opinion, people, client):
    opinion.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    removed(opinion, people)
    found = statement("removed")
    made = appeal(found, "A végzés nem erről szól.")[0]
    assert made.decide(people.adam, "overturned", "Igaza van.")
    db.session.commit()
    assert not opinion.visible
    client.set_cookie("language", "en")
    page = client.get(found.path).text
    assert "the decision was taken back</h1>" in page
    assert "still not shown, for another reason" in page
    client.sign_in(people.ana)
    assert "still not shown, for another reason" in client.get("/notices").text


def test_a_hiding_taken_back_while_it_was_removed_does_not_come_back(opinion, people):
    opinion.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    row = removed(opinion, people)
    made = appeal(statement("hidden"), "Nem sértő.")[0]
    assert made.decide(people.adam, "overturned", "Valóban nem.")
    db.session.commit()
    assert not opinion.visible, "the law still has it removed"
    put_back(row, people)
    assert opinion.visible
