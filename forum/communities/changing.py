"""Changing a community, closing it, opening it again."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.audit import record
from forum.communities import acts, telling
from forum.communities.joining import found_if_enough
from forum.communities.models import Community
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import ensure_seen
from forum.moderation.rules import look_at

#: What a facilitator looks at before everybody reads it, also when a resident changes it later.
LOOKED_AT = (
    "name_hu",
    "name_en",
    "description_hu",
    "description_en",
    "website",
    "seeks_hu",
    "seeks_en",
    "contact_name",
    "contact_email",
    "contact_phone",
)
CONTACT = LOOKED_AT[-3:]


def edit(
    community: Community, by: Person, values: dict[str, Any], seen: int | None = None
) -> list[str]:
    """Change a community and return the names of what changed.

    ``seen`` is the ``version`` that the form showed; Stale is raised when it has changed since.
    ``contact_shown`` among the values is whether the contact person agrees to be shown; the moment
    of the yes is kept. What a resident changes of ``LOOKED_AT`` waits for a facilitator.
    """
    community.hold()
    ensure_seen(community, seen)
    if community.is_closed:
        raise Refused(_l("This community is closed; it cannot be changed any more."))
    given = dict(values)
    shown = given.pop("contact_shown", community.contact_public_at is not None)
    changed = [name for name, value in given.items() if getattr(community, name) != value]
    for name in changed:
        setattr(community, name, given[name])
    changed += _consent(community, by, shown, any(name in CONTACT for name in changed))
    if not changed:
        return []
    community.version += 1
    community.touch()
    record(acts.CHANGED, by, community, what=sorted(changed))
    if not by.is_staff and _is_looked_at(community, changed):
        community.wait()
        look_at(community, changed=True)
    community.index()
    found_if_enough(community)
    return changed


def _is_looked_at(community: Community, changed: list[str]) -> bool:
    """Whether a facilitator looks at the change first; a contact only where everybody reads it."""
    words = set(LOOKED_AT) - (set() if community.contact_public_at else set(CONTACT))
    newly = "contact_public_at" in changed and community.contact_public_at is not None
    return newly or bool(words & set(changed))


def _consent(community: Community, by: Person, shown: bool, other: bool) -> list[str]:
    """Note or withdraw the contact person's yes; a yes is for the contact it was said for."""
    was = community.contact_public_at is not None
    if shown == was and not (shown and other):
        return []
    community.contact_public_at = now() if shown else None
    record(acts.CONTACT_SHOWN if shown else acts.CONTACT_WITHDRAWN, by, community)
    return ["contact_public_at"]


def close(community: Community, by: Person, because: str) -> bool:
    """Close it and say why; its page stays readable. False when it is closed already."""
    if not because:
        raise Refused(_l("Please fill this in."), 422)
    community.hold()
    if community.is_closed:
        return False
    community.closed_at, community.closed_because = now(), because
    community.version += 1
    community.touch()
    record(acts.CLOSED, by, community)
    community.index()
    telling.closed(community)
    return True


def reopen(community: Community, by: Person) -> bool:
    """Open a closed community again; False when it is not closed."""
    community.hold()
    if not community.is_closed:
        return False
    community.closed_at, community.closed_because = None, ""
    community.version += 1
    community.touch()
    db.session.flush()
    record(acts.REOPENED, by, community)
    community.index()
    return True
