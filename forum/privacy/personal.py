"""What this room keeps of somebody: an archive that waits for them, the day they last came."""

from flask_babel import lazy_gettext as _l

from forum.core.owned import Owned, keep_owned
from forum.privacy.keepsakes import DataArchive
from forum.privacy.retention.models import LastSignIn, UnusedWarning

keep_owned(
    "privacy",
    80,
    [
        Owned(
            DataArchive,
            _l("An archive I asked for"),
            [("asked_at", _l("When"))],
            goes=True,
        ),
        Owned(
            LastSignIn,
            _l("When I last signed in"),
            [("day", _l("Day"))],
            goes=True,
        ),
        Owned(
            UnusedWarning,
            _l("When you wrote to me that my account is not used"),
            [("at", _l("When"))],
            goes=True,
        ),
    ],
)
