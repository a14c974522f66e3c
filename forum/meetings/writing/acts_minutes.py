"""What the log tells about minutes and tasks."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare

BEGUN = declare(
    "minutes.begun",
    _l("%(actor)s began the minutes of the forum “%(reference)s”."),
    public=False,
)
OPENED = declare(
    "minutes.opened",
    _l("%(actor)s sent the minutes of the forum “%(reference)s” for comment: %(checksum)s"),
)
ANSWERED = declare(
    "minutes.answered",
    _l("%(actor)s answered a comment on the minutes of the forum “%(reference)s”."),
)
APPROVED = declare(
    "minutes.approved",
    _l(
        "%(actor)s approved version %(number)s of the minutes of the forum “%(reference)s”: "
        "%(checksum)s"
    ),
)
CORRECTED = declare(
    "minutes.corrected",
    _l(
        "%(actor)s corrected the minutes of the forum “%(reference)s” with version %(number)s "
        "(%(because)s): %(checksum)s"
    ),
)
WITHDRAWN = declare(
    "minutes.withdrawn",
    _l(
        "%(actor)s withdrew version %(number)s of the minutes of the forum “%(reference)s”: "
        "%(because)s"
    ),
)
TASK_DONE = declare(
    "task.done", _l("%(actor)s marked a task of the forum “%(reference)s” as done.")
)
TASK_UNDONE = declare(
    "task.undone", _l("%(actor)s took a task of the forum “%(reference)s” up again.")
)
