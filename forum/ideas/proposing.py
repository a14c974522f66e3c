"""Acts that make ideas: one is proposed, a list is taken in, words are changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.guardians import public_name
from forum.accounts.models import Person
from forum.audit import declare, record
from forum.city.models import AgeBand, Neighbourhood
from forum.city.queries import current_project
from forum.core import reference, search
from forum.core.codes import code_from, token_hash
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import once
from forum.core.rendering import render
from forum.ideas.counting import recount
from forum.ideas.models import Idea, Support, idea_proposed
from forum.moderation.rules import look_at

EDITED = declare("idea.edited", _l("The author changed idea %(reference)s."), public=False)
SETTLED = _l("Somebody supports this idea, or the city has answered it, so its words stay.")


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes, and what they told about themselves."""

    title: str
    text: str
    category_id: int | None = None
    neighbourhood_ids: tuple[int, ...] = ()
    age_band_ids: tuple[int, ...] = ()
    place: str = ""
    timing: str = ""
    needs: str = ""
    cost: int | None = None
    signature: str = ""
    #: Where the author lives and how old, if told.
    home_id: int | None = None
    age_band_id: int | None = None
    #: Fingerprint of how the author can be reached; an account has that of its own address.
    contact_key: str | None = None
    channel: str = "web"


def claim_code(submit_key: str) -> str:
    """Return the code with which whoever sent ``submit_key`` can follow the idea."""
    return code_from("ideas", submit_key)


def sent_with(submit_key: str) -> Idea | None:
    """Return the idea that was sent with ``submit_key``, if any."""
    return db.session.scalars(select(Idea).where(Idea.submit_key == submit_key)).first()


def propose(
    proposal: Proposal, author: Person, submit_key: str, entered_by: Person | None = None
) -> Idea:
    """Add an idea; the same key twice gives the same idea."""

    def add() -> Idea:
        year, serial = reference.take("idea")
        idea = _idea(proposal, author, submit_key, year, serial, entered_by)
        db.session.add(idea)
        db.session.flush()
        return idea

    idea, new = once(lambda: sent_with(submit_key), add)
    if new:
        search.add_new([idea.findable()])
        look_at(idea)
        idea_proposed.send(idea)
    return idea


def take_in(proposals: Sequence[Proposal], by: Person | None, key: str) -> list[Idea]:
    """Add a whole list, one person for each row; everything or (on any error) nothing.

    ``key`` names the list: taking it in again raises IntegrityError and adds nothing.
    """
    if not proposals:
        return []
    year, first = reference.take("idea", len(proposals))
    people = [Person(role="visitor") for _proposal in proposals]
    db.session.add_all(people)
    db.session.flush()
    ideas = [
        _idea(proposal, person, f"{key}:{offset}", year, first + offset, by)
        for offset, (proposal, person) in enumerate(zip(proposals, people, strict=True))
    ]
    db.session.add_all(ideas)
    db.session.flush()
    search.add_new([idea.findable() for idea in ideas])
    for idea in ideas:
        idea_proposed.send(idea)
    return ideas


def edit(idea: Idea, by: Person, proposal: Proposal) -> None:
    """Change what is proposed; refused once somebody supports it or the city has answered.

    How it reached the city, and what the author told of themselves, stays as it was.
    """
    idea.hold()
    if idea.is_settled:
        raise Refused(SETTLED)
    _fill(idea, proposal)
    record(EDITED, by, idea)
    idea.touch()
    db.session.flush()
    if idea.visible:
        search.add(idea.findable())
    look_at(idea, changed=True)


def attach(idea: Idea, person: Person) -> bool:
    """Make ``person`` the author of a visitor's idea; False when it is theirs already.

    Nobody supports their own: what they said for it as somebody else is taken back. Refused when
    the idea belongs to another account.
    """
    idea.hold()
    if idea.author_id == person.id:
        return False
    if idea.author.role != "visitor":
        raise Refused(_l("This idea belongs to another account."))
    idea.author_id = person.id
    mine = select(Support).where(Support.idea_id == idea.id, Support.person_id == person.id)
    for row in db.session.scalars(mine):
        db.session.delete(row)
    recount(idea)
    return True


def _idea(
    proposal: Proposal, author: Person, key: str, year: int, serial: int, by: Person | None
) -> Idea:
    project = current_project()
    idea = Idea(
        project_id=project.id if project else None,
        year=year,
        serial=serial,
        channel=proposal.channel,
        author=author,
        signature=public_name(author, proposal.signature, proposal.age_band_id),
        home_id=proposal.home_id,
        age_band_id=proposal.age_band_id,
        contact_key=proposal.contact_key if by else author.contact_key or proposal.contact_key,
        submit_key=key,
        claim_hash=token_hash(claim_code(key)),
        entered_by_id=by.id if by else None,
    )
    _fill(idea, proposal)
    return idea


def _fill(idea: Idea, proposal: Proposal) -> None:
    idea.title, idea.text, idea.html = proposal.title, proposal.text, render(proposal.text)
    idea.category_id = proposal.category_id
    idea.place, idea.timing = proposal.place, proposal.timing
    idea.needs, idea.cost = proposal.needs, proposal.cost
    idea.neighbourhoods = _rows(Neighbourhood, proposal.neighbourhood_ids)
    idea.age_bands = _rows(AgeBand, proposal.age_band_ids)


def _rows(model: Any, ids: Sequence[int]) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.id.in_(ids)))) if ids else []
