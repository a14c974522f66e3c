"""What may be done with seasons and programs, as the log tells it."""

from datetime import date

from flask_babel import lazy_gettext as _l

from forum.audit import declare, describe
from forum.core.i18n import show_date

SEASON_MADE = declare("season.made", _l("%(actor)s set up the season “%(reference)s”."))
SEASON_CHANGED = declare("season.changed", _l("%(actor)s changed the season “%(reference)s”."))
CREATED = declare(
    "program.created", _l("%(actor)s drafted the program “%(reference)s”."), public=False
)
REVISED = declare(
    "program.revised",
    _l("%(actor)s changed the draft of the program “%(reference)s”."),
    public=False,
)
CHANGED = declare("program.changed", _l("%(actor)s changed the program “%(reference)s”."))
ANNOUNCED = declare("program.announced", _l("%(actor)s announced the program “%(reference)s”."))
CANCELLED = declare(
    "program.cancelled", _l("%(actor)s called off the program “%(reference)s”: %(because)s")
)
DONE = declare("program.done", _l("%(actor)s wrote down how the program “%(reference)s” was."))
SESSIONS_DRAFTED = declare(
    "program.sessions_drafted",
    _l("%(actor)s put sessions into the draft of the program “%(reference)s”: %(number)s."),
    public=False,
)
SESSIONS_ADDED = declare(
    "program.sessions_added",
    _l("%(actor)s added sessions to the program “%(reference)s”: %(number)s."),
)
SESSION_DROPPED = declare(
    "program.session_dropped",
    _l(
        "%(actor)s took a session out of the draft of the program “%(reference)s”: %(session_day)s."
    ),
    public=False,
)
SESSION_SKIPPED = declare(
    "program.session_skipped",
    _l(
        "%(actor)s called off a session of the program “%(reference)s”, %(session_day)s: %(because)s"
    ),
)

describe("session_day", lambda day: show_date(date.fromisoformat(day)))
