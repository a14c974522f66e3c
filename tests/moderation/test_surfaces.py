"""Whatever residents write is looked at, covered and removed in every column, of every kind."""

from dataclasses import replace

import pytest
from sqlalchemy import String

from forum.core import keeping
from forum.core.db import db, now
from forum.moderation.covering.removing import remove
from forum.moderation.covering.texts import cover
from forum.moderation.subjects import card_of, subject_for, subjects
from tests.attacks.pages import picture
from tests.moderation.texts import KINDS
from tests.privacy.traces import in_tables

#: A word that stands nowhere but in the text that is looked at here.
SECRET = "kakukkfuszeres"
#: Classes of the data map in which residents' own words stand.
WRITTEN = {"words", "signature", "community", "passing", "registration"}
#: What the program chose from a list of its own, or made at random.
CODES = {"channel", "kind", "media_type", "side", "state", "submit_key", "claim_hash"}
CODES |= {"language"}
#: Columns of these classes that no kind of text has among its words, and why.
NOT_BY_ITSELF = {
    ("idea", "html"): "made of the text, and anew when that is covered",
    ("idea_comment", "html"): "made of the text, and anew when that is covered",
    ("opinion", "html"): "made of the text, and anew when that is covered",
    ("revision", "text"): "earlier versions are covered and removed with the text",
    ("search_entry", "excerpt"): "follows the text it was made of",
    ("search_entry", "title"): "follows the text it was made of",
    ("search_term", "term"): "follows the text it was made of",
    ("community_member", "answer"): "for whoever asked alone",
    ("community_member", "contact"): "for whoever leads the community, and the office",
    ("community_member", "message"): "for whoever leads the community, and the office",
    ("community_member", "name"): "for whoever leads the community, and the office",
    ("registration", "contact"): "for the office alone",
    ("registration", "note"): "for the office alone",
    ("speaker_request", "name"): "in the hall while it lasts; whoever leads strikes it off there",
}


def not_moderated(known):
    """The columns of words of residents that no kind of text has among its words."""
    moderated = {(kind, part) for kind, subject in known.items() for part in subject.words}
    written = {
        (table, column)
        for table, column, name in keeping.places()
        if name in WRITTEN and isinstance(db.metadata.tables[table].c[column].type, String)
    }
    return {place for place in written - moderated if place[1] not in CODES}


def test_whatever_residents_write_is_moderated_or_stands_here_with_a_reason(app):
    assert not_moderated(subjects()) ^ set(NOT_BY_ITSELF) == set()


def test_a_column_nobody_moderates_is_found(app):
    """Shown able to fail: a community whose web page is left out is missed."""
    whole = subjects()["community"]
    less = replace(whole, words=tuple(part for part in whole.words if part != "website"))
    assert ("community", "website") in not_moderated({**subjects(), "community": less})


@pytest.fixture
def written(texts):
    """A text of a kind with a secret word of its own in every column of words."""

    def write(kind):
        text = texts(kind)
        if hasattr(text, "small"):
            text.content = text.small = picture()
        if hasattr(text, "contact_public_at"):
            text.contact_public_at = now()
        parts = subject_for(text).words
        text.put_words({part: f"{SECRET}{number}" for number, part in enumerate(parts)})
        db.session.commit()
        return text

    return write


@pytest.mark.parametrize("kind", KINDS)
def test_staff_see_every_word_on_the_card(app, written, kind):
    text = written(kind)
    with app.test_request_context():
        card = card_of(text)
    words = [getattr(text, part) for part in subject_for(text).words]
    assert [word for word in words if word not in card.html + card.signature] == []


@pytest.mark.parametrize("kind", KINDS)
def test_covering_reaches_every_column(written, people, kind):
    text = written(kind)
    for part in subject_for(text).words:
        cover(text, people.mira, part, [0], "other", "Ez nem maradhat.")
    db.session.commit()
    assert {place[:2] for place in in_tables([SECRET])} == {("redaction", "original")}


@pytest.mark.parametrize("kind", KINDS)
def test_removing_reaches_every_column(written, people, kind):
    text = written(kind)
    remove(text, people.paul, "unlawful", "", "Jogsértő volt.")
    db.session.commit()
    assert {place[:2] for place in in_tables([SECRET])} == {("removal", "sealed")}
