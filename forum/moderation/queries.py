"""What pages read about reports and hidings of texts."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.moderation.models import Approval, Flag, Hiding
from forum.moderation.reasons import reason_name
from forum.moderation.subjects import Key, is_about, kind_of

#: Notes of reports read for one page; a crowd that reports one text must not slow it down.
MOST_NOTES = 100


class Report(NamedTuple):
    """A reason a text was reported for, and by how many people."""

    kind: str
    number: int

    @property
    def name(self) -> str:
        """The reason in the language of the page."""
        return reason_name(self.kind)


def open_reports(keys: Sequence[Key]) -> tuple[dict[Key, list[Report]], dict[Key, list[str]]]:
    """Return the reasons with their numbers, and the notes, of open reports of each text."""
    reports: dict[Key, list[Report]] = defaultdict(list)
    notes: dict[Key, list[str]] = defaultdict(list)
    if not keys:
        return reports, notes
    mine = tuple_(Flag.subject_kind, Flag.subject_id).in_(keys), Flag.closed_at.is_(None)
    group = Flag.subject_kind, Flag.subject_id, Flag.reason
    counted = select(*group, func.count()).where(*mine).group_by(*group)
    counted = counted.order_by(func.count().desc(), Flag.reason)
    for kind, subject_id, reason, number in db.session.execute(counted):
        reports[kind, subject_id].append(Report(reason, number))
    told = select(Flag.subject_kind, Flag.subject_id, Flag.note).where(*mine, Flag.note != "")
    told = told.order_by(Flag.id.desc()).limit(MOST_NOTES)
    for kind, subject_id, note in db.session.execute(told):
        notes[kind, subject_id].append(note)
    return reports, notes


def hidings_of(keys: Sequence[Key]) -> dict[Key, Hiding]:
    """Return the hidings in force of these texts."""
    if not keys:
        return {}
    query = select(Hiding).where(
        tuple_(Hiding.subject_kind, Hiding.subject_id).in_(keys), Hiding.restored_at.is_(None)
    )
    rows = db.session.scalars(query.options(joinedload(Hiding.by)))
    return {(row.subject_kind, row.subject_id): row for row in rows}


def open_hidings(model: Any, ids: Sequence[int]) -> dict[int, Hiding]:
    """Return the hidings in force of texts of ``model``, by the id of the text."""
    keys = [(model.__tablename__, subject_id) for subject_id in ids]
    return {key[1]: hiding for key, hiding in hidings_of(keys).items()}


def reports_on(text: Any) -> tuple[list[Report], list[str]]:
    """Return the reasons (with their numbers) and the notes of the open reports of one text."""
    key = (kind_of(text), text.id)
    reports, notes = open_reports([key])
    return reports.get(key, []), notes.get(key, [])


def last_of(row: type[Approval] | type[Flag] | type[Hiding], text: Any) -> Any:
    """Return the last approval, report or hiding of a text."""
    query = select(row).where(is_about(row, text)).order_by(row.id.desc())
    return db.session.scalars(query.limit(1)).first()
