"""Whoever types somebody's contact does not learn whether it is on a list."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.doubles import Double
from forum.communities.joining import decide
from forum.communities.models import CommunityMember
from forum.communities.queries import members_of
from forum.core import jobs
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.keeping import class_named, steps_of
from forum.core.mail import OutboxMessage

EN = {"Accept-Language": "en"}
KNOWN = {"name": "Jön János", "contact": "jon@example.org", "message": "Sakkozom."}


def stripped(page):
    """A page without what differs from one to the next in any case: codes, tokens, pictures."""
    text = re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", "CODE", page.get_data(as_text=True))
    text = re.sub(r"<svg.*?</svg>", "", text, flags=re.S)
    text = re.sub(r'(value|nonce)="[^"]*"', "", text)
    return re.sub(r"\s+", " ", text)


def seen(app, path, sent):
    browser = app.test_client()
    answer = browser.send(path, sent, headers=EN)
    return answer.status_code, stripped(browser.get(answer.location, headers=EN)), answer.location


@pytest.fixture
def path(client, make):
    """A community that János asked to join."""
    path = f"/communities/{make.community().id}/joining"
    assert client.send(path, KNOWN).status_code == 303
    return path


def test_a_known_contact_is_answered_as_a_new_one_and_nothing_is_doubled(app, path):
    known = seen(app, path, {**KNOWN, "name": "Kíváncsi"})
    fresh = seen(app, path, {**KNOWN, "name": "Kíváncsi", "contact": "uj@example.org"})
    assert known[:2] == fresh[:2]
    assert db.session.scalar(select(func.count(CommunityMember.id))) == 2
    first = select(CommunityMember.name).order_by(CommunityMember.id)
    assert db.session.scalars(first).first() == KNOWN["name"]


def test_nor_is_it_told_that_somebody_was_declined(app, path, people):
    decide(db.session.scalars(select(CommunityMember)).one(), people.mira, accept=False)
    db.session.commit()
    known = seen(app, path, KNOWN)
    fresh = seen(app, path, {**KNOWN, "contact": "uj@example.org"})
    assert known[:2] == fresh[:2]
    assert known[0] == 303


def test_the_same_form_twice_is_answered_with_one_code(app, path):
    sent = {**KNOWN, "submit_key": "abcdefghijklmnopqrstuv"}
    browser = app.test_client()
    assert len({browser.send(path, sent).location for _twice in range(3)}) == 1
    assert db.session.scalar(select(func.count(Double.id))) == 1


def test_the_holder_of_the_address_is_told_once_a_day(app, path):
    for _again in range(3):
        app.test_client().send(path, {**KNOWN, "name": "Csaló Csaba"})
    letters = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.subject.contains("jelentkezett"))
    ).all()
    assert len(letters) == 1
    assert "Csaba" not in letters[0].body


def test_leaving_by_such_a_code_takes_nobody_off_the_list(app, path, make):
    _status, _page, location = seen(app, path, KNOWN)
    code = location.split("/codes/")[1].split("?")[0]
    assert app.test_client().send(f"/communities/codes/{code}/leaving").status_code == 303
    row = db.session.scalars(select(CommunityMember)).one()
    assert row.state == "asked"
    assert members_of(row.community)["asked"] == [row]


def test_what_was_typed_is_forgotten_in_time_and_by_the_retention_alone(app, path):
    """A hold, or a longer period, counts for it as for everything else."""
    with at(now() - timedelta(days=61)):
        seen(app, path, KNOWN)
    for work in jobs._hourly:
        work()
    assert db.session.scalar(select(func.count(Double.id))) == 1
    (step,) = steps_of(class_named("doubles"))
    due = db.session.execute(step.due(now() - timedelta(days=60))).all()
    assert step.erase([row.id for row in due]) == 1
    assert db.session.scalar(select(func.count(Double.id))) == 0
