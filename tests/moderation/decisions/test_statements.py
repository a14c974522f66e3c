"""Every decision becomes a statement of reasons that its author is told of once."""

import pytest

from forum.core.codes import token_hash
from forum.core.db import db
from forum.moderation.decisions.statements import Statement
from forum.moderation.decisions.stating import write
from forum.notices.models import Notice
from forum.notices.presenters import Asked, show


def last() -> Statement:
    return db.session.scalars(db.select(Statement).order_by(Statement.id.desc())).first()


def told(person) -> list[Notice]:
    rows = db.select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(rows))


@pytest.fixture
def hidden(make, people):
    opinion = make.opinion(author=people.ana)
    opinion.hide(people.mira, "abuse", "Kérjük, <b>sértés</b> nélkül.")
    db.session.commit()
    return opinion


def test_a_hidden_text_has_one_statement_that_says_who_and_why(hidden, people):
    one = last()
    assert (one.act, one.reason, one.by_id) == ("hidden", "abuse", people.mira.id)
    assert one.because == "Kérjük, <b>sértés</b> nélkül."
    assert one.reference == hidden.reference
    assert one.place == ("conversation", hidden.conversation_id)
    assert [row.kind for row in told(people.ana)] == ["text_statement"]


def test_its_page_opens_by_the_link_without_an_account(hidden, client):
    page = client.get(last().path)
    assert page.status_code == 200
    assert "Kérjük, &lt;b&gt;sértés" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "nem egy program" in page.text or "not a program" in page.text


def test_the_database_keeps_no_link(hidden):
    one = last()
    assert one.token_hash == token_hash(one.token)
    assert one.token not in one.secret
    row = db.session.scalars(db.select(Notice)).first()
    assert row.path == ""
    assert show([row])[0].path == one.path


@pytest.mark.parametrize("token", ["0" * 40, "é" * 40, "x", "0" * 41])
def test_a_wrong_link_leads_nowhere(hidden, client, token):
    assert client.get(f"/statements/{token}").status_code == 404


def test_restoring_and_letting_through_have_statements_too(make, people, hidden):
    hidden.restore(people.mira, "Tévedtünk.")
    waiting = make.opinion(conversation=make.conversation(moderation="before"), author=people.ana)
    waiting.approve(people.mira)
    db.session.commit()
    acts = [row.act for row in db.session.scalars(db.select(Statement).order_by(Statement.id))]
    assert acts == ["hidden", "restored", "approved"]
    assert len(told(people.ana)) == 3


def test_leaving_a_reported_text_says_nothing_to_its_author(make, people):
    opinion = make.opinion(author=people.ana)
    opinion.flag(make.person(), "abuse")
    opinion.leave(people.mira)
    db.session.commit()
    assert db.session.scalar(db.select(db.func.count(Statement.id))) == 0
    assert told(people.ana) == []


def test_a_corrected_decision_sends_no_letter_that_is_not_true_any_more(hidden, people):
    hidden.restore(people.mira, "Tévedtünk.")
    hidden.hide(people.mira, "abuse", "Mégis.")
    db.session.commit()
    asked = Asked()
    assert [asked.may_be_sent(row) for row in told(people.ana)] == [False, False, True]
    assert all(asked.stands(row) for row in told(people.ana))


def test_a_decision_written_twice_is_one_statement_and_one_notice(hidden, people):
    row = hidden.hiding
    for _time in range(3):
        write(hidden, "hidden", row, people.mira, reason="abuse", because="x")
    db.session.commit()
    assert db.session.scalar(db.select(db.func.count(Statement.id))) == 1
    assert len(told(people.ana)) == 1


def test_a_visitor_without_a_way_to_be_reached_finds_it_on_the_code_page(make, people, client):
    from forum.opinions.slips import slip_of

    opinion = make.opinion()
    opinion.claim_hash = token_hash("K7P4-9XQM-2R")
    opinion.hide(people.mira, "off_topic", "Nem ide tartozik.")
    db.session.commit()
    assert slip_of is not None
    assert last().path in client.get("/follow/K7P4-9XQM-2R").text


def test_ones_own_page_lists_decisions_of_every_room(make, people, client, hidden):
    idea = make.idea(author=people.ana)
    idea.hide(people.mira, "advertising", "Hirdetés.")
    make.opinion(author=make.person()).hide(people.mira, "abuse", "Másé.")
    db.session.commit()
    page = client.sign_in(people.ana).get("/moderation/own").text
    assert hidden.reference in page
    assert idea.reference in page
    assert "Másé." not in page


def test_ideas_communities_and_comments_are_told_the_same_way(make, people):
    for text in (make.idea(author=people.ana), make.community(author=people.ana)):
        text.hide(people.mira, "other", "Indok.")
        db.session.commit()
        assert last().subject_kind == text.__tablename__
    assert [row.kind for row in told(people.ana)] == ["text_statement", "text_statement"]
