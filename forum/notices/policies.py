"""Who may read notices and the outbox."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator
from forum.core.access import allow, signed_in

allow("notices:read", _l("Read one's own notices"), signed_in)
allow("notices:outbox", _l("Read every message in the outbox"), administrator)
