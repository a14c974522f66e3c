"""Who may do what at a forum."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import facilitator
from forum.core.access import allow, anyone

allow("meetings:read", _l("Read about a forum, follow it on a screen, read its minutes"), anyone)
allow(
    "meetings:manage", _l("Draft a forum and its agenda, lead it, write its minutes"), facilitator
)
