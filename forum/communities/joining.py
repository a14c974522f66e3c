"""Joining: a wish is noted, answered where somebody leads, and enough of them found a community.

Every verb here holds the row of the community until the commit, so of many who join at the same
moment nobody is lost, and the one who makes it enough founds it, once.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from forum.accounts.models import Person
from forum.accounts.reach import reach
from forum.audit import record
from forum.communities import acts, telling
from forum.communities.models import (
    Community,
    CommunityMember,
    community_founded,
    community_members_changed,
)
from forum.communities.proposing import claim_code, newcomer, stand_in
from forum.communities.queries import members_count
from forum.core.codes import token_hash
from forum.core.contacts import contact_key, email_of, phone_of
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once


@dataclass(frozen=True)
class Wish:
    """Who would like to join, how they can be answered, and what they say."""

    name: str
    contact: str
    message: str = ""
    language: str = "hu"
    channel: str = "web"


class AlreadyJoined(Refused):
    """Somebody with this account or contact is on the list; the sentence tells nothing of them."""

    def __init__(self, member: CommunityMember, own: bool) -> None:
        super().__init__(_l("Somebody has joined with this contact already; nothing has changed."))
        self.member, self.own = member, own


def joined_with(submit_key: str) -> CommunityMember | None:
    """Return the wish that was sent with ``submit_key``, if any."""
    query = select(CommunityMember).where(CommunityMember.submit_key == submit_key)
    return db.session.scalars(query).first()


def join(
    community: Community,
    wish: Wish,
    person: Person,
    submit_key: str,
    entered_by: Person | None = None,
) -> CommunityMember:
    """Put somebody on the list, or note that they ask to join; the same key twice is one wish.

    ``entered_by`` is the member of staff who writes it down for somebody. Raises AlreadyJoined for
    a person or contact that is on the list, Refused when one cannot join.
    """
    community.hold()
    member, new = once(
        lambda: joined_with(submit_key),
        lambda: _add(community, wish, person, submit_key, entered_by),
    )
    if new:
        _after_joining(community, member, entered_by)
    return member


def _add(
    community: Community, wish: Wish, person: Person, submit_key: str, entered_by: Person | None
) -> CommunityMember:
    if not community.takes_people:
        raise Refused(_l("One cannot join this community now."))
    somebody = newcomer() if entered_by else stand_in(person, wish.contact)
    row = _free_row(community, somebody, wish.contact)
    row.person_id, row.submit_key = somebody.id, submit_key
    row.name, row.contact, row.message = wish.name, wish.contact, wish.message
    row.contact_key, row.channel = contact_key(wish.contact), wish.channel
    row.claim_hash = token_hash(claim_code(submit_key))
    row.state = "asked" if community.is_founded else "member"
    row.answer, row.decided_at, row.decided_by_id, row.at = "", None, None, now()
    row.entered_by_id = entered_by.id if entered_by else None
    db.session.add(row)
    reach(somebody, email_of(wish.contact), phone_of(wish.contact), wish.language)
    db.session.flush()
    return row


def _free_row(community: Community, person: Person, contact: str) -> CommunityMember:
    """Return the row to write in: that of somebody who left and comes back, or a new one."""
    key = contact_key(contact)
    mine = CommunityMember.person_id == person.id
    query = select(CommunityMember).where(
        CommunityMember.community_id == community.id,
        or_(mine, CommunityMember.contact_key == key) if key else mine,
    )
    rows = list(db.session.scalars(query.order_by(CommunityMember.id)))
    for row in rows:
        if row.stands:
            raise AlreadyJoined(row, own=row.person_id == person.id)
    declined = next((row for row in rows if row.state == "declined"), None)
    if declined is not None and declined.person_id != person.id:
        raise AlreadyJoined(declined, own=False)
    if declined is not None:
        raise Refused(_l("This was asked before, and answered. Please call us if it has changed."))
    for row in rows[1:]:  # one person with two contacts, who left with both
        db.session.delete(row)
    db.session.flush()
    return rows[0] if rows else CommunityMember(community_id=community.id)


def _after_joining(
    community: Community, member: CommunityMember, entered_by: Person | None
) -> None:
    if member.state == "asked":
        record(acts.ASKED, entered_by, community)
        telling.asked(community, member)
        return
    record(acts.JOINED, entered_by, community)
    _changed(community)
    found_if_enough(community)


def found_if_enough(community: Community) -> bool:
    """Found the community once enough people are on its list; the caller holds its row.

    Not while it is hidden or waits: then it is founded when everybody may read about it again.
    """
    if community.is_founded or community.is_closed or not community.visible:
        return False
    if members_count(community) < community.needed:
        return False
    community.founded_at = now()
    community.touch()
    db.session.flush()
    record(acts.FOUNDED, None, community)
    telling.founded(community)
    community_founded.send(community)
    return True


def leave(member: CommunityMember) -> bool:
    """Take oneself off the list; name, contact and words are forgotten. False when it was done."""
    community = member.community
    community.hold()
    db.session.refresh(member)
    if not member.stands:
        return False
    if member.person_id == community.author_id:
        raise Refused(
            _l("You lead this community. Please close it, or ask us to find who leads it on.")
        )
    member.state, member.decided_at = "left", now()
    member.forget()
    _changed(community)
    record(acts.LEFT, None, community)
    return True


def decide(member: CommunityMember, by: Person, accept: bool, answer: str = "") -> bool:
    """Accept or decline who asked, with a word; False when somebody has answered already."""
    community = member.community
    community.hold()
    db.session.refresh(member)
    if member.state != "asked":
        return False
    _answer(member, by, "member" if accept else "declined", answer)
    record(acts.ACCEPTED if accept else acts.DECLINED, by, community)
    return True


def remove(member: CommunityMember, by: Person) -> bool:
    """Take somebody off the list, who is told; False when they are not on it any more."""
    community = member.community
    community.hold()
    db.session.refresh(member)
    if member.state != "member":
        return False
    if member.person_id == community.author_id:
        raise Refused(_l("Whoever leads the community stays on its list."))
    _answer(member, by, "declined", "")
    record(acts.REMOVED, by, community)
    return True


def _answer(member: CommunityMember, by: Person, state: str, answer: str) -> None:
    member.state, member.answer = state, answer
    if state == "declined":
        member.forget()
    member.decided_at, member.decided_by_id = now(), by.id
    _changed(member.community)
    telling.decided(member.community, member)


def _changed(community: Community) -> None:
    """Note that somebody came or went."""
    community.touch()
    db.session.flush()
    community_members_changed.send(community)
