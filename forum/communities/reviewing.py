"""Communities as facilitators look at them, and what follows when one appears."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.communities import telling
from forum.communities.joining import found_if_enough
from forum.communities.models import WORDS, Community
from forum.communities.queries import visible_community
from forum.core.db import db
from forum.core.rendering import render
from forum.moderation.signals import text_decided
from forum.moderation.subjects import Card, Subject, register


@text_decided.connect
def _appeared(text: Any, act: str = "", **_more: Any) -> None:
    """Found it once everybody may read about it, if enough people are on its list.

    Of one that was closed meanwhile its members are told now, if they were not told before.
    """
    if not isinstance(text, Community) or act not in {"restored", "approved"}:
        return
    if text.is_closed and text.visible:
        telling.closed(text)
    found_if_enough(text)


def cards(ids: Sequence[int]) -> list[Card]:
    """Return the cards of these communities."""
    query = select(Community).where(Community.id.in_(ids))
    return [_card(community) for community in db.session.scalars(query).unique()]


def _card(community: Community) -> Card:
    return Card(
        id=community.id,
        reference=community.reference,
        html=render("\n\n".join(part for part in _parts(community) if part)),
        url=url_for("communities.show", community_id=community.id),
        about=_("Community") if community.is_founded else _("Interest list"),
        about_url=url_for("communities.index"),
        at=community.created_at,
    )


def _parts(community: Community) -> list[str]:
    """Return everything that everybody reads of it, in both languages."""
    one = community
    seeks, why = _told(one.seeks_hu, one.seeks_en), one.closed_because
    return [
        *(one.name_hu, one.name_en, one.description_hu, one.description_en),
        _told(one.place, one.meets_hu, one.meets_en),
        _("It is looking for: %(whom)s", whom=seeks) if seeks else "",
        _("Its web page: %(page)s", page=one.website) if one.website else "",
        _contact(one),
        _("Why it was closed: %(why)s", why=why) if why else "",
    ]


def _told(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _contact(community: Community) -> str:
    """Write what would be shown of the contact person, so that a facilitator sees it first."""
    if not community.contact_shown:
        return ""
    told = _told(community.contact_name, community.contact_email, community.contact_phone)
    return _("Contact, to be shown: %(contact)s", contact=told)


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
        words=WORDS,
        safety=_safety,
        sent=lambda community: community.author_id is not None,
    )
)
