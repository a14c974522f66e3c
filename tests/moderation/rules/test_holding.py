"""What a rule holds is told to its author once, by a statement that names the rule."""

import re

import pytest

from forum.audit import AuditEntry
from forum.core.db import db
from forum.ideas.proposing import Proposal, edit
from forum.moderation.decisions.statements import Statement
from forum.moderation.rules.watching import WatchWord
from forum.notices.models import Notice
from forum.notices.presenters import Asked
from forum.opinions.operations import claim_code

HELD = "A rule held it back, so that a person looks at it first."
LOOKS = "A person in the city’s office looks at it; you need not do anything."


@pytest.fixture
def watched(make):
    """A word that holds whatever it stands in."""
    return make.save(WatchWord(word="gazember", weight=40, holds=True))


def statements() -> list[Statement]:
    """Return every statement, in order."""
    return list(db.session.scalars(db.select(Statement).order_by(Statement.id)))


def in_force() -> list[str]:
    """Return the acts of the statements that hold."""
    return [row.act for row in statements() if row.is_true]


def notices() -> list[Notice]:
    """Return every notice, in order."""
    return list(db.session.scalars(db.select(Notice).order_by(Notice.id)))


def test_a_resident_is_told_that_a_rule_holds_it_and_then_what_a_person_decided(
    browser, make, people, known, watched
):
    talk, ana = make.conversation("speak"), browser(people.ana)
    sent = {"text": "Gazember, aki ezt írta", "submit_key": "a" * 22}
    ana.send(f"/conversations/{talk.id}/speak", sent, follow_redirects=True)
    [held] = statements()
    assert (held.act, held.by_rule, held.rule, held.by_id) == ("held", True, "watch_word", None)
    assert len(notices()) == 1
    assert f"{held.reference} waits for a look" in ana.get("/notices").text
    assert held.path in ana.get("/moderation/own").text
    page = ana.get(held.path).text
    assert HELD in page
    assert LOOKS in page
    assert "A rule, by itself: a watched word stands in it." in page
    assert "gazember" not in page.lower(), "the list is the office’s own"
    paul = browser(people.paul)
    paul.send(f"/moderation/opinion/{held.subject_id}/approval")
    assert in_force() == ["approved"]
    assert "This decision does not hold any more" in ana.get(held.path).text
    assert "has appeared" in ana.get("/notices").text
    assert [row.details["act"] for row in notices()] == ["held", "approved"]


def test_its_letter_is_not_sent_once_somebody_has_looked(people, say, watched):
    text = say("Gazember!")
    assert Asked().may_be_sent(notices()[0])
    text.approve(people.mira)
    db.session.commit()
    assert [Asked().may_be_sent(row) for row in notices()] == [False, True]
    assert all(Asked().stands(row) for row in notices())


def test_whoever_left_no_address_finds_it_by_their_code(browser, make, watched):
    talk, client = make.conversation("speak"), browser()
    sent = {"text": "A gazember", "submit_key": "a" * 22}
    client.send(f"/conversations/{talk.id}/speak", sent, follow_redirects=True)
    [held] = statements()
    assert notices() == []
    code = claim_code(held.text.submit_key)
    assert held.path in browser().get(f"/follow/{code}").text
    assert held.path in client.get("/moderation/own").text


def test_a_text_sent_twice_is_told_once(browser, make, people, known, watched):
    talk, ana = make.conversation("speak"), browser(people.ana)
    sent = {"text": "A gazember", "submit_key": "a" * 22}
    for _time in range(2):
        assert ana.send(f"/conversations/{talk.id}/speak", sent).status_code == 303
    assert (len(statements()), len(notices())) == (1, 1)


def test_two_rules_are_named_in_one_statement(client, say):
    say("Kovács Béla lopta el, hívjon: 06 30 123 4567", safety=True)
    [held] = statements()
    assert held.rule == "phone name"
    page = client.get(held.path, headers={"Accept-Language": "en"}).text
    assert re.search(r"by itself: it has a telephone number[^.]*; it has a name[^.]*\.", page)


def test_what_only_comes_into_the_queue_has_no_statement(say):
    say("Hívjon: 06 30 123 4567, www.bolt.hu")
    assert statements() == []


def test_where_everything_is_looked_at_first_no_rule_decides(make, people, watched):
    talk = make.conversation("speak", moderation="before")
    text = make.opinion("A gazember", talk, people.ana)
    assert text.waiting
    assert statements() == []


def test_changed_words_that_are_held_again_are_told_again(people, say, watched):
    text = say("Gazember!")
    text.edit(people.ana, "Gazember, mégis!")
    assert len(statements()) == 1, "it still waits for the same look"
    text.approve(people.mira)
    text.edit(people.ana, "Jó szó.")
    text.edit(people.ana, "Megint gazember!")
    db.session.commit()
    assert [row.act for row in statements()] == ["held", "approved", "held"]
    assert [row.is_true for row in statements()] == [False, False, True]
    assert len(notices()) == 3


def test_a_person_who_hides_it_gives_the_reason_that_can_be_appealed(browser, people, say, watched):
    text = say("Gazember!")
    [held] = statements()
    ana = browser(people.ana)
    assert not held.may_be_appealed
    assert ana.get(f"{held.path}/appeal").headers["Location"] == held.path
    text.hide(people.mira, "abuse", "Kérjük, sértés nélkül.")
    db.session.commit()
    assert in_force() == ["hidden"]
    assert statements()[1].may_be_appealed
    assert "/appeal" not in ana.get(held.path).text


def test_a_hidden_text_whose_words_change_stays_hidden_for_its_reason(people, say, watched):
    text = say("Sértő szó")
    text.hide(people.mira, "abuse", "Kérjük, sértés nélkül.")
    text.edit(people.ana, "Gazember!")
    db.session.commit()
    assert in_force() == ["hidden"], "it was not shown, so no rule took it off the page"
    assert len(statements()) == 1


@pytest.mark.parametrize("kind", ["idea", "idea_comment", "meeting_question", "minutes_comment"])
def test_texts_of_every_room_are_told_of(texts, people, watched, kind):
    text = texts(kind, "Jó szó!" if kind == "idea" else "Gazember!", author=people.ana)
    if kind == "idea":  # made past the rules, then changed
        edit(text, people.ana, Proposal("Gazemberek klubja", "Közös délutánok."))
    [held] = [row for row in statements() if row.act == "held"]
    assert (held.subject_kind, held.subject_id, held.is_true) == (kind, text.id, True)
    assert [row.topic_id for row in notices() if row.kind == "text_statement"] == [held.id]


def test_a_copy_of_what_was_hidden_is_held_for_that(make, people, say):
    words = "A játszótér kerítése évek óta törött, senki nem javítja meg."
    first = say(words)
    first.hide(people.mira, "duplicate", "Sokszor.")
    db.session.commit()
    make.opinion(words + " Kérem!", first.conversation, make.person())
    [held] = [row for row in statements() if row.act == "held"]
    assert held.rule == "copy"


def test_the_public_log_tells_that_a_rule_held_a_text_and_not_for_what(client, say, watched):
    text = say("Gazember!")
    entry = db.session.scalars(db.select(AuditEntry).where(AuditEntry.act == "text.held")).one()
    assert (entry.public, entry.details, entry.actor_id) == (True, {}, None)
    page = client.get("/log", headers={"Accept-Language": "en"}).text
    assert f"A rule held the text {text.reference} back" in re.sub(r"<[^>]+>", "", page)
