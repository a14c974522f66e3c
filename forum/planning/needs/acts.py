"""What the log tells of needs; it calls them by their number, such as N-12."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare

WRITTEN = declare("need.written", _l("%(actor)s wrote down need %(reference)s."), public=False)
REVISED = declare("need.revised", _l("%(actor)s changed need %(reference)s."), public=False)
PUBLISHED = declare("need.published", _l("%(actor)s published need %(reference)s."))
UNPUBLISHED = declare("need.unpublished", _l("%(actor)s took need %(reference)s back as a draft."))
RETIRED = declare("need.retired", _l("%(actor)s closed need %(reference)s."))
REVIVED = declare("need.revived", _l("%(actor)s opened need %(reference)s again."))
CITED = declare(
    "need.evidence_added", _l("%(actor)s added evidence to need %(reference)s."), public=False
)
LEFT_OUT = declare(
    "need.evidence_removed", _l("%(actor)s removed evidence from need %(reference)s."), public=False
)
