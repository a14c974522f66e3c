"""Causes are looked at again when words change."""

from forum.core.db import db
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover as cover_words
from forum.moderation.review.models import ReviewItem
from forum.moderation.rules.watching import WatchWord
from tests.moderation.rules.found import causes


def test_changed_words_are_looked_at_again(make, people, say):
    make.save(WatchWord(word="gazember", weight=40, holds=True))
    text = say("Jó szó")
    assert causes(text) == {}
    text.edit(people.ana, "Gazember")
    db.session.commit()
    assert text.waiting
    assert causes(text) == {"watch_word": 40}


def test_a_covered_name_is_no_cause_any_more(make, known, people):

    talk = make.conversation("speak", safety=True)
    opinion = make.opinion("Kovács János lopta el, hívjanak: 06-30-123-4567.", talk, known)
    assert causes(opinion) == {"name": 20, "phone": 20}

    def cover(*words):
        chosen = [word.number for word in words_of(opinion.text) if word.text in words]
        cover_words(opinion, people.mira, "text", chosen, "name", "Név nélkül is érthető.")
        db.session.commit()
        return db.session.scalars(db.select(ReviewItem)).one()

    item = cover("Kovács", "János")
    assert causes(opinion) == {"phone": 20}
    assert (item.score, item.held, item.is_open) == (20, True, True)
    item = cover("06-30-123-4567")
    assert causes(opinion) == {"waits": 20}
    assert (item.held, item.waiting, item.is_open) == (False, True, True)


def test_what_an_author_takes_out_is_no_cause_any_more(make, known, people):
    opinion = make.opinion("Hívjanak: 06-30-123-4567.", author=known)
    flagged = make.opinion("Írjanak: www.bolt.hu", author=known)
    flagged.flag(people.paul, "advertising")
    assert causes(opinion) == {"phone": 20}
    opinion.edit(known, "Hívjanak a városházán.")
    flagged.edit(known, "Írjanak a városházára.")
    db.session.commit()
    assert causes(opinion) == {}
    assert causes(flagged) == {"flag": 10}
    waiting = db.select(ReviewItem).where(ReviewItem.decided_at.is_(None))
    assert db.session.scalars(waiting).one().score == 10
