"""What the review page reads: texts that wait, were reported or hidden, of whatever room.

A room registers its model once, with a loader that turns ids into cards.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Bundle, joinedload

from forum.core.db import db, now
from forum.core.pages import paginate
from forum.moderation.models import Approval, Flag, Hiding, reason_name

#: How long a hidden text stays on the review page, so that a mistake is easily undone.
RECENT = timedelta(days=30)
#: Notes of reports read for one page; a crowd that reports one text must not slow it down.
MOST_NOTES = 100

Key = tuple[str, int]


@dataclass
class Card:
    """One text as the review page shows it, with the addresses of what can be done."""

    id: int
    reference: str
    html: str
    url: str
    about: str
    about_url: str
    at: datetime
    signature: str = ""
    #: Addresses of the acts: hide (a page), approve, leave and restore (to post to).
    acts: dict[str, str] = field(default_factory=dict)


Loader = Callable[[Sequence[int]], list[Card]]


class Subject(NamedTuple):
    """A model whose rows are moderated, and how to show them."""

    model: Any
    load: Loader


_subjects: dict[str, Subject] = {}


def review(model: Any, load: Loader) -> None:
    """Put the texts of ``model`` on the review page; ``load(ids)`` returns their cards."""
    _subjects[model.__tablename__] = Subject(model, load)


class Report(NamedTuple):
    """A reason a text was reported for, and by how many people."""

    kind: str
    number: int

    @property
    def name(self) -> str:
        """The reason in the language of the page."""
        return reason_name(self.kind)


class Item(NamedTuple):
    """One text in a queue: its card, why it is here."""

    key: Key
    card: Card
    reports: list[Report]
    notes: list[str]
    hiding: Hiding | None

    @property
    def anchor(self) -> str:
        """The id of the text on the page."""
        return f"{self.key[0]}-{self.key[1]}"


def _waiting() -> Select[Any]:
    """Select the texts that wait for a look, the oldest first."""
    parts = [
        select(
            literal(kind).label("kind"), subject.model.id, subject.model.created_at.label("at")
        ).where(subject.model.waiting.is_(True), ~_hidden_rows(kind, subject.model.id).exists())
        for kind, subject in _subjects.items()
    ]
    rows = union_all(*parts).subquery()
    return select(Bundle("key", rows.c.kind, rows.c.id)).order_by(rows.c.at, rows.c.id)


def _hidden_rows(kind: str, subject_id: Any) -> Select[Any]:
    return select(Hiding.id).where(
        Hiding.subject_kind == kind, Hiding.subject_id == subject_id, Hiding.restored_at.is_(None)
    )


def _flagged() -> Select[Any]:
    """Select the texts with open reports, those reported by most people first."""
    key = Flag.subject_kind, Flag.subject_id
    query = select(Bundle("key", *key))
    query = query.where(Flag.closed_at.is_(None), Flag.subject_kind.in_(_subjects))
    return query.group_by(*key).order_by(func.count().desc(), func.min(Flag.at), *key)


def _hidden() -> Select[Any]:
    """Select the texts hidden lately and still hidden, the last one first."""
    query = select(Bundle("key", Hiding.subject_kind, Hiding.subject_id)).where(
        Hiding.restored_at.is_(None),
        Hiding.at >= now() - RECENT,
        Hiding.subject_kind.in_(_subjects),
    )
    return query.order_by(Hiding.id.desc())


QUEUES: dict[str, Callable[[], Select[Any]]] = {
    "waiting": _waiting,
    "flagged": _flagged,
    "hidden": _hidden,
}


def counts() -> dict[str, int]:
    """Count what is in each queue, with one question to the database."""
    sizes = {
        name: select(func.count()).select_from(queue().order_by(None).subquery()).scalar_subquery()
        for name, queue in QUEUES.items()
    }
    row = db.session.execute(select(*(size.label(name) for name, size in sizes.items()))).one()
    return dict(row._mapping)


def page_of(queue: str, count: int) -> tuple[Pagination, list[Item]]:
    """Return a page of a queue and the texts on it."""
    page = paginate(QUEUES[queue](), count=count)
    keys: list[Key] = [(row[0], row[1]) for row in page.items]
    cards = _cards(keys)
    reports, notes = _reports(keys) if queue == "flagged" else ({}, {})
    hidings = _open_hidings(keys) if queue == "hidden" else {}
    return page, [
        Item(key, cards[key], reports.get(key, []), notes.get(key, []), hidings.get(key))
        for key in keys
        if key in cards
    ]


def _cards(keys: Iterable[Key]) -> dict[Key, Card]:
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, subject_id in keys:
        ids[kind].append(subject_id)
    return {
        (kind, card.id): card
        for kind, wanted in ids.items()
        for card in _subjects[kind].load(wanted)
    }


def _reports(keys: Sequence[Key]) -> tuple[dict[Key, list[Report]], dict[Key, list[str]]]:
    """Return the reasons with their numbers, and the notes, of open reports of each text."""
    mine = tuple_(Flag.subject_kind, Flag.subject_id).in_(keys), Flag.closed_at.is_(None)
    group = Flag.subject_kind, Flag.subject_id, Flag.reason
    reports: dict[Key, list[Report]] = defaultdict(list)
    counted = select(*group, func.count()).where(*mine).group_by(*group)
    counted = counted.order_by(func.count().desc(), Flag.reason)
    for kind, subject_id, reason, number in db.session.execute(counted):
        reports[kind, subject_id].append(Report(reason, number))
    notes: dict[Key, list[str]] = defaultdict(list)
    told = select(Flag.subject_kind, Flag.subject_id, Flag.note).where(*mine, Flag.note != "")
    told = told.order_by(Flag.id.desc()).limit(MOST_NOTES)
    for kind, subject_id, note in db.session.execute(told):
        notes[kind, subject_id].append(note)
    return reports, notes


def _open_hidings(keys: Sequence[Key]) -> dict[Key, Hiding]:
    query = select(Hiding).where(
        tuple_(Hiding.subject_kind, Hiding.subject_id).in_(keys), Hiding.restored_at.is_(None)
    )
    rows = db.session.scalars(query.options(joinedload(Hiding.by)))
    return {(row.subject_kind, row.subject_id): row for row in rows}


def open_hidings(model: Any, ids: Sequence[int]) -> dict[int, Hiding]:
    """Return the hidings in force of texts of ``model``, by the id of the text."""
    keys = [(model.__tablename__, subject_id) for subject_id in ids]
    return {key[1]: hiding for key, hiding in _open_hidings(keys).items()} if keys else {}


def reports_on(subject: Any) -> tuple[list[Report], list[str]]:
    """Return the reasons (with their numbers) and the notes of the open reports of one text."""
    key = (subject.__tablename__, subject.id)
    reports, notes = _reports([key])
    return reports.get(key, []), notes.get(key, [])


def last_of(row: type[Approval] | type[Flag] | type[Hiding], subject: Any) -> Any:
    """Return the last approval, report or hiding of a text."""
    query = select(row).where(
        row.subject_kind == subject.__tablename__, row.subject_id == subject.id
    )
    return db.session.scalars(query.order_by(row.id.desc()).limit(1)).first()
