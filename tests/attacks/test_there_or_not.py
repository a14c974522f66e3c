"""Whoever is sent away learns nothing by numbers: what is there and forbidden answers as what is not.

Every address with a number is asked twice, for a thing there is and for one there never was.
"""

import re

import pytest
from sqlalchemy import update

from forum.accounts.models import ROLES
from forum.core.db import db
from forum.ideas.life import IdeaBatch
from forum.opinions.models import ImportBatch
from tests.attacks.everything import Everything, addresses
from tests.test_permissions import person_of

#: No thing of any kind has this number.
NEVER = 99_999
#: What is forbidden though the same person may read the thing itself: that it is there is no secret.
MINE, NOW = "only its author may change it", "it stands for all to read, and is closed now"
EXCEPTIONS = {
    "opinions:edit": MINE,
    "ideas:edit": MINE,
    "communities:lead": MINE,
    "conversations:speak": NOW,
    "conversations:weigh": NOW,
    "minutes:approve": "a facilitator reads every forum, and approves those led by themselves",
    "moderation:report": "a facilitator reads what is hidden, where there is nothing to report",
    "communities:join": "a facilitator reads what waits, which nobody can join yet",
    "ideas:support": "a facilitator reads what is hidden, which nobody can support",
}


@pytest.fixture
def world(make, people):
    make.city()
    make.category("Helytörténet")
    make.neighbourhood("Avas")
    make.age_band("18-24")
    for role in ROLES[1:]:
        person_of(people, role)
    city = Everything(make, people)
    for kind in (ImportBatch, IdeaBatch):
        db.session.execute(update(kind).values(report={"errors_count": 1}))
    db.session.commit()
    return city


def pairs(app, world, known):
    """Yield (permission, method, address of something there is, the same address of nothing)."""
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    nothing = {name: NEVER if type(value) is int else value for name, value in known.items()}
    all_there, all_not = list(addresses(app, known)), list(addresses(app, nothing))
    for there, not_there in zip(all_there, all_not, strict=True):
        endpoint, permission, method, path = there
        if path != not_there[3]:
            assert "<int:" in rules[endpoint].rule
            yield permission, method, path, not_there[3]


def plain(text, path):
    """Return a page without what differs each time, and without its own address."""
    text = re.sub(r'nonce-?="?[\w-]+"?|nonce-[\w-]+|csrf_token"[^>]*>', "", text)
    return re.sub(r"\d+", "N", text)


def told(app, people, role, method, path):
    """Return what somebody of a role is answered: status, where to, and the page."""
    db.session.rollback()
    client = app.test_client()
    if role != "visitor":
        person = person_of(people, role)
        db.session.refresh(person)
        client.sign_in(person)
    answer = client.send(path) if method == "POST" else client.open(path, method=method)
    whither = plain(answer.headers.get("Location", ""), path)
    refused = answer.status_code in {401, 403} or "/sign-in" in whither
    page = plain(answer.text, path) if refused or answer.status_code == 404 else ""
    answer.close()
    db.session.rollback()
    return refused, (answer.status_code, whither, page)


def is_read(app, people, role, path):
    """Whether somebody of a role may read the very thing an address is about."""
    reported = re.match(r"/moderation/([a-z]+)/(\d+)", path)
    page = "/{}s/{}".format(*reported.groups()) if reported else "/".join(path.split("/")[:3])
    return told(app, people, role, "GET", page)[1][0] == 200


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["visitor", "resident", "facilitator"])
def test_the_forbidden_answers_as_what_was_never_there(app, world, people, role):
    tried, differ = 0, []
    for known in (world.all(), {**world.all(), **world.unseen()}):
        for permission, method, path, nothing in pairs(app, world, known):
            refused, there = told(app, people, role, method, path)
            if not refused:
                continue
            tried += 1
            if there == told(app, people, role, method, nothing)[1]:
                continue
            if permission not in EXCEPTIONS or not is_read(app, people, role, path):
                differ.append((method, permission, path))
    assert tried > 100
    assert differ == []
