"""Who may do what with summaries and publications."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator, planner
from forum.core.access import allow, anyone

allow("reports:read", _l("Read and download published summaries"), anyone)
allow("reports:draft", _l("Draft and preview summaries"), planner)
allow("reports:publish", _l("Publish a summary, which freezes it"), planner)
allow("reports:takedown", _l("Withdraw a publication for a legal reason"), administrator)
