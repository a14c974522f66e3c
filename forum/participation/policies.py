"""Who may do what with the participant ledger."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import planner
from forum.core.access import allow, anyone

allow("participation:read", _l("See how many people took part, and how they are counted"), anyone)
allow("participation:manage", _l("See and export the participant ledger, close periods"), planner)
