"""What follows when something happens to an event or a registration."""

from typing import Any

from sqlalchemy import not_, or_, update

from forum.accounts.models import Person, visitor_signed_in
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.forms import plain_letters
from forum.events.models import event_cancelled, event_changed
from forum.events.registration import (
    letters,
)
from forum.events.registration.registrations import (
    Registration,
    registration_cancelled,
    registration_made,
    registration_promoted,
)


def take_over(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give ``person`` what they registered for as a visitor; the caller commits.

    On a shared device others may have registered before: what carries somebody else's name or
    e-mail address stays where it is.
    """
    own = contact_key(person.email)
    mine = or_(not_(Registration.contact.contains("@")), Registration.contact_key == own)
    named = Registration.name_key.in_(["", plain_letters(person.name)])
    moved = update(Registration).where(Registration.person_id == visitor_id, mine, named)
    db.session.execute(
        moved.values(person_id=person.id).execution_options(synchronize_session=False)
    )


def connect() -> None:
    """Let letters follow what happens."""
    registration_made.connect(letters.confirm)
    registration_promoted.connect(letters.promoted)
    registration_cancelled.connect(letters.cancelled)
    event_changed.connect(letters.told_of_change)
    event_cancelled.connect(letters.called_off)
    visitor_signed_in.connect(take_over)
