"""Communities on the review page, and what their author is told when a facilitator acts."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities import telling
from forum.communities.joining import found_if_enough
from forum.communities.models import Community
from forum.core.db import db, now
from forum.core.rendering import render
from forum.moderation.models import Hiding
from forum.moderation.queries import Card, review

#: Where each act of the review page is sent.
ACTS = {
    "hide": "communities.hiding",
    "restore": "communities.restoring",
    "approve": "communities.approval",
    "leave": "communities.leaving_as_is",
}


def hide(community: Community, by: Person, reason: str, because: str) -> Hiding | None:
    """Hide it and tell its author; None when somebody has hidden it already."""
    hiding = community.hide(by, reason, because)
    if hiding is not None:
        db.session.flush()
        telling.to_author(telling.HIDDEN, community, f"hidden:{hiding.id}")
    return hiding


def restore(community: Community, by: Person, because: str) -> Hiding | None:
    """Show it again and tell its author; None when it is not hidden."""
    hiding = community.restore(by, because)
    if hiding is not None:
        telling.to_author(telling.RESTORED, community, f"restored:{hiding.id}")
        found_if_enough(community)
    return hiding


def approve(community: Community, by: Person) -> bool:
    """Let it appear and tell its author; False when it did not wait."""
    done = community.approve(by)
    if done:
        telling.to_author(telling.APPROVED, community, f"approved:{now():%Y%m%d%H%M%S%f}")
        found_if_enough(community)
    return done


def cards(ids: Sequence[int]) -> list[Card]:
    """Return the cards of these communities."""
    query = select(Community).where(Community.id.in_(ids))
    return [_card(community) for community in db.session.scalars(query).unique()]


def _card(community: Community) -> Card:
    parts = (community.name_hu, community.description_hu, _where(community), _contact(community))
    return Card(
        id=community.id,
        reference=community.reference,
        html=render("\n\n".join(part for part in parts if part)),
        url=url_for("communities.show", community_id=community.id),
        about=_("Community") if community.is_founded else _("Interest list"),
        about_url=url_for("communities.index"),
        at=community.created_at,
        acts={act: url_for(view, community_id=community.id) for act, view in ACTS.items()},
    )


def _where(community: Community) -> str:
    return ", ".join(part for part in (community.place, community.meets_hu) if part)


def _contact(community: Community) -> str:
    """Write what would be shown of the contact person, so that a facilitator sees it first."""
    if not community.contact_shown:
        return ""
    told = (community.contact_name, community.contact_email, community.contact_phone)
    return _("Contact, to be shown: %(contact)s", contact=", ".join(part for part in told if part))


review(Community, cards)
