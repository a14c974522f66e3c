"""Who may decide, and who may read decisions."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import planner
from forum.core.access import allow, anyone

allow("planning:read", _l("Read what was decided, and why"), anyone)
allow("planning:decide", _l("Record the decision on a theme"), planner)
