"""A city whose people take part: registrations, check-ins, slips and weighings in few words."""

from itertools import count

import pytest

from forum.core.contacts import contact_key
from forum.core.db import db
from forum.events.attending import (
    door,
)
from forum.events.registration.registering import Wish, register
from forum.participation import booking, storing
from forum.participation.models import LedgerLine, standing


class Office:
    """What the city's people do, and what the ledger makes of it."""

    def __init__(self, make, people) -> None:
        self.make, self.people = make, people
        self._keys = count(1)

    def key(self) -> str:
        return f"key-of-a-test-{next(self._keys)}"

    def register(self, event, by=None, **wish):
        """Somebody registers for an event."""
        found = register(event, Wish(**wish), self.key(), by)
        db.session.commit()
        return found

    def check_in(self, registration, people=1, **told):
        """Mira lets a registered party in."""
        arrival = door.check_in(registration, people, self.key(), self.people.mira, **told)
        db.session.commit()
        return arrival.entry

    def walk_in(self, event, **told):
        """Somebody comes without having registered."""
        arrival = door.walk_in(event, self.key(), self.people.mira, **told)
        db.session.commit()
        return arrival.entry

    def tally(self, event, people=1, **told):
        """Mira counts people at the door."""
        arrival = door.tally(event, people, self.key(), self.people.mira, **told)
        db.session.commit()
        return arrival.entry

    def correct(self, entry):
        """Mira takes an entry back."""
        door.correct(entry, self.key(), self.people.mira, "Tévedés.")
        db.session.commit()

    def slip(self, talk, contact="", text="Több padot!", **told):
        """Mira writes down a slip of paper."""
        told = {"channel": "paper", "entered_by": self.people.mira, **told}
        return self.make.opinion(text, talk, contact_key=contact_key(contact), **told)

    def weigh(self, opinion, person, value=1):
        """Somebody weighs an opinion."""
        opinion.weigh(by=person, value=value)
        db.session.commit()

    def book(self):
        """Book what is known now."""
        booked = booking.book()
        db.session.commit()
        return booked

    def figures(self):
        """Book, and return the figures of now."""
        self.book()
        return storing.stored(storing.NOW).data

    def lines(self):
        """Return the lines that stand."""
        return list(db.session.scalars(db.select(LedgerLine).where(standing())))

    def all_lines(self):
        """Return every line, corrections too, in the order they were added."""
        return list(db.session.scalars(db.select(LedgerLine).order_by(LedgerLine.id)))


@pytest.fixture
def office(make, people):
    return Office(make, people)


@pytest.fixture
def paul(app, people):
    """The planner's browser, in English."""
    browser = app.test_client().sign_in(people.paul)
    browser.set_cookie("language", "en")
    return browser


@pytest.fixture
def visitor(client):
    """A visitor's browser, in English."""
    client.set_cookie("language", "en")
    return client
