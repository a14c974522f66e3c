"""What the API keeps of somebody: tokens with which programs act in their name."""

from flask_babel import lazy_gettext as _l

from forum.api.models import ApiToken
from forum.core.owned import Owned, keep_owned

keep_owned(
    "api",
    60,
    [
        Owned(
            ApiToken,
            _l("API tokens"),
            [("label", _l("Name")), ("created_at", _l("When")), ("revoked_at", _l("Revoked"))],
            clear=("label",),
            goes=True,
        ),
    ],
)
