"""The author's reply to the city's answer: one's own words, looked at and taken off like any others."""

import pytest
from sqlalchemy import select

from forum.audit import AuditEntry
from forum.core.codes import token_hash
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.personal import Whose
from forum.ideas.answering import Reason, answer, reply
from forum.ideas.claiming import claim
from forum.ideas.life import Answer
from forum.ideas.merging import merge
from forum.ideas.proposing import claim_code
from forum.moderation.covering.removing import remove
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover
from forum.moderation.decisions.statements import Statement
from forum.moderation.review.models import ReviewItem
from forum.moderation.rules import resting
from forum.moderation.rules.watching import WatchWord
from forum.privacy.erasing import erase

WORDS = "Ezt a zugügyvédet hívják: Kovács Béla, 46/123-456, http://bolt.example"
SECRET = "zugügyvéd"


@pytest.fixture
def idea(make, people):
    """Ana's idea; she has written before."""
    return make.idea("Padavató", people.ana)


@pytest.fixture
def answered(idea, people):
    """What the city said to it."""
    made = answer(idea, "declined", Reason("Nincs rá keret."), people.paul, "k1")
    db.session.commit()
    return made


@pytest.fixture
def replied(answered, people):
    """The answer with a reply that is shown."""
    with resting():
        reply(answered, people.ana, WORDS)
    db.session.commit()
    return answered


@pytest.fixture
def browser(app):
    """Open an English browser for a person, or for a visitor."""

    def open_for(person=None):
        client = app.test_client()
        client.set_cookie("language", "en")
        return client.sign_in(person) if person else client

    return open_for


@pytest.fixture
def visitor(browser):
    """Somebody else's browser."""
    return browser()


def page_of(client, made):
    return client.get(f"/ideas/{made.idea_id}").text


def path(made, act):
    return f"/moderation/idea_answer/{made.id}/{act}"


def items():
    return list(db.session.scalars(select(ReviewItem.subject_kind)))


def test_a_watched_word_holds_a_reply_until_somebody_has_looked(
    browser, visitor, make, answered, people
):
    make.save(WatchWord(word=SECRET, language="hu", weight=50, holds=True))
    ana = browser(people.ana)
    sent = ana.send(f"/ideas/answers/{answered.id}/reply", {"text": WORDS}, follow_redirects=True)
    assert "appears once a facilitator" in sent.text, (
        "the author is told that somebody looks at it first"
    )
    assert (answered.waiting, answered.visible) == (True, False)
    assert items() == ["idea_answer"]
    for reader in (visitor, browser(people.adam)):
        assert SECRET not in page_of(reader, answered)
    assert "Nincs rá keret." in page_of(visitor, answered), "the city's answer stays"
    mira = browser(people.mira)
    assert SECRET in mira.get("/moderation").text
    assert mira.send(path(answered, "approval")).status_code == 303
    db.session.expire_all()
    assert SECRET in page_of(visitor, answered)


def test_whoever_wrote_it_is_its_author(replied, people):
    assert replied.author_id == people.ana.id
    assert replied.reference.startswith(replied.idea.reference)


def test_a_reply_is_reported_from_the_page_and_its_author_cannot(browser, visitor, replied, people):
    assert path(replied, "report") in page_of(visitor, replied)
    assert visitor.send(path(replied, "report"), {"reason": "abuse"}).status_code == 303
    assert items() == ["idea_answer"]
    ana = browser(people.ana)
    assert path(replied, "report") not in page_of(ana, replied)
    assert ana.get(path(replied, "report")).status_code == 403


def test_facilitators_hide_it_from_the_page_and_everybody_sees_that_at_once(
    browser, visitor, make, replied, people
):
    below = make.idea("Padok")
    merge(below, replied.idea, people.paul, because="Ugyanazt kérik.")
    db.session.commit()
    for number in (replied.idea_id, below.id):
        assert SECRET in visitor.get(f"/ideas/{number}").text
    mira = browser(people.mira)
    assert path(replied, "hiding") in page_of(mira, replied)
    sent = {"reason": "abuse", "because": "Név van benne."}
    assert mira.send(path(replied, "hiding"), sent).status_code == 303
    for number in (replied.idea_id, below.id):
        page = visitor.get(f"/ideas/{number}").text
        assert SECRET not in page
        assert "Nincs rá keret." in page
    ana = browser(people.ana)
    assert SECRET not in page_of(ana, replied)
    assert "Your reply is not shown just now." in page_of(ana, replied)
    assert db.session.scalars(select(Statement.act)).all() == ["hidden"]
    mira.send(path(replied, "restoring"), {"because": "Mégis."})
    assert SECRET in page_of(visitor, replied)


def test_what_was_hidden_is_not_replied_to_anew(replied, people):
    replied.hide(people.mira, "abuse", "Név van benne.")
    db.session.commit()
    for words in ("Mást mondok.", "Megint mást."):
        with pytest.raises(Refused):
            reply(replied, people.ana, words)
        db.session.rollback()
    reply(replied, people.ana, WORDS)  # the same words again change nothing
    assert not replied.visible


def test_a_part_of_it_is_covered(visitor, replied, people):
    numbers = [word.number for word in words_of(WORDS) if word.text.startswith("Kovács")]
    cover(replied, people.mira, "reply", numbers, "name", "Név van benne.")
    db.session.commit()
    assert "Kovács" not in page_of(visitor, replied)
    assert SECRET in page_of(visitor, replied)


def test_removed_with_its_idea_or_alone_it_is_nowhere(visitor, replied, people):
    remove(replied, people.paul, "unlawful", "", "Törvény tiltja.")
    db.session.commit()
    assert SECRET not in replied.reply
    assert SECRET not in page_of(visitor, replied)
    assert replied.reason_hu in page_of(visitor, replied)
    with pytest.raises(Refused):
        reply(replied, people.ana, "Újra.")


def test_what_is_erased_is_gone_and_the_answer_stays(visitor, replied, people):
    erase(Whose(person_ids=frozenset({people.ana.id}), only=("idea_answer", replied.id)))
    db.session.commit()
    db.session.expire_all()
    assert (replied.reply, replied.visible) == ("", False)
    assert replied.idea.text
    page = page_of(visitor, replied)
    assert SECRET not in page
    assert replied.reason_hu in page


def test_a_reply_to_a_hidden_idea_is_not_there_for_others(client, browser, replied, people):
    replied.idea.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert client.get(path(replied, "report")).status_code == 404
    assert browser(people.mira).get(path(replied, "hiding")).status_code == 200


def test_an_answer_without_a_reply_is_nothing_to_be_moderated(client, browser, answered, people):
    assert client.get(path(answered, "report")).status_code == 404
    assert browser(people.mira).get(path(answered, "hiding")).status_code == 404
    assert answered.author_id is None


def test_it_goes_where_its_idea_goes(make, people):
    code = claim_code("kulcs")
    idea = make.idea(submit_key="kulcs", claim_hash=token_hash(code))
    made = answer(idea, "declined", Reason("Nincs rá keret."), people.paul, "k1")
    reply(made, None, "Köszönöm a választ.")
    assert made.author_id == idea.author_id
    claim(idea, people.ana)
    assert made.author_id == people.ana.id


def test_of_two_at_once_one_reply_stays(replied, people):
    reply(replied, people.ana, WORDS)
    with pytest.raises(Refused):
        reply(replied, people.ana, "Mást mondok.")
    acts = select(AuditEntry).where(AuditEntry.act == "idea.replied")
    assert len(db.session.scalars(acts).all()) == 1
    assert len(db.session.scalars(select(Answer)).all()) == 1
