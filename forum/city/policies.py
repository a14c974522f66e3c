"""Who may change the city's own words."""

from flask_babel import lazy_gettext as _l

from forum.core.access import allow, anyone, at_least

administrator = at_least("administrator")

allow("city:read", _l("Read about the city and its grant project"), anyone)
allow(
    "city:manage",
    _l("Change neighbourhoods, age bands, kinds of program and projects"),
    administrator,
)
