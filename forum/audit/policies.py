"""Who may read the log."""

from flask_babel import lazy_gettext as _l

from forum.core.access import allow, anyone, at_least

administrator = at_least("administrator")

allow("log:read", _l("Read the public log"), anyone)
allow("log:read_all", _l("Read the whole log"), administrator)
