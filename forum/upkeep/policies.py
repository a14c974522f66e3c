"""Who may look after the house."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator
from forum.core.access import allow, anyone

allow("upkeep:health", _l("Ask whether the site is alive"), anyone)
allow("upkeep:look", _l("See the state of the system"), administrator)
allow("upkeep:run", _l("Make backups and begin failed work again"), administrator)
