"""What the log tells about communities; never a member's name, contact or words."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare

PROPOSED = declare(
    "community.proposed", _l("Somebody proposed to found the community %(reference)s.")
)
ENTERED = declare("community.entered", _l("%(actor)s entered the community %(reference)s."))
CHANGED = declare("community.changed", _l("The community %(reference)s was changed."))
CONTACT_SHOWN = declare(
    "community.contact_shown",
    _l("The contact of the community %(reference)s may be shown."),
    public=False,
)
CONTACT_WITHDRAWN = declare(
    "community.contact_withdrawn",
    _l("The contact of the community %(reference)s is not shown any more."),
    public=False,
)
FOUNDED = declare(
    "community.founded", _l("Enough people came together: the community %(reference)s was founded.")
)
CLOSED = declare("community.closed", _l("The community %(reference)s was closed."))
REOPENED = declare("community.reopened", _l("%(actor)s opened the community %(reference)s again."))
JOINED = declare(
    "community.joined", _l("Somebody joined the community %(reference)s."), public=False
)
ASKED = declare(
    "community.asked", _l("Somebody asked to join the community %(reference)s."), public=False
)
LEFT = declare("community.left", _l("Somebody left the community %(reference)s."), public=False)
ACCEPTED = declare(
    "community.accepted",
    _l("Somebody was taken into the community %(reference)s."),
    public=False,
)
DECLINED = declare(
    "community.declined",
    _l("Somebody’s wish to join the community %(reference)s was declined."),
    public=False,
)
REMOVED = declare(
    "community.removed",
    _l("Somebody was taken off the list of the community %(reference)s."),
    public=False,
)
CLAIMED = declare(
    "community.claimed",
    _l("The community %(reference)s was taken into the account of who proposed it."),
    public=False,
)
HOSTING = declare(
    "community.hosting",
    _l("%(actor)s noted that the community %(reference)s hosts “%(event)s”."),
    public=False,  # the event may be a draft
)
NOT_HOSTING = declare(
    "community.not_hosting",
    _l("%(actor)s noted that the community %(reference)s does not host “%(event)s”."),
    public=False,
)
