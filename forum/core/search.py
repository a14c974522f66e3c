"""Search: an index of public words, stemmed and without accents, the same on every database.

Only what everybody may read is in the index: a room adds a thing when it becomes public and
removes it when it is hidden, so a search can never show what a page would not.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    String,
    Text,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import UtcDateTime, db, now
from forum.core.pages import paginate

#: Terms taken from one query; more only makes a search slower, not better.
MOST_TERMS = 8
#: A word that so few things of a scope have says by itself what a text is about.
RARE = 5
#: A word of the title counts as much as three in the text.
TITLE_WEIGHT = 3
#: Shorter words must be met exactly: too many others begin with them.
SHORTEST_PREFIX = 3
#: A word that says just what was asked for counts before longer ones that begin with it.
EXACT_WEIGHT = 5
#: Characters of a thing's text kept for showing where the words were found.
KEPT_TEXT = 4000
_TERM_LENGTH = 48

_Term = String(_TERM_LENGTH).with_variant(String(_TERM_LENGTH, collation="C"), "postgresql")


class SearchEntry(db.Model):
    """One findable thing: what it is called, an excerpt, and where it lives."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    scope_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(500))
    excerpt: Mapped[str] = mapped_column(Text, default="")
    path: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    __table_args__ = (db.UniqueConstraint("kind", "subject_id"),)


