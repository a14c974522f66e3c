"""Communities as facilitators look at them, and what follows when one appears."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.communities.joining import found_if_enough
from forum.communities.models import Community
from forum.communities.queries import visible_community
from forum.core.db import db
from forum.core.rendering import render
from forum.moderation.signals import text_decided
from forum.moderation.subjects import Card, Subject, register


@text_decided.connect
def _appeared(text: Any, act: str = "", **_more: Any) -> None:
    """Found it once everybody may read about it, if enough people are on its list."""
    if isinstance(text, Community) and act in {"restored", "approved"}:
        found_if_enough(text)


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
    )


def _where(community: Community) -> str:
    return ", ".join(part for part in (community.place, community.meets_hu) if part)


def _contact(community: Community) -> str:
    """Write what would be shown of the contact person, so that a facilitator sees it first."""
    if not community.contact_shown:
        return ""
    told = (community.contact_name, community.contact_email, community.contact_phone)
    return _("Contact, to be shown: %(contact)s", contact=", ".join(part for part in told if part))


def _safety(community: Community) -> bool:
    return community.category is not None and community.category.safety


register(
    Subject(
        model=Community,
        name=_l("community"),
        load=cards,
        fetch=visible_community,
        permission="communities:manage",
        author=lambda community: community.author_id,
        place=lambda _community: None,
        words=("description_hu", "name_hu", "description_en", "name_en", "place", "meets_hu"),
        safety=_safety,
        sent=lambda community: community.entered_by_id is None and community.author_id is not None,
        reportable=lambda community: not community.is_closed,
    )
)
