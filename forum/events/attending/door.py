"""The door: people come in, are checked in or counted, once each; a mistake is taken back."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.contacts import contact_key
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.events.attending.attendance import Attendance, attendance_entered, stands
from forum.events.models import Event
from forum.events.registration.registrations import Registration

#: A telephone's clock is believed from the setting of the chairs until a little after now.
EARLIEST, FAST_CLOCK = timedelta(hours=6), timedelta(minutes=5)
#: A whole school at once; more is a slip of the finger.
MOST_AT_ONCE = 500

CORRECTED = declare(
    "event.attendance_corrected",
    _l("%(actor)s corrected the attendance of “%(reference)s” by %(count)s."),
    public=False,
)


class Arrival(NamedTuple):
    """An entry, and whether it was made now; otherwise the person was in already."""

    entry: Attendance
    fresh: bool


def check_in(
    registration: Registration,
    count: int,
    key: str,
    by: Person | None,
    happened_at: datetime | None = None,
    **more: Any,
) -> Arrival:
    """Let whoever registered in, and those who come along; the same registration counts once.

    Somebody on the waiting list, or who had cancelled, may come in too: they are there.
    """
    event, contact = registration.event, registration.contact_key
    known = registration.name or contact or registration.person_id
    values = {
        "source": "check-in",
        "count": _within(count),
        "named": int(bool(known)),
        "neighbourhood_id": registration.neighbourhood_id,
        "age_band_id": registration.age_band_id,
        **more,
    }
    return enter(event, key, by, happened_at, Who(registration.id, contact), **values)


def walk_in(
    event: Event,
    key: str,
    by: Person | None,
    name: str = "",
    contact: str = "",
    happened_at: datetime | None = None,
    **traits: Any,
) -> Arrival:
    """Let somebody in who did not register but gives a name or a contact, to be counted once.

    Of the contact only the fingerprint is kept. One who did register is checked in by it.
    ``traits`` are neighbourhood_id, age_band_id and sex.
    """
    fingerprint = contact_key(contact)
    if contact and fingerprint is None:
        raise Refused(_l("Please write an e-mail address or a telephone number."), 422)
    if not name and fingerprint is None:
        raise Refused(_l("Please write a name or a contact, or count the person by a tap."), 422)
    registration = registered_with(event, fingerprint)
    if registration is not None and present(event, Who(registration.id, fingerprint)) is None:
        return check_in(registration, 1, key, by, happened_at, **_told(traits))
    values = {"source": "walk-in", "name": name, **traits}
    return enter(event, key, by, happened_at, Who(contact_key=fingerprint), **values)


def tally(
    event: Event,
    count: int,
    key: str,
    by: Person | None,
    neighbourhood_id: int | None = None,
    age_band_id: int | None = None,
    sex: str = "",
    happened_at: datetime | None = None,
) -> Arrival:
    """Count ``count`` people who came without registering and leave no name."""
    traits = {"neighbourhood_id": neighbourhood_id, "age_band_id": age_band_id, "sex": sex}
    values = {"source": "tally", "count": _within(count), **traits}
    return enter(event, key, by, happened_at, Who(), **values)


def correct(entry: Attendance, key: str, by: Person | None, because: str = "") -> Arrival:
    """Take an entry back by one that says so; it stays where it is. Done twice, it is done once."""
    if entry.corrects_id is not None:
        raise Refused(_l("This is a correction itself; please enter anew what should count."))
    other = sent_with(entry.event, key)
    if other is not None and other.corrects_id != entry.id:
        raise Refused(_l("This was sent with the key of another entry. Please try again."))

    def known() -> Attendance | None:
        query = select(Attendance).where(Attendance.corrects_id == entry.id)
        return db.session.scalars(query).first()

    kept = ("event_id", "source", "registration_id", "round", "contact_key", "neighbourhood_id")
    also = ("age_band_id", "sex", "sheet_id", "line")
    same = {name: getattr(entry, name) for name in (*kept, *also)}
    opposite = {name: -getattr(entry, name) for name in ("count", "named", "signatures")}
    made = Attendance(key=key, corrects_id=entry.id, because=because, **same, **opposite)
    made.entered_by_id = by.id if by else None
    arrival = Arrival(*once(known, lambda: _add(made)))
    if arrival.fresh:
        record(CORRECTED, by, entry.event, count=-entry.count)
        attendance_entered.send(arrival.entry)
    return arrival


class Who(NamedTuple):
    """By what a person is known again at this event."""

    registration_id: int | None = None
    contact_key: str | None = None

    def told(self) -> Any:
        """Return the condition that an entry is of this person; None when nobody can tell."""
        rules = []
        if self.registration_id is not None:
            rules.append(Attendance.registration_id == self.registration_id)
        if self.contact_key is not None:
            rules.append(Attendance.contact_key == self.contact_key)
        return rules[0] | rules[-1] if rules else None


def present(event: Event, who: Who) -> Attendance | None:
    """Return the entry by which somebody is in already."""
    told = who.told()
    if told is None:
        return None
    query = select(Attendance).where(Attendance.event_id == event.id, told, stands())
    return db.session.scalars(query.order_by(Attendance.id).limit(1)).first()


def registered_with(event: Event, fingerprint: str | None) -> Registration | None:
    """Return the registration made with a contact; one that was cancelled only if no other."""
    if fingerprint is None:
        return None
    query = select(Registration).where(
        Registration.event_id == event.id, Registration.contact_key == fingerprint
    )
    order = (Registration.cancelled_at.is_not(None), Registration.id.desc())
    return db.session.scalars(query.order_by(*order).limit(1)).first()


def sent_with(event: Event, key: str) -> Attendance | None:
    """Return the entry that was sent with ``key``; refused when it is of another event."""
    entry = db.session.scalars(select(Attendance).where(Attendance.key == key)).first()
    if entry is not None and entry.event_id != event.id:
        raise Refused(_l("This was sent for another event already."))
    return entry


def enter(
    event: Event,
    key: str,
    by: Person | None,
    happened_at: datetime | None,
    who: Who,
    **values: Any,
) -> Arrival:
    """Add an entry unless its key is known or the person is in; constraints decide between twins."""

    def make() -> Attendance:
        entry = Attendance(event_id=event.id, key=key, round=_round(event, who), **values)
        entry.registration_id, entry.contact_key = who
        entry.happened_at = _moment(event, happened_at)
        entry.entered_by_id = by.id if by else None
        return _add(entry)

    arrival = Arrival(*once(lambda: sent_with(event, key) or present(event, who), make))
    if arrival.fresh:
        attendance_entered.send(arrival.entry)
    return arrival


def _within(count: int) -> int:
    if not 1 <= count <= MOST_AT_ONCE:
        sentence = _l("Please write a number between 1 and %(most)s.", most=MOST_AT_ONCE)
        raise Refused(sentence, 422)
    return count


def _add(entry: Attendance) -> Attendance:
    db.session.add(entry)
    db.session.flush()
    return entry


def _round(event: Event, who: Who) -> int:
    """Count how often this person was taken back: an entry that stands has the same number."""
    told = who.told()
    if told is None:
        return 0
    query = select(func.count(Attendance.id)).where(Attendance.event_id == event.id, told)
    return db.session.scalar(query.where(Attendance.corrects_id.is_not(None))) or 0


def _moment(event: Event, told: datetime | None) -> datetime:
    believed = told and event.starts_at - EARLIEST <= told <= now() + FAST_CLOCK
    return told if told and believed else now()


def _told(traits: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in traits.items() if value}
