"""What programs keep of somebody: how sessions were to them; their words are opinions."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from forum.core.owned import Owned, keep_owned
from forum.programs.models import Feedback

keep_owned(
    "programs",
    50,
    [
        Owned(
            Feedback,
            _l("How programs were to me"),
            [
                (lambda row: row.program.title, _l("Program")),
                ("rating", _l("Rating, from 1 to 5")),
                ("at", _l("When")),
            ],
            path=lambda row: f"/programs/{row.program_id}",
            options=(joinedload(Feedback.program),),
            note=_l("The rating stays in the sums. What you wrote stands among your opinions."),
        ),
    ],
)
