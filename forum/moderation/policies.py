"""Who may moderate."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import facilitator
from forum.core.access import allow

allow("moderation:review", _l("See what waits for a look: new texts and reports"), facilitator)
