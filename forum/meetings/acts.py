"""What the log tells about forums; who said what in the hall is none of its business."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare

CREATED = declare("meeting.created", _l("%(actor)s drafted the forum “%(reference)s”."), False)
REVISED = declare("meeting.revised", _l("%(actor)s revised the forum “%(reference)s”."), False)
AGENDA = declare(
    "meeting.agenda", _l("%(actor)s changed the agenda of the forum “%(reference)s”."), False
)
TABLES = declare(
    "meeting.tables", _l("%(actor)s set up the tables of the forum “%(reference)s”."), False
)
STARTED = declare("meeting.started", _l("%(actor)s opened the forum “%(reference)s”."))
ENDED = declare("meeting.ended", _l("%(actor)s ended the forum “%(reference)s”."))
RESUMED = declare(
    "meeting.resumed", _l("%(actor)s went on with the forum “%(reference)s”, ended too early.")
)
