"""What the log tells about events."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare

CREATED = declare("event.created", _l("%(actor)s drafted the event “%(reference)s”."), public=False)
REVISED = declare("event.revised", _l("%(actor)s revised the event “%(reference)s”."), public=False)
ANNOUNCED = declare("event.announced", _l("%(actor)s announced the event “%(reference)s”."))
CHANGED = declare("event.changed", _l("%(actor)s changed the event “%(reference)s”."))
CANCELLED = declare(
    "event.cancelled", _l("%(actor)s called off the event “%(reference)s”: %(because)s")
)
