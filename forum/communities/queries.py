"""What pages read about communities."""

from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.communities import extensions
from forum.communities.models import Community, CommunityMember, Hosting
from forum.core.codes import clean_code, token_hash
from forum.core.db import db, now
from forum.core.i18n import collation_key
from forum.events.life import Cancellation
from forum.events.models import Event
from forum.events.queries import visible_to as visible_events

#: Events named on the page of a community; the calendar has them all.
MOST_EVENTS = 8


def visible_to(person: Any) -> Select[tuple[Community]]:
    """Select the communities ``person`` may read: what is shown, and one's own; staff all."""
    query = select(Community).options(joinedload(Community.category))
    if person.at_least("facilitator"):
        return query
    if person.id is None:
        return query.where(Community.visible)
    return query.where(or_(Community.visible, Community.author_id == person.id))


def visible_community(person: Any, community_id: int) -> Community | None:
    """Return the community if ``person`` may read it."""
    query = visible_to(person).where(Community.id == community_id)
    return db.session.scalars(query).unique().first()


def stamp(community_id: int | None = None) -> object:
    """Return what changes whenever a page about communities must be made anew."""
    if community_id is None:
        query = select(func.count(Community.id), func.sum(Community.tick))
        return tuple(db.session.execute(query).one())
    tick = db.session.scalar(select(Community.tick).where(Community.id == community_id))
    hosted = select(func.count(Hosting.id), func.sum(Event.tick)).join(Hosting.event)
    events = db.session.execute(hosted.where(Hosting.community_id == community_id)).one()
    return tick, tuple(events), extensions.stamps(community_id)


def choosable(kept: Community | None = None) -> list[Community]:
    """Return the communities that can host something, by name; ``kept`` is offered in any case."""
    query = select(Community).where(
        Community.visible, Community.closed_at.is_(None), Community.founded_at.is_not(None)
    )
    rows = list(db.session.scalars(query).unique())
    if kept is not None and kept not in rows:
        rows.append(kept)
    return sorted(rows, key=lambda row: collation_key(row.name))


def member_counts(community_ids: list[int]) -> dict[int, int]:
    """Return how many people belong to each community, or stand on its list."""
    query = select(CommunityMember.community_id, func.count()).where(
        CommunityMember.community_id.in_(community_ids), CommunityMember.state == "member"
    )
    rows = db.session.execute(query.group_by(CommunityMember.community_id)).tuples().all()
    return dict.fromkeys(community_ids, 0) | dict(rows)


def members_count(community: Community) -> int:
    """Return how many people belong to it, or stand on its list."""
    return member_counts([community.id])[community.id]


def own_membership(person: Any, community: Community) -> CommunityMember | None:
    """Return what ``person`` asked of this community."""
    if person.id is None:
        return None
    query = select(CommunityMember).where(
        CommunityMember.community_id == community.id, CommunityMember.person_id == person.id
    )
    return db.session.scalars(query).first()


def members_of(community: Community) -> dict[str, list[CommunityMember]]:
    """Return who asked, who belongs to it and who does not any more, in the order they came."""
    query = select(CommunityMember).where(CommunityMember.community_id == community.id)
    rows = list(db.session.scalars(query.order_by(CommunityMember.at, CommunityMember.id)))
    found = {state: [row for row in rows if row.state == state] for state in ("asked", "member")}
    return {**found, "gone": [row for row in rows if not row.stands]}


def hosted(person: Any, community: Community) -> dict[str, Any]:
    """Return the events a community hosts, coming ones first to come, and how many took place."""
    mine = (
        visible_events(person)
        .join(Hosting, Hosting.event_id == Event.id)
        .where(Hosting.community_id == community.id)
    )
    off = exists().where(Cancellation.event_id == Event.id).correlate(Event)
    coming = mine.where(Event.ends_at > now(), ~off).order_by(Event.starts_at, Event.id)
    past = mine.where(Event.ends_at <= now(), ~off).order_by(Event.starts_at.desc(), Event.id)
    count = select(func.count()).select_from(past.order_by(None).subquery())
    return {
        "coming": list(db.session.scalars(coming.limit(MOST_EVENTS)).unique()),
        "past": list(db.session.scalars(past.limit(MOST_EVENTS)).unique()),
        "past_count": db.session.scalar(count) or 0,
    }


def hosting_of(event_id: int) -> Hosting | None:
    """Return who hosts an event."""
    query = select(Hosting).join(Hosting.community).where(Hosting.event_id == event_id)
    return db.session.scalars(query.options(contains_eager(Hosting.community))).unique().first()


def led_by(person: Any) -> list[Community]:
    """Return the communities ``person`` proposed and leads, the newest first."""
    query = select(Community).where(Community.author_id == person.id)
    return list(db.session.scalars(query.order_by(Community.id.desc())).unique())


def joined_by(person: Any) -> list[CommunityMember]:
    """Return what ``person`` asked of communities that are not theirs, the last first."""
    query = (
        select(CommunityMember)
        .join(CommunityMember.community)
        .where(CommunityMember.person_id == person.id)
        .where(or_(Community.author_id.is_(None), Community.author_id != person.id))
        .options(contains_eager(CommunityMember.community))
    )
    return list(db.session.scalars(query.order_by(CommunityMember.id.desc())).unique())


def asked_counts(community_ids: list[int]) -> dict[int, int]:
    """Return how many wait for the answer of each community."""
    query = select(CommunityMember.community_id, func.count()).where(
        CommunityMember.community_id.in_(community_ids), CommunityMember.state == "asked"
    )
    return dict(db.session.execute(query.group_by(CommunityMember.community_id)).tuples().all())


def claimed_community(code: str) -> Community | None:
    """Return the community that was proposed with a code."""
    query = select(Community).where(Community.claim_hash == token_hash(clean_code(code)))
    return db.session.scalars(query).unique().first()


def claimed_member(code: str) -> CommunityMember | None:
    """Return the wish to join that a code was given for."""
    mine = CommunityMember.claim_hash == token_hash(clean_code(code))
    query = select(CommunityMember).join(CommunityMember.community).where(mine)
    query = query.options(contains_eager(CommunityMember.community))
    return db.session.scalars(query).unique().first()


def figures() -> dict[str, int]:
    """Return how many communities there are now, and how many of them were founded here."""
    there = (Community.visible, Community.closed_at.is_(None), Community.founded_at.is_not(None))
    columns = func.count(), func.count().filter(Community.needed > 0)
    total, here = db.session.execute(select(*columns).where(*there)).one()
    return {"communities": total, "founded_here": here}
