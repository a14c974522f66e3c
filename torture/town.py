"""A small city in which everything can be done that must never be lost."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from forum.accounts.devices import add_device
from forum.core.db import db, now
from forum.planning.ballots.models import Voting
from forum.reports.drafting import draft
from tests.conftest import Client
from tests.factories import Make, People

CSRF = "c" * 40
TALKS, OPINIONS, THEMES, CANDIDATES, VISITORS, EVENTS, DRAFTS = (
    *(3, 30, 12, 8),
    *(60, 2, 6),
)


@dataclass
class Town:
    """The numbers of what there is, and the cookies of who acts."""

    talks: list[int] = field(default_factory=list)
    opinions: list[int] = field(default_factory=list)
    themes: list[tuple[int, int]] = field(default_factory=list)
    #: Events that go on, and events one can register for.
    events: list[int] = field(default_factory=list)
    coming: list[int] = field(default_factory=list)
    ideas: list[int] = field(default_factory=list)
    #: Conversations with a draft of their summary, and its version.
    drafts: list[tuple[int, int]] = field(default_factory=list)
    season: int = 0
    candidates: list[int] = field(default_factory=list)
    visitors: list[str] = field(default_factory=list)
    #: The numbers of the visitors, in the order of their cookies.
    numbers: list[int] = field(default_factory=list)
    facilitator: str = ""
    planner: str = ""
    secret: str = ""
    cookie_name: str = "kalaka"
    #: Signs the sessions of browsers that were never here before.
    signer: Any = None

    def token(self, csrf: str = CSRF) -> str:
        """Return what a form of a session holds against forgery."""
        return str(URLSafeTimedSerializer(self.secret, salt="wtf-csrf-token").dumps(csrf))

    def newcomer(self, csrf: str) -> str:
        """Return the cookie of a browser that has seen a form and done nothing yet."""
        return f"{self.cookie_name}={self.signer.dumps({'csrf_token': csrf})}"


def found(app: Flask) -> Town:
    """Found the city, and return what one needs to act in it."""
    app.test_client_class = Client
    with app.app_context():
        make = Make()
        people = People(make)
        town = Town(secret=str(app.secret_key), cookie_name=app.config["SESSION_COOKIE_NAME"])
        town.signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        make.city()
        _talk(town, make)
        _plan(town, make)
        for _number in range(EVENTS):
            town.events.append(make.event("now").id)
            town.coming.append(make.event("coming").id)
        _write(town, make, people)
        town.ideas = [make.idea(f"Ötlet {number}").id for number in range(6)]
        town.numbers = [make.person("visitor").id for _number in range(VISITORS)]
        db.session.commit()
        town.visitors = [
            f"{town.cookie_name}={town.signer.dumps({'visitor': number, 'csrf_token': CSRF})}"
            for number in town.numbers
        ]
        town.facilitator, town.planner = (signed_in(app, who) for who in (people.mira, people.paul))
        db.session.remove()
        db.engine.dispose()
        return town


def _talk(town: Town, make: Make) -> None:
    for _number in range(TALKS):
        talk = make.conversation("both")
        town.talks.append(talk.id)
        said = [
            make.opinion(f"Kérünk {n} padot a {talk.id}. térre!", talk) for n in range(OPINIONS)
        ]
        town.opinions += [each.id for each in said]
        for number in range(THEMES // TALKS):
            theme = make.theme(f"téma {talk.id}-{number}")
            make.membership(said[number], theme)
            town.themes.append((talk.id, theme.id))


def _write(town: Town, make: Make, people: People) -> None:
    for number in range(DRAFTS):
        talk = make.conversation("both")
        theme = make.theme(f"padok {number}")
        for text in range(6):
            said = make.opinion(f"A {number}. téren {text} törött pad van, újat kérünk.", talk)
            make.membership(said, theme)
        summary = draft(talk, people.paul)
        db.session.commit()
        town.drafts.append((talk.id, summary.version))


def _plan(town: Town, make: Make) -> None:
    season = make.season("Tavasz")
    ends = now() + timedelta(days=3)
    make.save(Voting(season=season, opens_at=now(), closes_at=ends, budget=1_000_000))
    town.season = season.id
    town.candidates = [make.candidate(f"Jelölt {n}", season).id for n in range(CANDIDATES)]


def signed_in(app: Flask, person: Any) -> str:
    """Return the cookie of a browser in which somebody has signed in; its row is committed."""
    secret = add_device(person, "password", "", stay=True, second=True)
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person.get_id(), True
        session["device"], session["csrf_token"] = secret, CSRF
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    return f"{name}={cookie.value}"
