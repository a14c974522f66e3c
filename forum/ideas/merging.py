"""Putting ideas together that ask for the same thing, and taking that back; nothing is lost.

Open mergers are the edges of a forest: each idea is put under at most one other, none ever under
itself. ``Idea.lead_id`` repeats the top of its tree. Originals, authors, supporters, comments and
pictures stay where they are.
"""

from collections.abc import Iterable, Sequence
from secrets import token_urlsafe
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import unless_done
from forum.ideas import telling
from forum.ideas.counting import group_of, hold_groups, recount, supporters
from forum.ideas.life import Merger
from forum.ideas.models import Idea, Support
from forum.ideas.supporting import support

#: What becomes of supporters: asked one by one, or counted at once.
COUNTING = {
    "ask": _l("Ask them: each supporter is asked whether they support the leading idea too"),
    "count": _l("Count them: both ask for the very same thing, so supporters of both count"),
}

MERGED = declare("idea.merged", _l("%(actor)s put idea %(reference)s under idea %(lead)s."))
UNMERGED = declare(
    "idea.unmerged", _l("%(actor)s took idea %(reference)s out from under idea %(lead)s.")
)


def open_merger(idea_id: int) -> Merger | None:
    """Return the act by which an idea stands under another, None when it stands by itself."""
    query = select(Merger).where(Merger.idea_id == idea_id, Merger.undone_at.is_(None))
    return db.session.scalars(query).first()


def mergers_into(idea_id: int) -> Sequence[Merger]:
    """Return the acts by which other ideas stand directly under this one, the first first."""
    query = select(Merger).where(Merger.into_id == idea_id, Merger.undone_at.is_(None))
    return db.session.scalars(query.options(joinedload(Merger.idea)).order_by(Merger.id)).all()


def merge(idea: Idea, into: Idea, by: Person, counting: str = "ask", because: str = "") -> Merger:
    """Put ``idea``, with whatever stands under it, under ``into``; sent again it is one merger.

    Refused when it stands under another already, when that would make a circle, and of ideas that
    are not shown.
    """
    if counting not in COUNTING:
        raise ValueError(f"unknown way of counting {counting}")
    if not because.strip():
        raise Refused(_l("Please say why the ideas are put together; supporters read it."))
    hold_groups([idea, into])
    known = open_merger(idea.id)
    if known is not None and known.into_id == into.id:
        return known
    if known is not None:
        raise Refused(_("%(idea)s stands under another idea already.", idea=idea.reference))
    if into.id == idea.id or into.lead_id == idea.id:
        raise Refused(_("%(idea)s leads %(into)s.", idea=idea.reference, into=into.reference))
    if not (idea.visible and into.visible):
        raise Refused(_("Only ideas that are shown can be put together."))
    below = _group(idea.id)
    merger = Merger(idea=idea, into=into, by_id=by.id, counting=counting, because=because)
    with unless_done(_("%(idea)s stands under another idea already.", idea=idea.reference)):
        db.session.add(merger)
        db.session.flush()
    _lead_anew([idea, into])
    record(MERGED, by, idea, lead=into.reference)
    telling.tell_merger(merger, below)
    return merger


def undo(merger: Merger, by: Person) -> bool:
    """Let an idea, with whatever stands under it, stand alone again; False when it does already."""
    hold_groups([merger.idea, merger.into])
    db.session.refresh(merger, with_for_update={"of": Merger})
    if merger.undone_at is not None:
        return False
    merger.undone_at, merger.undone_by_id = now(), by.id
    _lead_anew([merger.idea, merger.into])
    record(UNMERGED, by, merger.idea, lead=merger.into.reference)
    telling.tell_undone(merger, _group(merger.idea_id))
    return True


def _group(lead_id: int) -> list[int]:
    return [lead_id, *db.session.scalars(select(Idea.id).where(Idea.lead_id == lead_id))]


def _lead_anew(ideas: Iterable[Idea]) -> None:
    """Let every idea of these groups know its lead again, and count anew."""
    held = hold_groups(ideas)
    up = edges(idea.id for idea in held)
    for idea in held:
        top = idea.id
        while top in up:
            top = up[top]
        idea.lead_id = top if top != idea.id else None
        idea.touch()
    db.session.flush()
    recount(*held)


def edges(idea_ids: Iterable[int]) -> dict[int, int]:
    """Return under which idea each of these stands, from the open mergers."""
    query = select(Merger.idea_id, Merger.into_id)
    query = query.where(Merger.idea_id.in_(list(idea_ids)), Merger.undone_at.is_(None))
    return dict(db.session.execute(query).tuples().all())


def say_yes(merger: Merger, person: Person) -> Support:
    """Let a supporter of the idea that was put under another support the leading one too.

    What they told about themselves goes with them; somebody who did not support the first one
    supports the other like anybody.
    """
    lead = leading(merger)
    query = select(Support).where(
        Support.idea_id == merger.idea_id,
        Support.person_id == person.id,
        Support.withdrawn_at.is_(None),
    )
    first = db.session.scalars(query).first()
    if first is None:
        return support(lead, person, key=token_urlsafe(16))
    return support(
        lead,
        person,
        key=token_urlsafe(16),
        channel="web",
        contact_key=first.contact_key,
        home_id=first.home_id,
        age_band_id=first.age_band_id,
        wants_news=first.wants_news,
    )


def leading(merger: Merger) -> Idea:
    """Return the idea that leads the group a merger made."""
    into = merger.into
    lead = db.session.get(Idea, into.lead_id) if into.lead_id else into
    assert lead is not None
    return lead


class Together(NamedTuple):
    """How many people would stand behind two groups together."""

    first: int
    second: int
    both: int


def together(first: Idea, second: Idea) -> Together:
    """Count the people behind two ideas and all that stands under them, each once."""
    one, other = set(group_of(first)), set(group_of(second))
    people = supporters(one | other)
    here = set().union(*(people[number] for number in one))
    there = set().union(*(people[number] for number in other))
    return Together(len(here), len(there), len(here | there))
