"""Who may decide, and who may read decisions."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator, facilitator, planner
from forum.core.access import allow, anyone

allow("planning:read", _l("Read what was decided, and why"), anyone)
allow("planning:vote", _l("Mark the programs one would like to see in a season"), anyone)
allow("planning:desk", _l("Enter ballots given on paper"), facilitator)
allow("planning:needs", _l("Write down needs and see where little is offered"), planner)
allow("planning:plan", _l("Plan a season: candidates, decisions, approval"), planner)
allow("planning:decide", _l("Record the decision on a theme"), planner)
allow("planning:takedown", _l("Withdraw a published plan for a legal reason"), administrator)
