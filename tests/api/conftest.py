"""A program that talks to the API, and a city with something to tell."""

import pytest

from forum.api.models import issue
from forum.core.db import db
from forum.planning.models import decide

WORDS = {"heard_hu": "Hallottuk.", "will_hu": "Megtesszük.", "why_hu": "Mert kell."}


class Program:
    """A program with a token, or without one."""

    def __init__(self, app, token: str = "") -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path, **kwargs):
        """Ask for JSON."""
        headers = {**self.headers, **kwargs.pop("headers", {})}
        return self.client.get(f"/api/v1{path}", headers=headers, **kwargs)

    def post(self, path, json=None, key="", **kwargs):
        """Send JSON, perhaps with a key against doubling."""
        headers = {**self.headers, **kwargs.pop("headers", {})}
        if key:
            headers["Idempotency-Key"] = key
        if json is not None:
            kwargs["json"] = json
        return self.client.post(f"/api/v1{path}", headers=headers, **kwargs)

    def say(self, talk, json=None, **kwargs):
        """Post an opinion in a conversation."""
        return self.post(f"/conversations/{talk.id}/opinions", json, **kwargs)


@pytest.fixture
def stranger(app):
    """A program without a token."""
    return Program(app)


@pytest.fixture
def token_of(people):
    """Issue a token: ``token_of(people.ana)``."""

    def give(person, key="k"):
        secret = issue(person, "kioszk", people.adam, f"{key}{person.id}")
        db.session.commit()
        return secret

    return give


@pytest.fixture
def kiosk(app, people, token_of):
    """A program that speaks for Ana."""
    return Program(app, token_of(people.ana))


@pytest.fixture
def city(make, people):
    """A city with a conversation, opinions, a hidden one, a draft, and a decided theme."""
    talk = make.conversation("both", introduction_hu="Bevezető.")
    avas = make.neighbourhood("Avas")
    talk.neighbourhoods = [avas]
    shown = make.opinion("Több padot!", talk, neighbourhood_id=avas.id)
    hidden = make.opinion("Rejtett szavak", talk)
    hidden.hide(by=people.mira, reason="abuse", because="Sértő.")
    padok = make.theme("padok")
    make.membership(shown, padok)
    make.membership(shown, make.theme("eldöntetlen"))
    decide(talk, padok, people.paul, "adopt", WORDS)
    draft = make.conversation("draft", question_hu="Titkos vázlat?")
    db.session.commit()

    class City:
        """What is there."""

    City.talk, City.shown, City.hidden, City.draft, City.theme = talk, shown, hidden, draft, padok
    return City
