"""What the desk of the signed sheets reads: each sheet, what was keyed of it, what differs."""

from collections.abc import Sequence
from typing import NamedTuple

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.i18n import collation_key
from forum.core.pages import paginate
from forum.events.attending.attendance import Attendance, AttendanceSheet
from forum.events.attending.door_list import listed
from forum.events.attending.paper import SheetExplanation
from forum.events.models import Event
from forum.events.registration.registrations import Registration


class Standing(NamedTuple):
    """A sheet: signatures accounted for, people entered from it, and the last explanation."""

    sheet: AttendanceSheet
    accounted: int
    added: int
    explanation: SheetExplanation | None

    @property
    def difference(self) -> int:
        """How many signatures have no entry; negative when there are more entries."""
        return self.sheet.signatures - self.accounted

    @property
    def known(self) -> int:
        """How many signatures are of people who were in already."""
        return self.accounted - self.added

    @property
    def is_explained(self) -> bool:
        """Whether somebody has said why there is this difference."""
        return self.explanation is not None and self.explanation.difference == self.difference


def sheets(event: Event) -> Pagination:
    """Return a page of the sheets of an event, the latest first."""
    query = select(AttendanceSheet).where(AttendanceSheet.event_id == event.id)
    query = query.options(joinedload(AttendanceSheet.by))
    return paginate(query.order_by(AttendanceSheet.id.desc()))


def standings(found: Sequence[AttendanceSheet]) -> list[Standing]:
    """Return how far each sheet is keyed, with two queries for however many."""
    ids = [sheet.id for sheet in found]
    sums = (func.sum(Attendance.signatures), func.sum(Attendance.count))
    query = select(Attendance.sheet_id, *sums).where(Attendance.sheet_id.in_(ids))
    keyed = {row[0]: row[1:] for row in db.session.execute(query.group_by(Attendance.sheet_id))}
    newest = select(func.max(SheetExplanation.id)).where(SheetExplanation.sheet_id.in_(ids))
    newest = newest.group_by(SheetExplanation.sheet_id)
    said = select(SheetExplanation).where(SheetExplanation.id.in_(newest))
    why = {each.sheet_id: each for each in db.session.scalars(said)}
    return [Standing(sheet, *keyed.get(sheet.id, (0, 0)), why.get(sheet.id)) for sheet in found]


def lines(sheet: AttendanceSheet) -> Pagination:
    """Return a page of what was keyed of a sheet."""
    return listed(Attendance.sheet_id == sheet.id)


def next_line(sheet: AttendanceSheet) -> int:
    """Return the number of the first line that has not been keyed."""
    query = select(func.max(Attendance.line)).where(Attendance.sheet_id == sheet.id)
    return (db.session.scalar(query) or 0) + 1


def to_tick(event: Event) -> list[Registration]:
    """Return who registered and has not been ticked on a sheet yet, in Hungarian order."""
    ticked = exists().where(
        Attendance.registration_id == Registration.id, Attendance.source == "sheet"
    )
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.cancelled_at.is_(None), ~ticked
    )
    query = query.options(joinedload(Registration.neighbourhood))
    found = list(db.session.scalars(query))
    return sorted(found, key=lambda row: (not row.name, collation_key(row.name), row.id))
