"""Registering with a contact that is registered already: the same answer, nothing doubled."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.doubles import (
    Double,
    double_of,
    double_sent_with,
    doubles_of,
    keep_double,
    tell,
)
from forum.city.models import AgeBand, Neighbourhood
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.personal import Whose
from forum.events.models import Event
from forum.events.registration.registering import Wish, fits
from forum.events.registration.registrations import Registration, registration_code

KIND = "registration"


class DoubledRegistration:
    """Looks like a registration on the page of its code; it holds no place and is in no list."""

    id = None

    def __init__(self, double: Double, event: Event) -> None:
        self.event, self._double = event, double
        self.event_id, self.at = event.id, double.at
        told = double.told
        self.party, self.name, self.contact = told["party"], told["name"], told["contact"]
        self.note, self.standing = told["note"], told["standing"]
        self.place_in_line: int | None = told["place"]
        self._home, self._age = told.get("home"), told.get("age")
        self.code = registration_code(double.submit_key)

    @property
    def neighbourhood(self) -> Neighbourhood | None:
        """Where whoever typed it says to live."""
        return db.session.get(Neighbourhood, self._home) if self._home else None

    @property
    def age_band(self) -> AgeBand | None:
        """How old they say to be."""
        return db.session.get(AgeBand, self._age) if self._age else None

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was taken back."""
        told = self._double.told.get("cancelled")
        return datetime.fromisoformat(told) if told else None

    def cancel(self) -> bool:
        """Take it back; False when that was done already."""
        if self.standing == "cancelled":
            return False
        tell(self._double, standing="cancelled", place=None, cancelled=now().isoformat())
        return True

    def change_party(self, party: int) -> bool:
        """Note another number, as far as the room allows; False when it is the same."""
        if self.event.capacity is not None and party > self.event.capacity:
            raise Refused(
                _l("There is no room for so many. Your registration has stayed as it was.")
            )
        tell(self._double, party=party)
        return party != self.party


def answer_alike(
    event: Event, wish: Wish, submit_key: str, person_id: int | None = None
) -> DoubledRegistration:
    """Keep a page for the code that looks as if it were a new registration of ``person_id``."""
    held = fits(event, wish.party)
    double = keep_double(
        KIND,
        event.id,
        submit_key,
        registration_code(submit_key),
        contact_key(wish.contact),
        party=wish.party,
        name=wish.name,
        contact=wish.contact,
        note=wish.note,
        standing="held" if held else "waiting",
        place=None if held else _waiting(event) + 1,
        person=person_id,
        home=wish.neighbourhood_id,
        age=wish.age_band_id,
    )
    return DoubledRegistration(double, event)


def _waiting(event: Event) -> int:
    rows = db.session.query(Registration).filter_by(event_id=event.id, waiting=True)
    return rows.filter(Registration.cancelled_at.is_(None)).count()


def _shown(double: Double | None) -> DoubledRegistration | None:
    event = db.session.get(Event, double.thing_id) if double else None
    return DoubledRegistration(double, event) if double and event else None


def doubled(code: str) -> DoubledRegistration | None:
    """Return what the page of a code shows that is no registration."""
    return _shown(double_of(KIND, code))


def shown_to(whose: Whose) -> list[Any]:
    """Return what somebody sent, or has the code of, as their registrations are shown to them."""
    return list(filter(None, map(_shown, doubles_of(KIND, whose))))


def doubled_with(submit_key: str) -> DoubledRegistration | None:
    """Return what was answered to ``submit_key``, if it was a double."""
    return _shown(double_sent_with(KIND, submit_key))


def behind(code: str) -> Any:
    """Return the registration of the contact a double was sent with: for the door, never a page."""
    double = double_of(KIND, code)
    if double is None:
        return None
    same = (Registration.event_id == double.thing_id, Registration.cancelled_at.is_(None))
    query = db.session.query(Registration).filter(*same)
    return query.filter(Registration.contact_key == double.contact_key).first()
