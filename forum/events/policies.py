"""Who may do what with events."""

from flask_babel import lazy_gettext as _l

from forum.core.access import allow, anyone, signed_in
from forum.moderation.assigning.charge import in_charge_of_place

allow("events:read", _l("See the calendar and the events in it"), anyone)
allow("events:register", _l("Register for an event, with or without an account"), anyone)
allow("events:manage", _l("Draft, announce, change and call off events"), in_charge_of_place)
allow(
    "events:attendance",
    _l("Check people in, count walk-ins and key signed sheets"),
    in_charge_of_place,
)
allow("events:own", _l("See what one has registered for"), signed_in)
