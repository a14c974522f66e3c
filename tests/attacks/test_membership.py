"""Whoever types somebody's contact into a form learns nothing of it on the pages that follow either."""

import re

import pytest
from sqlalchemy import select

from forum.accounts.doubles import Double
from forum.core.db import db

EN = {"Accept-Language": "en"}
KNOWN, FRESH = "kati@example.org", "nobody@example.org"
#: Pages on which a browser is shown what was done in it, or is asked for what it has not said yet.
AFTERWARDS = ("/", "/my-data", "/my-registrations", "/ideas/new", "/follow", "/account/communities")


def words(page) -> str:
    """A page without what differs from one to the next in any case."""
    text = re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", "CODE", page.get_data(as_text=True))
    text = re.sub(r"<svg.*?</svg>", "", text, flags=re.S).replace(FRESH, KNOWN)
    return re.sub(r"\s+", " ", re.sub(r'(value|nonce)="[^"]*"', "", text))


def uncounted(text: str) -> str:
    """The page without its numbers: how many come is told to everybody, and is another matter."""
    seats = re.sub(r'<span class="community-seat[^>]*></span>', "", text)
    return re.sub(r"\d+", "N", re.sub(r"(places? (is|are) free|people (is|are) here)", "", seats))


@pytest.mark.parametrize("room", ["event", "founded", "list"])
def test_what_follows_does_not_tell_a_known_contact_either(app, make, room):
    if room == "event":
        event = make.event(capacity=9)
        path = f"/events/{event.id}/registration"
        pages = (*AFTERWARDS, path, f"/events/{event.id}")
    else:
        community = make.community(**({"founded": False} if room == "list" else {}))
        path = f"/communities/{community.id}/joining"
        pages = (*AFTERWARDS, path, f"/communities/{community.id}")
    sent = {"party": "1", "name": "Kati", "message": "Jönnék.", "consent": "y"}
    assert app.test_client().send(path, {**sent, "contact": KNOWN}).status_code == 303
    seen = []
    for contact in (KNOWN, FRESH):
        browser = app.test_client()
        answer = browser.send(path, {**sent, "contact": contact}, headers=EN)
        assert answer.status_code == 303
        code = answer.location.split("?")[0].rpartition("/")[2]
        asked = (*pages, f"/follow/{code}/data", f"/follow/{code}/data/erasure")
        seen.append([words(browser.get(page, headers=EN)) for page in asked])
        again = browser.send(path, {**sent, "contact": contact}, headers=EN)
        seen[-1].append(str(again.status_code))
    for number, pair in enumerate(zip(*seen, strict=True)):
        one, other = (uncounted(each) for each in pair)
        assert one == other, number


@pytest.mark.parametrize("room", ["event", "community"])
def test_who_sent_it_finds_it_with_what_is_theirs_and_erases_it(app, make, people, room):
    """Also in an account: it is shown as a registration or a wish, and goes with what is erased."""
    thing = make.event(capacity=9) if room == "event" else make.community()
    path = f"/events/{thing.id}/registration"
    if room == "community":
        path = f"/communities/{thing.id}/joining"
    sent = {"party": "1", "name": "Kati", "contact": KNOWN, "consent": "y"}
    app.test_client().send(path, sent)
    account = app.test_client()
    account.sign_in(people.ana)
    assert account.send(path, {**sent, "name": "Ana"}).status_code == 303
    page = account.get("/account/data", headers=EN)
    assert page.status_code == 200
    assert KNOWN in page.text
    visitor = app.test_client()
    visitor.send(path, {**sent, "name": "Kíváncsi"})
    assert "Kíváncsi" in visitor.get("/my-data", headers=EN).text
    visitor.send("/my-data/erasure", {"sure": "y", "words": "go"})
    told = [row.told["name"] for row in db.session.scalars(select(Double))]
    assert told == ["Ana"]