class SearchTerm(db.Model):
    """One term of an entry with its weight."""

    term: Mapped[str] = mapped_column(_Term, primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("search_entry.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    weight: Mapped[int]


def _split(text: str) -> list[str]:
    return text.lower().split()


_analyser: Callable[[str], Iterable[str]] = _split


def use_analyser(analyser: Callable[[str], Iterable[str]]) -> None:
    """Let ``analyser(text) -> terms`` decide what counts as the same word."""
    global _analyser
    _analyser = analyser


def _terms(text: str) -> list[str]:
    return [term[:_TERM_LENGTH] for term in _analyser(text) if term]


def _wanted(query: str) -> list[str]:
    """Return the terms a query asks for, each once."""
    return list(dict.fromkeys(_terms(query)))[:MOST_TERMS]


@dataclass(frozen=True)
class Findable:
    """What the index should know of one public thing."""

    kind: str
    subject_id: int
    title: str
    text: str
    path: str
    scope_id: int | None = None
    at: datetime | None = None

    def entry(self) -> dict[str, Any]:
        """Return the row of the entry."""
        return {
            "kind": self.kind,
            "subject_id": self.subject_id,
            "scope_id": self.scope_id,
            "title": self.title[:500],
            "excerpt": self.text[:KEPT_TEXT],
            "path": self.path,
            "at": self.at or now(),
        }

    def weights(self) -> Counter[str]:
        """Return the terms with their weights."""
        weights = Counter(_terms(self.text))
        for term in _terms(self.title):
            weights[term] += TITLE_WEIGHT
        return weights


def add(thing: Findable) -> None:
    """Put a public thing into the index, or bring its entry up to date."""
    remove(thing.kind, thing.subject_id)
    add_new([thing])


def add_new(things: Sequence[Findable]) -> None:
    """Put things into the index that are not in it yet."""
    if not things:
        return
    insert = SearchEntry.__table__.insert().returning(SearchEntry.id, sort_by_parameter_order=True)
    ids = db.session.scalars(insert, [thing.entry() for thing in things]).all()
    rows = [
        {"term": term, "entry_id": entry_id, "weight": weight}
        for entry_id, thing in zip(ids, things, strict=True)
        for term, weight in thing.weights().items()
    ]
    if rows:
        db.session.execute(SearchTerm.__table__.insert(), rows)


def remove(kind: str, subject_id: int) -> None:
    """Take a thing out of the index."""
    where = (SearchEntry.kind == kind, SearchEntry.subject_id == subject_id)
    ids = select(SearchEntry.id).where(*where).scalar_subquery()
    db.session.execute(delete(SearchTerm).where(SearchTerm.entry_id == ids))
    db.session.execute(delete(SearchEntry).where(*where))


def _matches(term: str, number: int) -> Select[Any]:
    """Select entries having a word that begins with ``term``, each once."""
    bonus = case((SearchTerm.term == term, EXACT_WEIGHT), else_=0)
    query = select(
        SearchTerm.entry_id,
        func.max(SearchTerm.weight + bonus).label("weight"),
        db.literal(number).label("n"),
    )
    return query.where(_begins_with(term)).group_by(SearchTerm.entry_id)


def _all_matches(terms: list[str]) -> Any:
    """Select the entries that each of ``terms`` is met in, with the number of the term as n."""
    return union_all(*(_matches(term, number) for number, term in enumerate(terms))).subquery()


def _begins_with(term: str) -> ColumnElement[bool]:
    """Whether a word begins with ``term``; a very short one has to be the whole word."""
    if len(term) < SHORTEST_PREFIX:
        return SearchTerm.term == term
    return SearchTerm.term.between(term, term + "\uffff")


def _hits(text: str) -> tuple[Any, int] | None:
    terms = _wanted(text)
    if not terms:
        return None
    parts = _all_matches(terms)
    grouped = (
        select(
            parts.c.entry_id, func.count().label("hits"), func.sum(parts.c.weight).label("weight")
        )
        .group_by(parts.c.entry_id)
        .subquery()
    )
    return grouped, len(terms)


def find(text: str, kind: str | None = None) -> Pagination | None:
    """Return a page of entries that hold every word of ``text``, best first; None without words."""
    found = _hits(text)
    if found is None:
        return None
    hits, wanted = found
    query = (
        select(SearchEntry)
        .join(hits, hits.c.entry_id == SearchEntry.id)
        .where(hits.c.hits == wanted)
        .order_by(hits.c.weight.desc(), SearchEntry.at.desc(), SearchEntry.id)
    )
    if kind:
        query = query.where(SearchEntry.kind == kind)
    return paginate(query)


def count_kinds(text: str) -> dict[str, int]:
    """Return how many entries of each kind hold every word of ``text``."""
    found = _hits(text)
    if found is None:
        return {}
    hits, wanted = found
    query = (
        select(SearchEntry.kind, func.count())
        .join(hits, hits.c.entry_id == SearchEntry.id)
        .where(hits.c.hits == wanted)
        .group_by(SearchEntry.kind)
    )
    return dict(db.session.execute(query).tuples().all())


def recogniser(text: str) -> Callable[[str], bool]:
    """Return a test of whether a written word is one of those ``text`` asks for."""
    wanted = _wanted(text)

    def asked_for(word: str) -> bool:
        return any(
            term == want or (len(want) >= SHORTEST_PREFIX and term.startswith(want))
            for term in _terms(word)
            for want in wanted
        )

    return asked_for


def similar(text: str, kind: str, scope_id: int, limit: int = 5, surely: bool = False) -> list[int]:
    """Return the ids of up to ``limit`` things in a scope that say nearly the same as ``text``.

    A word counts the more, the fewer things of the scope have it; sharing one word is enough only
    if it is rare. ``surely`` asks for two words, a rare one among them: enough to stop somebody.
    """
    terms = _wanted(text)
    if not terms:
        return []
    parts = _all_matches(terms)
    here = (SearchEntry.kind == kind, SearchEntry.scope_id == scope_id)
    shared = (
        select(SearchEntry.subject_id, parts.c.n)
        .join(parts, parts.c.entry_id == SearchEntry.id)
        .where(*here)
        .cte("shared")
    )
    common = select(shared.c.n, func.count().label("things")).group_by(shared.c.n).cte("common")
    many = func.count() >= (1 if len(terms) == 1 else 2)
    rare = func.min(common.c.things) <= RARE
    query = (
        select(shared.c.subject_id)
        .join(common, common.c.n == shared.c.n)
        .group_by(shared.c.subject_id)
        .having(and_(many, rare) if surely else or_(many, rare))
        .order_by(func.sum(1.0 / common.c.things).desc(), shared.c.subject_id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def matching(text: str, kind: str, scope_id: int | None) -> Select[tuple[int]] | None:
    """Select the ids of the things in a scope that hold every word; None without words."""
    terms = _wanted(text)
    if not terms:
        return None
    query = select(SearchEntry.subject_id)
    query = query.where(SearchEntry.kind == kind, SearchEntry.scope_id == scope_id)
    for term in terms:
        entries = select(SearchTerm.entry_id).where(_begins_with(term))
        query = query.where(SearchEntry.id.in_(entries))
    return query
