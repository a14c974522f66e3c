"""What the office reads about ideas: what waits the longest, what looks alike."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from forum.core import search
from forum.core.db import db
from forum.core.pages import paginate
from forum.core.search import SearchEntry, SearchTerm
from forum.ideas.models import SCOPE, STATES, Idea, idea_neighbourhood

#: Beside the states: those under another idea, and those nobody sees.
LISTS = (*STATES, "merged", "hidden")
#: A word of a title that more ideas have says nothing about two of them being alike.
COMMON = 40
#: Two ideas look alike when their titles share so much; a word that n ideas have is worth 1/n.
ALIKE = 0.1
#: Words two titles have to share at least.
SHARED_WORDS = 2
MOST_ALIKE = 2


class OfficeChoice(NamedTuple):
    """What the office wants to see."""

    list: str = "new"
    category_id: int | None = None
    neighbourhood_id: int | None = None
    words: str = ""
    order: str = "waiting"


ORDERS: dict[str, tuple[Any, ...]] = {
    "waiting": (Idea.state_at, Idea.id),
    "supported": (Idea.supports_count.desc(), Idea.id),
    "newest": (Idea.id.desc(),),
}


def listed(choice: OfficeChoice) -> Select[tuple[Idea]]:
    """Select the ideas of a list of the office, in the order chosen."""
    query = select(Idea).where(*_in_list(choice.list))
    if choice.category_id:
        query = query.where(Idea.category_id == choice.category_id)
    if choice.neighbourhood_id:
        here = select(idea_neighbourhood.c.idea_id).where(
            idea_neighbourhood.c.neighbourhood_id == choice.neighbourhood_id
        )
        query = query.where(Idea.id.in_(here))
    if choice.words:
        query = query.where(_found(choice.words))
    return query.order_by(*ORDERS[choice.order])


def _in_list(name: str) -> tuple[Any, ...]:
    if name == "hidden":
        return (Idea.visible.is_(False),)
    if name == "merged":
        return Idea.visible, Idea.lead_id.is_not(None)
    return Idea.visible, Idea.lead_id.is_(None), Idea.state == name


def _found(words: str) -> Any:
    """Whether an idea has this number or holds these words."""
    numbered = by_reference(words)
    found = search.matching(words, "idea", SCOPE)
    texts = Idea.id.in_(found) if found is not None else false()
    return or_(texts, Idea.id == numbered.id) if numbered is not None else texts


def by_reference(typed: str) -> Idea | None:
    """Return the idea of a number as people write it: P-2026-00012, p 2026 12; None of others."""
    parts = typed.upper().replace("-", " ").split()
    parts = parts[1:] if parts[:1] == ["P"] else parts
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, serial = (int(part[:9]) for part in parts)
    query = select(Idea).where(Idea.year == year, Idea.serial == serial)
    return db.session.scalars(query).first()


def page_of(choice: OfficeChoice) -> Pagination:
    """Return a page of a list of the office."""
    return paginate(listed(choice).options(joinedload(Idea.category), joinedload(Idea.lead)))


def counts() -> dict[str, int]:
    """Count the ideas in each list, with one question to the database."""
    sizes = [
        select(func.count()).select_from(Idea).where(*_in_list(name)).scalar_subquery().label(name)
        for name in LISTS
    ]
    return dict(db.session.execute(select(*sizes)).one()._mapping)


def waiting() -> int:
    """Count the ideas nobody has answered yet."""
    query = select(func.count()).select_from(Idea).where(*_in_list("new"))
    return db.session.scalar(query) or 0


def look_alikes(ideas: Sequence[Idea]) -> dict[int, list[Idea]]:
    """Return ideas whose titles say nearly the same as each of these, the nearest first.

    Constant questions to the database; ideas put together already are not told.
    """
    scores = _shared([idea.id for idea in ideas])
    wanted = {other for found in scores.values() for other in found}
    query = select(Idea).where(Idea.id.in_(wanted), Idea.visible, Idea.lead_id.is_(None))
    rows = {row.id: row for row in db.session.scalars(query)} if wanted else {}
    return {
        idea.id: [
            rows[other] for other in scores[idea.id] if other in rows and other != idea.lead_id
        ][:MOST_ALIKE]
        for idea in ideas
        if idea.lead_id is None
    }


def _shared(ids: Sequence[int]) -> dict[int, list[int]]:
    """Return, for each idea, others by how much of their titles they share, the most first."""
    mine, theirs = aliased(SearchTerm), aliased(SearchTerm)
    here, there = aliased(SearchEntry), aliased(SearchEntry)
    in_title = search.TITLE_WEIGHT
    query = (
        select(here.subject_id, mine.term, there.subject_id)
        .join(mine, mine.entry_id == here.id)
        .join(theirs, theirs.term == mine.term)
        .join(there, there.id == theirs.entry_id)
        .where(here.kind == "idea", here.scope_id == SCOPE, here.subject_id.in_(ids))
        .where(there.kind == "idea", there.scope_id == SCOPE)
        .where(mine.weight >= in_title, theirs.weight >= in_title)
        .where(mine.term.in_(_telling_terms(ids)))
    )
    met: dict[tuple[int, str], set[int]] = defaultdict(set)
    for idea_id, term, other in db.session.execute(query):
        met[idea_id, term].add(other)
    scores: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (idea_id, _term), others in met.items():
        for other in others - {idea_id}:
            scores[idea_id][other].append(1 / len(others))
    return defaultdict(
        list,
        {
            idea_id: sorted(
                (other for other, worth in found.items() if _alike(worth)),
                key=lambda other: (-sum(found[other]), other),
            )
            for idea_id, found in scores.items()
        },
    )


def _alike(worth: Sequence[float]) -> bool:
    return len(worth) >= SHARED_WORDS and sum(worth) >= ALIKE


def _telling_terms(ids: Sequence[int]) -> Select[tuple[str]]:
    """Select the words of these ideas' titles that not too many ideas have."""
    entries = select(SearchEntry.id).where(
        SearchEntry.kind == "idea", SearchEntry.scope_id == SCOPE, SearchEntry.subject_id.in_(ids)
    )
    words = select(SearchTerm.term).where(
        SearchTerm.entry_id.in_(entries), SearchTerm.weight >= search.TITLE_WEIGHT
    )
    return (
        select(SearchTerm.term)
        .join(SearchEntry, SearchEntry.id == SearchTerm.entry_id)
        .where(SearchEntry.kind == "idea", SearchTerm.term.in_(words))
        .group_by(SearchTerm.term)
        .having(func.count() <= COMMON)
    )
