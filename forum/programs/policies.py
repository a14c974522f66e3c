"""Who may do what with programs."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import facilitator, planner
from forum.core.access import allow, anyone

allow("programs:read", _l("Read about programs"), anyone)
allow("programs:feedback", _l("Say how a program was"), anyone)
allow("programs:desk", _l("Write down feedback given on paper"), facilitator)
allow("programs:manage", _l("Draft, announce, change and call off programs"), facilitator)
allow("programs:seasons", _l("Set up seasons"), planner)
