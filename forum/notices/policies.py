"""Who may read notices and the outbox, follow things, and call people."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator, facilitator
from forum.core.access import allow, anyone, signed_in

allow("notices:read", _l("Read one's own notices, and choose which letters come"), signed_in)
allow("notices:follow", _l("Follow an idea, a program or a part of the city"), signed_in)
allow("notices:letters", _l("Stop or confirm letters by the link in a letter"), anyone)
allow("notices:calls", _l("See whom to call about news, and note the call"), facilitator)
allow("notices:outbox", _l("Read every message in the outbox"), administrator)
