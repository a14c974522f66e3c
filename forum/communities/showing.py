"""The contact of a community: shown to everybody with a yes, and never of somebody under 16."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forum.accounts.guardians import guardian_of
from forum.accounts.models import Person
from forum.audit import record
from forum.communities import acts
from forum.communities.models import CONTACT, Community
from forum.core.clock import now
from forum.core.errors import Refused

NOT_OF_THE_YOUNG = _l(
    "Under 16 nobody is shown here with a name or contact. Please leave this unticked; one can "
    "still ask to join, and you answer here."
)


def consent(community: Community, by: Person, shown: bool, other: bool) -> list[str]:
    """Note or withdraw the contact person's yes; a yes is for the contact it was said for.

    ``other`` says that the contact has changed.
    """
    was = community.contact_public_at is not None
    if shown == was and not (shown and other):
        return []
    community.contact_public_at = now() if shown else None
    record(acts.CONTACT_SHOWN if shown else acts.CONTACT_WITHDRAWN, by, community)
    return ["contact_public_at"]


def shows_anew(community: Community | None, values: dict[str, Any]) -> bool:
    """Whether everybody would read a contact that they cannot read now."""
    if community is None or not values.get("contact_shown", community.contact_public_at):
        return False
    other = any(
        values.get(name, "") != getattr(community, name) for name in CONTACT if name in values
    )
    return community.contact_public_at is None or other


def ensure_grown(community: Community, by: Person, values: dict[str, Any]) -> None:
    """Refuse that a leader under 16 shows a contact; what a grown one agreed to stands."""
    if shows_anew(community, values) and guardian_of(by) is not None:
        raise Refused(NOT_OF_THE_YOUNG, 422)


def withdraw_of_the_young(community: Community, leader: Person) -> None:
    """Show no contact any more once somebody under 16 leads it: it may be their own."""
    if community.contact_public_at is not None and guardian_of(leader) is not None:
        consent(community, leader, False, False)
