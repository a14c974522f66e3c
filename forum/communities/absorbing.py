"""What a visitor founded or joined becomes their account's: at sign-in, or by its code."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.belongings import Kind
from forum.accounts.models import Person
from forum.audit import record
from forum.communities import acts
from forum.communities.models import Community, CommunityMember
from forum.communities.showing import withdraw_of_the_young
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import plain_letters


def _author_too(member_id: int, visitor_id: int, to_id: int) -> None:
    """Move the lead of a community with its founder's place on the list."""
    mine = select(CommunityMember.community_id).where(CommunityMember.id == member_id)
    led = select(Community).where(Community.id.in_(mine), Community.author_id == visitor_id)
    leader = db.session.get_one(Person, to_id)
    for community in db.session.scalars(led).unique():
        _lead(community, leader)


def _lead(community: Community, person: Person) -> None:
    community.author_id = person.id
    withdraw_of_the_young(community, person)
    community.touch()


KINDS = (
    Kind(
        "member",
        _l("A community joined or founded"),
        CommunityMember,
        "person_id",
        lambda row: row.community.name,
        also=_author_too,
    ),
)


def absorb_visitor(visitor_id: int, person: Person, **_more: Any) -> None:
    """Give ``person`` what the visitor founded and joined; the caller commits.

    On a shared device somebody else may have written before: what carries another name or e-mail
    address stays where it is, and can be taken over by its code.
    """
    if visitor_id == person.id:
        return
    rows = select(CommunityMember).where(CommunityMember.person_id == visitor_id)
    for row in db.session.scalars(rows.order_by(CommunityMember.community_id)).all():
        if not _is_of(row, person):
            continue
        community = row.community
        community.hold()
        if community.author_id == visitor_id:
            _lead(community, person)
        _hand_over(row, person)


def _is_of(row: CommunityMember, person: Person) -> bool:
    """Whether the contact is the account's address, or a telephone beside the account's name."""
    if row.contact_key is not None and row.contact_key == contact_key(person.email):
        return True
    by_phone = row.contact != "" and "@" not in row.contact
    return by_phone and plain_letters(row.name) == plain_letters(person.name)


def _hand_over(row: CommunityMember, person: Person) -> None:
    """Give a wish to ``person``, who is one person: of two that stand, the account's stays."""
    query = select(CommunityMember).where(
        CommunityMember.community_id == row.community_id, CommunityMember.person_id == person.id
    )
    other = db.session.scalars(query).first()
    if other is not None and other is not row and not (row.stands and not other.stands):
        if row.stands:
            row.state = "left"
            row.forget()
        return
    if other is not None and other is not row:
        db.session.delete(other)
        db.session.flush()
    row.person_id = person.id
    db.session.flush()


def claim(found: Community | CommunityMember, person: Person) -> bool:
    """Take what a code was given for into an account; False when it is there already.

    Refused when it belongs to another account.
    """
    community = found if isinstance(found, Community) else found.community
    community.hold()
    if isinstance(found, Community):
        return _claim_lead(found, person)
    db.session.refresh(found)
    if found.person_id == person.id:
        return False
    _still_free(found.person)
    _hand_over(found, person)
    community.touch()
    return True


def _still_free(owner: Person | None) -> None:
    if owner is not None and owner.role != "visitor":
        raise Refused(_l("This belongs to another account."))


def _claim_lead(community: Community, person: Person) -> bool:
    if community.author_id == person.id:
        return False
    _still_free(community.author)
    mine = CommunityMember.person_id == community.author_id
    query = select(CommunityMember).where(CommunityMember.community_id == community.id, mine)
    row = db.session.scalars(query).first()
    _lead(community, person)
    if row is not None:
        _hand_over(row, person)
    record(acts.CLAIMED, person, community)
    return True
