"""Changing a community, closing it, opening it again."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.models import Person
from forum.audit import record
from forum.communities import acts, telling
from forum.communities.joining import found_if_enough
from forum.communities.models import CONTACT, WORDS, Community
from forum.communities.showing import consent, ensure_grown
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import ensure_seen
from forum.moderation.rules import look_at

#: What appears at once when a resident changes it, unless a rule holds it; all else waits.
AT_ONCE = ("place", "meets_hu", "meets_en")


def edit(
    community: Community, by: Person, values: dict[str, Any], seen: int | None = None
) -> list[str]:
    """Change a community and return the names of what changed.

    ``seen`` is the ``version`` that the form showed; Stale is raised when it has changed since.
    ``contact_shown`` among the values is whether the contact person agrees to be shown; the moment
    of the yes is kept. What a resident changes of the words the rules look at, and all of it but
    ``AT_ONCE`` waits for a facilitator.
    """
    community.hold()
    ensure_seen(community, seen)
    if community.is_closed:
        raise Refused(_l("This community is closed; it cannot be changed any more."))
    if not by.is_staff:
        ensure_grown(community, by, values)
    given = dict(values)
    shown = given.pop("contact_shown", community.contact_public_at is not None)
    changed = [name for name, value in given.items() if getattr(community, name) != value]
    for name in changed:
        setattr(community, name, given[name])
    changed += consent(community, by, shown, any(name in CONTACT for name in changed))
    if not changed:
        return []
    community.version += 1
    community.touch()
    record(acts.CHANGED, by, community, what=sorted(changed))
    if not by.is_staff:
        _have_looked_at(community, set(changed))
    community.index()
    found_if_enough(community)
    return changed


def _have_looked_at(community: Community, changed: set[str]) -> None:
    """Let the rules look at what a resident changed; a contact counts where everybody reads it."""
    newly = "contact_public_at" in changed and community.contact_public_at is not None
    words = changed & (set(WORDS) - (set() if community.contact_public_at else set(CONTACT)))
    if newly or words - set(AT_ONCE):
        community.wait()
    if newly or words:
        look_at(community, changed=True)


def close(community: Community, by: Person, because: str) -> bool:
    """Close it and say why; its page stays readable. False when it is closed already.

    The rules look at why a resident closes it; when one holds it, its members are told once it
    is shown.
    """
    if not because:
        raise Refused(_l("Please fill this in."), 422)
    community.hold()
    if community.is_closed:
        return False
    community.closed_at, community.closed_because = now(), because
    community.version += 1
    community.touch()
    record(acts.CLOSED, by, community)
    if not by.is_staff:
        look_at(community, changed=True)
    community.index()
    if community.visible:
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
