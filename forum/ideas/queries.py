"""What pages read about ideas."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased, defer, joinedload, lazyload

from forum.core import search
from forum.core.codes import token_hash
from forum.core.db import db
from forum.core.pages import paginate
from forum.ideas import extensions
from forum.ideas.models import (
    LONGEST,
    SCOPE,
    Idea,
    Support,
    idea_age_band,
    idea_neighbourhood,
)

#: Similar ideas shown to somebody who is typing; more would not be read.
SIMILAR_SHOWN = 4
#: Ideas somebody supports, shown among one's own.
SUPPORTED_SHOWN = 30
#: Cards on one page of the list.
PER_PAGE = 18


class Choice(NamedTuple):
    """What a reader wants to see of the ideas, and in which order."""

    sort: str = "newest"
    state: str = ""
    category_id: int | None = None
    neighbourhood_id: int | None = None
    age_band_id: int | None = None
    words: str = ""

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return any(self[1:])


_ANSWERED = case((Idea.state == "new", 1), else_=0)
ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": (),
    "supported": (Idea.supports_count.desc(),),
    "answered": (_ANSWERED, Idea.state_at.desc()),
}


def visible_to(person: Any, erased: bool = False) -> Select[tuple[Idea]]:
    """Select what ``person`` may read: shown ideas, one's own, and for facilitators all."""
    query = select(Idea)
    if person.at_least("facilitator"):
        return query
    gone = Idea.text == "" if erased else false()
    return query.where(or_(Idea.visible, _mine(person), gone))


def visible_idea(person: Any, idea_id: int) -> Idea | None:
    """Return the idea if ``person`` may read it; of an erased one everybody may read that it was."""
    query = visible_to(person, erased=True).where(Idea.id == idea_id)
    names = (joinedload(Idea.category), joinedload(Idea.lead), joinedload(Idea.split_from))
    return db.session.scalars(query.options(*names)).unique().first()


def own_idea(person: Any, idea_id: int) -> Idea | None:
    """Return the idea, whatever its state, if ``person`` proposed it."""
    return db.session.scalars(by_author(person).where(Idea.id == idea_id)).first()


def by_author(person: Any) -> Select[tuple[Idea]]:
    """Select everything ``person`` proposed, hidden ones too, the newest first."""
    return select(Idea).where(_mine(person)).order_by(Idea.id.desc())


def stands_alone() -> ColumnElement[bool]:
    """Whether an idea speaks for itself: it is under no other, or under one that is not shown."""
    lead = aliased(Idea)
    shown_lead = exists().where(lead.id == Idea.lead_id, lead.visible).correlate(Idea)
    return Idea.lead_id.is_(None) | ~shown_lead


def latest(limit: int) -> Sequence[Idea]:
    """Return the newest public ideas that stand for themselves."""
    query = select(Idea).where(Idea.visible, stands_alone()).order_by(Idea.id.desc())
    return db.session.scalars(query.limit(limit)).unique().all()


def supported_by(person: Any) -> Sequence[Idea]:
    """Return the public ideas ``person`` supports, the last one first; at most a screenful."""
    holds = (Support.person_id == person.id, Support.withdrawn_at.is_(None))
    query = names_only(*holds, Idea.visible).join(Support, Support.idea_id == Idea.id)
    return db.session.scalars(query.order_by(Support.at.desc()).limit(SUPPORTED_SHOWN)).all()


def claimed_by(code: str) -> Idea | None:
    """Return the idea a tidied code belongs to."""
    return db.session.scalars(select(Idea).where(Idea.claim_hash == token_hash(code))).first()


def stamp(idea_id: int | None = None) -> object:
    """Return what changes whenever the page of an idea, or of all ideas, must be made anew."""
    if idea_id is None:
        query = select(func.count(), func.sum(Idea.tick)).where(Idea.visible)
        return tuple(db.session.execute(query).one())
    query = select(Idea.visible, Idea.tick, Idea.state, Idea.lead_id)
    row = db.session.execute(query.where(Idea.id == idea_id)).first()
    return (*(row or ()), *extensions.stamps(idea_id))


def similar_to(title: str, text: str, surely: bool = False) -> list[Idea]:
    """Return public ideas that share words with these, nearest first; merged ones as their lead."""
    words = f"{title}\n{text}"[:LONGEST]
    ids = search.similar(words, "idea", SCOPE, 2 * SIMILAR_SHOWN, surely)
    if not ids:
        return []
    query = names_only(Idea.id.in_(ids), Idea.visible).options(joinedload(Idea.lead))
    rows = sorted(db.session.scalars(query).unique(), key=lambda row: ids.index(row.id))
    found = (row.leader for row in rows)
    return list(dict.fromkeys(found))[:SIMILAR_SHOWN]


def shown(choice: Choice) -> Select[tuple[Idea]]:
    """Select public ideas, chosen and ordered; merged ones only where words are looked for."""
    query = select(Idea).where(Idea.visible)
    if choice.state:
        query = query.where(Idea.state == choice.state)
    if choice.category_id:
        query = query.where(Idea.category_id == choice.category_id)
    if choice.neighbourhood_id:
        query = query.where(_anywhere_or(idea_neighbourhood, "neighbourhood", choice))
    if choice.age_band_id:
        query = query.where(_anywhere_or(idea_age_band, "age_band", choice))
    if choice.words:
        found = search.matching(choice.words, "idea", SCOPE)
        query = query.where(Idea.id.in_(found) if found is not None else false())
    else:
        query = query.where(stands_alone())
    return query.order_by(*ORDERS[choice.sort], Idea.id.desc())


def _anywhere_or(table: Any, name: str, choice: Choice) -> Any:
    """Tell whether an idea is for the one asked for; one that names none is for all."""
    wanted = getattr(choice, f"{name}_id")
    this = select(table.c.idea_id).where(table.c[f"{name}_id"] == wanted)
    return or_(Idea.id.in_(this), Idea.id.not_in(select(table.c.idea_id)))


def page_of(choice: Choice) -> Pagination:
    """Return a page of the list."""
    light = defer(Idea.html), defer(Idea.needs), defer(Idea.submit_key), defer(Idea.claim_hash)
    query = shown(choice).options(joinedload(Idea.category), *light)
    return paginate(query, per_page=PER_PAGE)


def names_only(*where: Any) -> Select[tuple[Idea]]:
    """Select ideas of which a page shows little more than the title."""
    lists = lazyload(Idea.neighbourhoods), lazyload(Idea.age_bands)
    return select(Idea).where(*where).options(*lists)


def merged_under(idea: Idea) -> Sequence[Idea]:
    """Return the public ideas put under this one, the oldest first."""
    query = names_only(Idea.lead_id == idea.id, Idea.visible)
    return db.session.scalars(query.order_by(Idea.id)).all()


def split_off(idea: Idea) -> Sequence[Idea]:
    """Return the public ideas that were split from this one, the oldest first."""
    query = names_only(Idea.split_from_id == idea.id, Idea.visible)
    return db.session.scalars(query.order_by(Idea.id)).all()


def counts_by_state() -> dict[str, int]:
    """Count the public ideas of the list in each state."""
    query = select(Idea.state, func.count()).where(Idea.visible, stands_alone())
    return dict(db.session.execute(query.group_by(Idea.state)).tuples().all())


def _mine(person: Any) -> Any:
    return Idea.author_id == person.id if person.id is not None else false()
