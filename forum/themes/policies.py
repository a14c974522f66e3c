"""Who may do what with themes."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import planner
from forum.core.access import allow, anyone

allow("themes:read", _l("Read the themes of a conversation once they are decided on"), anyone)
allow("themes:sort", _l("Keep the codebook, run analyses and sort opinions on the board"), planner)
