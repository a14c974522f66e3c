"""How communities come to be: residents propose to found one, the office enters what exists."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.reach import Reach, reach
from forum.audit import record
from forum.city import queries as city
from forum.city.models import Neighbourhood
from forum.communities import acts
from forum.communities.models import Community, CommunityMember
from forum.core.codes import code_from, token_hash
from forum.core.contacts import contact_key, email_of, phone_of
from forum.core.db import db, now
from forum.core.once import once
from forum.moderation.rules import look_at


@dataclass(frozen=True)
class Founder:
    """Who proposes to found a community, and how they can be reached; never shown unasked."""

    name: str
    contact: str
    language: str = "hu"
    #: Whether everybody may read the name and the contact on the community's page.
    shown: bool = False


@dataclass(frozen=True)
class Proposal:
    """What somebody would like to found: an interest list, until ``needed`` people are on it."""

    name: str
    description: str
    founder: Founder
    needed: int = 3
    category_id: int | None = None
    place: str = ""
    meets: str = ""
    neighbourhoods: list[Neighbourhood] = field(default_factory=list)


def claim_code(submit_key: str) -> str:
    """Return the code with which the sender of ``submit_key`` can follow what becomes of it."""
    return code_from("community", submit_key)


def code_of(community: Community) -> str | None:
    """Return the code that leads to a community's lead; None when it was made with an old key."""
    code = claim_code(community.submit_key)
    return code if community.claim_hash == token_hash(code) else None


def sent_with(submit_key: str) -> Community | None:
    """Return the community that was proposed or entered with ``submit_key``, if any."""
    query = select(Community).where(Community.submit_key == submit_key)
    return db.session.scalars(query).unique().first()


def propose(
    proposal: Proposal, author: Person, submit_key: str, entered_by: Person | None = None
) -> Community:
    """Begin an interest list with its founder on it; the same key twice gives the same list.

    It waits for a facilitator, unless one wrote it down (``entered_by``) or proposed it.
    """
    made, _new = once(
        lambda: sent_with(submit_key), lambda: _begin(proposal, author, submit_key, entered_by)
    )
    return made


def _begin(
    proposal: Proposal, author: Person, submit_key: str, entered_by: Person | None
) -> Community:
    waits = entered_by is None and not author.is_staff
    community = Community(
        name_hu=proposal.name,
        description_hu=proposal.description,
        category_id=proposal.category_id,
        place=proposal.place,
        meets_hu=proposal.meets,
        neighbourhoods=proposal.neighbourhoods,
        needed=proposal.needed,
        author=author,
        entered_by_id=entered_by.id if entered_by else None,
        submit_key=submit_key,
        claim_hash=token_hash(claim_code(submit_key)),
        waiting=waits,
        visible=not waits,
        project_id=_project(),
        **_contact(proposal.founder),
    )
    db.session.add(community)
    db.session.flush()
    _put_on_list(community, proposal.founder, author, entered_by)
    record(acts.PROPOSED, entered_by, community)
    if community.contact_public_at:
        record(acts.CONTACT_SHOWN, entered_by, community)
    community.index()
    if entered_by is None:  # what staff wrote down somebody has read
        look_at(community)
    return community


def _contact(founder: Founder) -> dict[str, Any]:
    """Return what the community keeps as its contact; shown only with a yes."""
    return {
        "contact_name": founder.name,
        "contact_email": email_of(founder.contact) or "",
        "contact_phone": phone_of(founder.contact) or "",
        "contact_public_at": now() if founder.shown else None,
    }


def _put_on_list(
    community: Community, founder: Founder, author: Person, entered_by: Person | None
) -> None:
    """Count the founder as the first on the list, and note how they can be told."""
    row = CommunityMember(
        community_id=community.id,
        person_id=author.id,
        name=founder.name,
        contact=founder.contact,
        contact_key=contact_key(founder.contact),
        state="member",
        channel="desk" if entered_by else "web",
        submit_key=f"{community.submit_key}:founder",
        entered_by_id=entered_by.id if entered_by else None,
    )
    db.session.add(row)
    reach(author, email_of(founder.contact), phone_of(founder.contact), founder.language)
    db.session.flush()


def stand_in(person: Person, contact: str) -> Person:
    """Return the row for whoever writes now: a shared device holds more than one person.

    Somebody with an account is that account. A visitor whose browser was used with another
    contact before is somebody new, so that nobody is told what concerns another.
    """
    if person.role != "visitor" or person.id is None:
        return person
    key = contact_key(contact)
    others = select(CommunityMember.id).where(
        CommunityMember.person_id == person.id, CommunityMember.contact_key != key
    )
    known = select(Reach.id).where(Reach.person_id == person.id, Reach.contact_key != key)
    if db.session.scalar(others.limit(1)) is None and db.session.scalar(known.limit(1)) is None:
        return person
    return newcomer()


def newcomer() -> Person:
    """Return the row of a visitor nobody knows yet, such as one the office writes down."""
    row = Person(role="visitor")
    db.session.add(row)
    db.session.flush()
    return row


def enter(by: Person, submit_key: str, values: dict[str, Any]) -> Community:
    """Enter a community that exists; the same key twice gives the same one."""

    def make() -> Community:
        given = dict(values)
        shown = given.pop("contact_shown", False)
        community = Community(
            **given,
            founded_at=now(),
            entered_by_id=by.id,
            submit_key=submit_key,
            claim_hash=token_hash(claim_code(submit_key)),
            project_id=_project(),
            contact_public_at=now() if shown else None,
        )
        db.session.add(community)
        db.session.flush()
        record(acts.ENTERED, by, community)
        if shown:
            record(acts.CONTACT_SHOWN, by, community)
        community.index()
        return community

    return once(lambda: sent_with(submit_key), make)[0]


def _project() -> int | None:
    """Return the grant project in whose time it comes to be."""
    project = city.current_project()
    return project.id if project else None
