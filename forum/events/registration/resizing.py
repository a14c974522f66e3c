"""More or fewer people come with a registration than were told first."""

from flask_babel import lazy_gettext as _l

from forum.core.errors import Refused
from forum.events.models import Event
from forum.events.registration.registering import hold, move, promote
from forum.events.registration.registrations import LARGEST_PARTY, Registration


def change_party(registration: Registration, party: int) -> bool:
    """Change how many come; who waits keeps the place in the line. False when nothing changes.

    Whoever has a place gets more only while there are free ones.
    """
    event = hold(registration)
    if registration.cancelled_at is not None or event.state not in {"coming", "now"}:
        raise Refused(_l("This registration cannot be changed any more."))
    if not 1 <= party <= LARGEST_PARTY:
        raise Refused(_l("Please give a number from 1 to %(most)s.", most=LARGEST_PARTY))
    more = party - registration.party
    if more == 0:
        return False
    if more > 0 and not _has_room(event, registration, party, more):
        raise Refused(_l("There is no room for so many. Your registration has stayed as it was."))
    move(event, registration, more)
    registration.party = party
    promote(event)
    return True


def _has_room(event: Event, registration: Registration, party: int, more: int) -> bool:
    if event.capacity is None:
        return True
    if registration.waiting:
        return party <= event.capacity
    return event.places_taken + more <= event.capacity
