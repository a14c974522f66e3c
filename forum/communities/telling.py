"""What people are told about communities; never who else is on a list."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from forum.accounts.models import STAFF_ROLES, Person
from forum.communities.models import Community, CommunityMember
from forum.core.db import db
from forum.core.i18n import language
from forum.core.news import Details, News, Topic, Words, declare, tell, tell_followers


def _name(details: Details) -> str:
    return str((details.get("title_en") if language() == "en" else "") or details["title_hu"])


def _there(topic: Topic) -> bool:
    """Whether the community may still be spoken of: not while it is hidden or waits."""
    row = db.session.get(Community, topic[1])
    return row is not None and row.visible


def _decided_title(details: Details) -> str:
    if details["accepted"]:
        return _("%(name)s: you are welcome", name=_name(details))
    return _("%(name)s answered you", name=_name(details))


def _decided(details: Details) -> list[str]:
    if details["accepted"]:
        return [_("You wished to join. The community has said yes and is looking forward to you.")]
    return [_("You wished to join. This time the community could not say yes.")]


def _founded(details: Details) -> list[str]:
    number = int(details["members"])
    return [
        ngettext(
            "%(num)s person has come together, so the community exists now.",
            "%(num)s people have come together, so the community exists now.",
            number,
        ),
        _("Next, whoever proposed it gets in touch with everybody to agree on the first meeting."),
    ]


def _asked_by_many(details: Details, number: int) -> str:
    return ngettext(
        "%(num)s person would like to join: %(name)s",
        "%(num)s people would like to join: %(name)s",
        number,
        name=_name(details),
    )


ASKED = declare(
    "community_asked",
    Words(
        lambda details: _("Somebody would like to join: %(name)s", name=_name(details)),
        lambda details: [_("Please answer: accept or decline, with a word.")],
        _l("See who asks"),
        "people",
        _there,
        many=_asked_by_many,
    ),
)
DECIDED = declare(
    "community_decided", Words(_decided_title, _decided, _l("To the community"), "people", _there)
)
FOUNDED = declare(
    "community_founded",
    Words(
        lambda details: _("It is founded: %(name)s", name=_name(details)),
        _founded,
        _l("To the community"),
        "people",
        _there,
    ),
)
CLOSED = declare(
    "community_closed",
    Words(
        lambda details: _("This community has been closed: %(name)s", name=_name(details)),
        lambda details: [_("The reason is on its page.")],
        _l("To the community"),
        "lock",
        _there,
    ),
)


def _news(kind: str, community: Community, key: object, place: str = "", **more: Any) -> News:
    details = {"title_hu": community.name_hu, "title_en": community.name_en, **more}
    path = f"/communities/{community.id}{place}"
    return News(kind, f"{community.id}:{key}", ("community", community.id), path, details)


def _members(community: Community) -> list[int]:
    """Return whoever is on the list, or waits for an answer."""
    query = select(CommunityMember.person_id).where(
        CommunityMember.community_id == community.id,
        CommunityMember.state.in_(["member", "asked"]),
    )
    return list(db.session.scalars(query.order_by(CommunityMember.id)))


def _office() -> list[int]:
    query = select(Person.id).where(Person.role.in_(STAFF_ROLES), Person.disabled_at.is_(None))
    return list(db.session.scalars(query.order_by(Person.id)))


def asked(community: Community, member: CommunityMember) -> None:
    """Tell whoever leads the community that somebody asks; the office, where no account leads it."""
    key = f"{member.id}:{member.submit_key[:12]}"
    author = community.author
    people = [author.id] if author is not None else []
    if author is None or author.role == "visitor":
        people += _office()
    tell(_news(ASKED, community, key, "/members"), people)


def decided(community: Community, member: CommunityMember) -> None:
    """Tell whoever asked what was answered."""
    key = f"{member.id}:{member.state}:{member.decided_at:%Y%m%d%H%M%S%f}"
    accepted = member.state == "member"
    tell(_news(DECIDED, community, key, accepted=accepted), [member.person_id])


def founded(community: Community) -> None:
    """Tell everybody on the list, the office and whoever follows it that it exists now."""
    members = _members(community)
    news = _news(FOUNDED, community, "founded", members=len(members))
    people = list(dict.fromkeys([*members, *_office()]))
    tell(news, people)
    tell_followers(news, people)


def closed(community: Community) -> None:
    """Tell everybody who belongs to it, whoever leads it and its followers that it is no more."""
    lead = [community.author_id] if community.author_id else []
    people = list(dict.fromkeys([*_members(community), *lead]))
    news = _news(CLOSED, community, f"{community.closed_at:%Y%m%d%H%M%S}")
    tell(news, people)
    tell_followers(news, people)
