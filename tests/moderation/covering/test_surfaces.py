"""Removed and covered words are nowhere: not on a page, in a file, feed, letter, index or table.

Frozen documents keep what they said when they were approved or published; which ones they are is
told to whoever removes or covers, and they can be withdrawn.
"""

import re
from collections import deque
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.core.db import db, now
from forum.ideas.commenting import comment
from forum.meetings.writing.minutes import MinutesVersion
from forum.meetings.writing.minuting import answer, withdraw
from forum.moderation.covering.removing import remove
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover
from forum.moderation.frozen import documents_with
from forum.moderation.subjects import kind_of, parts_of, subject_for
from forum.reports.drafting import draft
from forum.themes.runs import running
from tests.attacks.pages import picture
from tests.meetings.held import approve_minutes, hold_forum, later, open_minutes
from tests.moderation.texts import KINDS, Texts
from tests.privacy.traces import in_files, in_tables

#: A word that stands nowhere but in what is removed or covered here.
SECRET = "kakukkfűszeres"
#: Where the words may stay: in an approved document, and sealed until nobody can appeal.
FROZEN = {("minutes_version", part) for part in ("data", "page_hu", "page_en")}
SEALED = {"removed": ("removal", "sealed"), "covered": ("redaction", "original")}
MOST_PAGES = 300
#: Kinds of which the fixture makes texts by hand.
SAID = ("opinion", "idea", "idea_comment")
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')


@pytest.fixture
def said(app, make, people, run_jobs):
    """The secret as an opinion at a forum with approved minutes, and as a text of every kind."""
    held = hold_forum(make, people, said=(f"A {SECRET} pad kellene ide is.",))
    open_minutes(held.meeting, people.mira)
    texts = Texts(make, people)
    texts.places["held"] = held.meeting
    others = [of_kind(texts, kind) for kind in KINDS if kind not in SAID]
    for remark in (text for text in others if kind_of(text) == "minutes_comment"):
        answer(remark, people.mira, "Köszönjük.")
    with later():
        approve_minutes(held.meeting, people.mira)
    for number in range(6):
        words = f"Legyen {number + 2} pad a téren, mert a {SECRET} pad jó."
        opinion = make.opinion(words if number < 3 else words.replace(SECRET, "kis"), held.talk)
        make.membership(opinion, make.theme("padok") if number == 0 else theme_of(held.talk))
    from forum.opinions.models import Opinion

    idea = make.idea(f"{SECRET.capitalize()} kert", author=people.ana)
    spoken = comment(idea, make.person("visitor"), "for", f"A {SECRET} kert szép.", "megjegyzés")
    analysis = running.begin(held.talk, people.paul, queued=False)
    db.session.commit()
    running.run(analysis.id, lambda _done, _of: None)
    draft(held.talk, people.paul)
    db.session.commit()
    run_jobs()
    opinions = select(Opinion).where(Opinion.text.contains(SECRET[1:]))
    return [*db.session.scalars(opinions), idea, spoken, *others]


def of_kind(texts, kind):
    """A text of a kind, shown, with the secret in every column of words."""
    text = texts(kind)
    if hasattr(text, "small"):
        text.content = text.small = picture()
    if hasattr(text, "contact_public_at"):
        text.contact_public_at = now()
    text.put_words(dict.fromkeys(subject_for(text).words, f"A {SECRET} szó"))
    db.session.commit()
    return text


def theme_of(talk):
    from forum.themes.models import Membership

    return (
        db.session.scalars(select(Membership).where(Membership.conversation_id == talk.id))
        .first()
        .theme
    )


def pages_with(client, word):
    """Follow every link from the first page, and return the addresses where a word stands."""
    found, seen, waiting = set(), {"/"}, deque(["/", "/api/v1/openapi.json"])
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        answer = client.get(path)
        if word.lower() in answer.get_data().decode("utf-8", "replace").lower():
            found.add(path.partition("?")[0])
        if answer.mimetype != "text/html":
            continue
        for link in LINK.findall(answer.text):
            link = link.partition("?")[0]
            if link not in seen and not link.startswith(("/static", "/language", "/sign-out")):
                seen.add(link)
                waiting.append(link)
    return found


def removed(said, people):
    for text in said:
        remove(text, people.paul, "unlawful", "", "Jogsértő volt.")


def covered(said, people):
    for text in said:
        for part in parts_of(text):
            words = words_of(getattr(text, part))
            chosen = [word.number for word in words if SECRET in word.text.lower()]
            if chosen:
                cover(text, people.mira, part, chosen, "other", "Ez nem maradhat.")


@pytest.mark.parametrize("act", [removed, covered])
def test_the_words_are_gone_from_everywhere_but_frozen_documents(
    said, act, app, people, client, run_jobs
):
    before = {table for table, _column, _word in in_tables([SECRET])}
    assert {*KINDS, "search_entry", "minutes_version"} <= before
    assert len(pages_with(client, SECRET)) > 8
    said = [db.session.merge(text) for text in said]
    meeting = db.session.scalars(select(MinutesVersion)).first().meeting_id
    act(said, people)
    db.session.commit()
    run_jobs()
    assert {place[:2] for place in in_tables([SECRET])} == {*FROZEN, SEALED[act.__name__]}
    minutes = f"/forums/{meeting}/minutes"
    for person in (None, people.mira, people.adam):
        browser = app.test_client()
        if person is not None:
            browser.sign_in(person)
        found = {path for path in pages_with(browser, SECRET) if not path.startswith(minutes)}
        assert found == set(), person and person.name
    for version in db.session.scalars(select(MinutesVersion)):
        withdraw(version, people.adam, "Jogsértő szavak állnak benne.")
    db.session.commit()
    assert pages_with(client, SECRET) == set()
    db.session.remove()
    db.engine.dispose()
    names = {name for name, _word in in_files(Path(app.instance_path), [SECRET])}
    assert names <= {"forum.db", "forum.db-wal"}, "sealed and frozen words are in the database"


def test_whoever_removes_is_told_which_documents_keep_the_words(said, client, people):
    opinion = next(text for text in said if text.channel == "forum")
    meeting = db.session.scalars(select(MinutesVersion)).first().meeting_id
    client.set_cookie("language", "en")
    client.sign_in(people.paul)
    for page in ("removing", "redacting"):
        told = client.get(f"/moderation/opinion/{opinion.id}/{page}").text
        assert "keep it as it was" in told or "keeps it as it was" in told
        assert f'href="/forums/{meeting}/minutes"' in told
    others = [text for text in said if text is not opinion]
    assert [documents_with(text) for text in others] == [[]] * len(others)
    for version in db.session.scalars(select(MinutesVersion)):
        withdraw(version, people.adam, "Jogsértő szavak állnak benne.")
    db.session.commit()
    assert documents_with(opinion) == []
