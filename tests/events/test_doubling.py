"""Whoever types somebody's contact does not learn whether it is registered."""

import re

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.events.models import Event
from forum.events.registration.registrations import Registration

EN = {"Accept-Language": "en"}
KNOWN = {"party": "2", "name": "Kati", "contact": "06 30 123 4567"}
FRESH = {**KNOWN, "contact": "06 30 765 4321"}


def stripped(page):
    text = re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", "CODE", page.get_data(as_text=True))
    text = re.sub(r"<svg.*?</svg>", "", text, flags=re.S).replace(
        FRESH["contact"], KNOWN["contact"]
    )
    return re.sub(r"\s+", " ", re.sub(r'(value|nonce)="[^"]*"', "", text))


def seen(app, path, sent):
    browser = app.test_client()
    answer = browser.send(path, sent, headers=EN)
    return answer.status_code, stripped(browser.get(answer.location, headers=EN)), answer.location


@pytest.fixture
def event(client, make):
    event = make.event(capacity=9)
    assert client.send(f"/events/{event.id}/registration", KNOWN).status_code == 303
    return event


def test_a_known_contact_is_answered_as_a_new_one(app, event):
    path = f"/events/{event.id}/registration"
    known, fresh = seen(app, path, KNOWN), seen(app, path, FRESH)
    assert known[:2] == fresh[:2]
    assert db.session.scalar(select(func.count(Registration.id))) == 2
    assert db.session.get(Event, event.id).places_taken == 4


def test_the_page_of_such_a_code_can_be_changed_and_changes_nothing(app, event):
    path = f"/events/{event.id}/registration"
    location = seen(app, path, {**KNOWN, "party": "1", "name": "Csaló"})[2]
    browser = app.test_client()
    assert browser.send(f"{location}/party", {"party": "3"}).status_code == 303
    assert browser.send(f"{location}/cancellation").status_code == 303
    row = db.session.scalars(select(Registration)).one()
    assert (row.party, row.standing, row.name) == (2, "held", "Kati")
    db.session.refresh(event)
    assert event.places_taken == 2


def test_at_the_door_it_leads_to_the_registration_of_the_contact(app, make, client, people):
    event = make.event("now", takes_registrations=True)
    from forum.events.registration.doubling import answer_alike, behind
    from forum.events.registration.registering import Wish, register

    first = register(event, Wish(party=2, contact=KNOWN["contact"]), "key", by=people.mira)
    double = answer_alike(event, Wish(party=1, contact=KNOWN["contact"]), "other")
    db.session.commit()
    assert behind(double.code) is first
    assert behind("AAAA-AAAA-AA") is None


def test_as_json_it_is_the_same_too(app, event):
    path, answers = f"/events/{event.id}/registration", []
    for sent in (KNOWN, FRESH):
        answer = app.test_client().send(path, sent, headers={"Accept": "application/json"})
        answers.append((answer.status_code, sorted(answer.json), answer.json["standing"]))
    assert answers[0] == answers[1]
