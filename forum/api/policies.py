"""Who may use the API and issue its tokens."""

from flask_babel import lazy_gettext as _l

from forum.accounts.policies import administrator
from forum.core.access import Rule, allow, anyone

token_holder = Rule(lambda person, thing: person.is_authenticated)

allow("api:read", _l("Read public data by the API"), anyone)
allow("api:write", _l("Post an opinion by the API, with a token"), token_holder)
allow("api:tokens", _l("Issue and revoke API tokens"), administrator)
