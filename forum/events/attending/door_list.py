"""What the pages of the door read: who is expected, who is in, every entry and its correction."""

from typing import Any, NamedTuple

from flask_babel import format_time
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.forms import plain_letters
from forum.core.i18n import collation_key
from forum.core.pages import paginate
from forum.events.attending.attendance import Attendance, stands
from forum.events.models import Event
from forum.events.registration.registrations import Registration

#: Rows on the page of the door; in a larger hall one searches.
MOST_ROWS = 300
#: So many of one's own taps can be taken back one after the other.
LAST_TAPS = 10


class Row(NamedTuple):
    """Somebody who registered, and the entry by which they are in (or None)."""

    registration: Registration
    entry: Attendance | None

    @property
    def find(self) -> str:
        """What a search looks into: name, neighbourhood and code."""
        place = self.registration.neighbourhood
        words = (self.registration.name, place.name if place else "", self.registration.code)
        return plain_letters(" ".join(words))

    @property
    def since(self) -> str:
        """The hour since which they are in."""
        return clock(self.entry)


def clock(entry: Attendance | None) -> str:
    """Write the hour of an entry in the city: 17:02."""
    return str(format_time(entry.happened_at, "H:mm")) if entry else ""


def rows(event: Event, words: str = "") -> list[Row]:
    """Return who registered, the expected first, in Hungarian order; only those ``words`` find."""
    query = select(Registration).where(Registration.event_id == event.id)
    query = query.options(joinedload(Registration.neighbourhood))
    inside = entries_inside(event)
    found = [Row(each, inside.get(each.id)) for each in db.session.scalars(query)]
    wanted = plain_letters(words).split()
    found = [row for row in found if all(word in row.find for word in wanted)]
    return sorted(found, key=_order)


def _order(row: Row) -> tuple[Any, ...]:
    registration = row.registration
    cancelled = registration.cancelled_at is not None and row.entry is None
    return cancelled, not registration.name, collation_key(registration.name), registration.id


def entries_inside(event: Event) -> dict[int, Attendance]:
    """Return the entries by which registrations are in, by the number of the registration."""
    query = select(Attendance).where(
        Attendance.event_id == event.id, Attendance.registration_id.is_not(None), stands()
    )
    return {entry.registration_id: entry for entry in db.session.scalars(query)}  # type: ignore[misc]


def total(event: Event) -> int:
    """Return how many people are in."""
    query = select(func.sum(Attendance.count)).where(Attendance.event_id == event.id)
    return db.session.scalar(query) or 0


def last_taps(event: Event, person: Person) -> list[Attendance]:
    """Return the last people ``person`` counted at the door, the latest last."""
    query = select(Attendance).where(
        Attendance.event_id == event.id,
        Attendance.entered_by_id == person.id,
        Attendance.source == "tally",
        stands(),
    )
    latest = db.session.scalars(query.order_by(Attendance.id.desc()).limit(LAST_TAPS))
    return list(latest)[::-1]


def state(event: Event) -> dict[str, Any]:
    """Return what the page of the door asks for every few seconds."""
    inside = entries_inside(event)
    people = {
        str(number): {"key": entry.key, "since": clock(entry), "count": entry.count}
        for number, entry in inside.items()
    }
    return {"total": total(event), "inside": people}


def is_signed_for(entry: Attendance) -> bool:
    """Whether a line of a signed sheet says that this person was in already."""
    query = select(Attendance.id).where(Attendance.same_as_id == entry.id, stands())
    return db.session.scalars(query.limit(1)).first() is not None


def entries(event: Event) -> Pagination:
    """Return a page of the entries of an event."""
    return listed(Attendance.event_id == event.id)


def listed(chosen: ColumnElement[bool]) -> Pagination:
    """Return a page of the entries chosen, the latest first, each with its correction."""
    query = (
        select(Attendance)
        .where(chosen, Attendance.corrects_id.is_(None))
        .options(
            joinedload(Attendance.registration),
            joinedload(Attendance.same_as).joinedload(Attendance.registration),
            joinedload(Attendance.neighbourhood),
            joinedload(Attendance.age_band),
            joinedload(Attendance.entered_by),
            selectinload(Attendance.correction).joinedload(Attendance.entered_by),
        )
        .order_by(Attendance.id.desc())
    )
    return paginate(query)
