"""The page of a statement: what holds now stands first, and the text is one step away."""

import re
from datetime import UTC, datetime

import pytest

from forum.core.db import db
from forum.moderation.decisions import appeals
from forum.moderation.decisions.appeals import appeal as ask_again
from forum.moderation.decisions.statements import Statement
from forum.moderation.decisions.telling import tell_statement
from forum.notices.models import Notice
from tests.moderation.texts import KINDS

WORDS = "Nem sértettem meg senkit, ez idézet volt."
LATER = "something else has been decided since"


@pytest.fixture
def opinion(make, people):
    one = make.opinion(author=people.ana)
    one.hide(people.mira, "abuse", "Kérjük, sértés nélkül.")
    db.session.commit()
    return one


def statement(act="hidden"):
    return db.session.scalars(db.select(Statement).where(Statement.act == act)).one()


def headline(page):
    return re.search(r"<h1>(.*?)</h1>", page.text, re.DOTALL).group(1)


def answered(people, outcome):
    made = ask_again(statement(), WORDS)[0]
    made.decide(people.paul, outcome, "Megnéztem.")
    db.session.commit()


def test_what_holds_is_the_headline(browser, opinion):
    page = browser().get(statement().path)
    assert headline(page) == "It is not shown any more."
    assert LATER not in page.text


def test_a_won_appeal_is_the_headline(browser, opinion, people):
    answered(people, "overturned")
    page = browser().get(statement().path)
    assert headline(page).endswith("and the decision was taken back")
    assert "<dd>It is not shown any more.</dd>" in page.text
    assert "still not shown" not in page.text


def test_a_lost_appeal_is_the_headline(browser, opinion, people):
    answered(people, "upheld")
    page = browser().get(statement().path)
    assert headline(page).endswith("and the decision stays")
    assert "<dd>It is not shown any more.</dd>" in page.text
    assert LATER not in page.text


def test_what_does_not_hold_any_more_says_so(browser, opinion, people):
    opinion.restore(people.mira, "Tévedtünk.")
    db.session.commit()
    page = browser().get(statement().path)
    assert headline(page) == "This decision does not hold any more"
    assert LATER in page.text
    assert "/appeal" not in page.text, "there is nothing left to take back"
    assert LATER not in browser().get(statement("restored").path).text


@pytest.mark.parametrize("kind", KINDS)
def test_it_leads_to_the_text_for_whoever_may_see_it(browser, texts, people, kind):
    text = texts(kind, author=people.ana)
    text.hide(people.mira, "abuse", "Kérjük, sértés nélkül.")
    db.session.commit()
    stranger = browser()
    assert about(stranger.get(statement().path)) is None
    text.restore(people.mira, "Mégis.")
    db.session.commit()
    for reader in (stranger, browser(people.ana)):
        there = about(reader.get(statement("restored").path))
        assert there is not None
        assert reader.get(there, follow_redirects=True).status_code == 200


def about(page):
    found = re.search(r'What it is about</dt><dd><a href="([^"]+)"', page.text)
    return found.group(1) if found else None


# --- a picture is seen, not read ---


@pytest.mark.parametrize(
    ("language", "said", "title"),
    [
        ("hu", "A kép egy részét kitakartuk", "Kitakartuk a képe egy részét"),
        ("en", "A part of the picture was covered", "A part of your picture"),
    ],
)
def test_of_a_picture_it_is_said_that_it_is_one(browser, texts, people, language, said, title):
    picture = texts("idea_picture", author=people.ana)
    row = Statement(act="redacted", row_kind="redaction", row_id=1, secret="x", token_hash="x")
    row.subject_kind, row.subject_id, row.reference = "idea_picture", picture.id, "K-1"
    db.session.add(row)
    db.session.flush()
    tell_statement(row, people.ana.id)
    db.session.commit()
    reader = browser(people.ana)
    reader.set_cookie("language", language)
    people.ana.language = language
    db.session.commit()
    assert db.session.scalar(db.select(db.func.count(Notice.id))) == 1
    page = reader.get("/notices").text
    assert title in page
    assert said in reader.get("/moderation/own").text


# --- days are those of the calendar of the city ---


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (datetime(2026, 11, 8, 12, tzinfo=UTC), 15),
        (datetime(2026, 11, 8, 12, 5, tzinfo=UTC), 15),
        (datetime(2026, 11, 8, 22, 59, tzinfo=UTC), 15),
        (datetime(2026, 11, 8, 23, 1, tzinfo=UTC), 14),  # the next day has begun in the city
        (datetime(2026, 11, 23, 8, tzinfo=UTC), 0),
    ],
)
def test_days_left_are_days_of_the_calendar(app, opinion, monkeypatch, moment, left):
    made = ask_again(statement(), WORDS)[0]
    made.due_at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    monkeypatch.setattr(appeals, "now", lambda: moment)
    assert made.days_left == left


def test_the_list_of_appeals_tells_the_days(browser, opinion, people):
    ask_again(statement(), WORDS)
    db.session.commit()
    page = browser(people.mira).get("/moderation/appeals").text
    assert "15 days left" in page
    assert 'class="appeal-state"' in page


def test_a_hungarian_date_is_followed_by_no_second_stop(browser, opinion, people):
    answered_not = ask_again(statement(), WORDS)[0]
    db.session.commit()
    reader = browser(people.mira)
    reader.set_cookie("language", "hu")
    pages = [
        f"/moderation/opinion/{opinion.id}/restoring",
        "/moderation/appeals",
        f"/moderation/appeals/{answered_not.id}",
        statement().path,
    ]
    for path in pages:
        main = reader.get(path).text.split("<main")[1]
        assert ".." not in re.sub(r"<[^>]*>", "", main), path
