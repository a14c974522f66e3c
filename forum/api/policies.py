"""Who may use the API and issue its tokens."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator, signed_in
from forum.core.access import allow, anyone

allow("api:read", _l("Read public data by the API"), anyone)
allow("api:write", _l("Post an opinion by the API, with a token"), signed_in)
allow("api:tokens", _l("Issue and revoke API tokens"), administrator)
