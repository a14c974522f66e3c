"""Who may decide."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import planner
from forum.core.access import allow

allow("planning:decide", _l("Record the decision on a theme"), planner)
