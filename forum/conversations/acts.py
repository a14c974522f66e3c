"""What may be done with a conversation, as the log tells it.

A draft is the office's own business: its acts are in the log, but not in its public part.
"""

from flask_babel import lazy_gettext as _l

from forum.audit import declare

CREATED = declare(
    "conversation.created", _l("%(actor)s drafted the conversation “%(reference)s”."), public=False
)
REVISED = declare(
    "conversation.revised",
    _l("%(actor)s changed the draft of the conversation “%(reference)s”."),
    public=False,
)
CHANGED = declare("conversation.changed", _l("%(actor)s changed the conversation “%(reference)s”."))
OPENED = declare("conversation.opened", _l("%(actor)s opened the conversation “%(reference)s”."))
CLOSED = declare(
    "conversation.closed", _l("%(actor)s closed the conversation “%(reference)s”: %(because)s")
)
REOPENED = declare(
    "conversation.reopened",
    _l("%(actor)s opened the conversation “%(reference)s” again: %(because)s"),
)
PROLONGED = declare(
    "conversation.prolonged",
    _l(
        "%(actor)s moved the last day of the phase “%(phase)s” of the conversation"
        " “%(reference)s”: %(last_day)s"
    ),
)
