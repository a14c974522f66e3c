"""Who may read the general pages."""

from flask_babel import lazy_gettext as _l

from forum.core.access import allow, anyone

allow("pages:read", _l("Read the general pages and search"), anyone)
