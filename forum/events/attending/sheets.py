"""The desk of the signed sheet: its lines become entries, once each, beside those of the door."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.codes import token_hash
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import once
from forum.events.attending.attendance import Attendance, AttendanceSheet
from forum.events.attending.door import (
    Arrival,
    Who,
    check_in,
    enter,
    present,
    registered_with,
    sent_with,
)
from forum.events.attending.paper import SheetExplanation
from forum.events.attending.scans import Scan
from forum.events.models import Event
from forum.events.registration.registrations import Registration

TAKEN_IN = declare(
    "event.sheet_taken_in",
    _l("%(actor)s took in a signed sheet of “%(reference)s” with %(signatures)s signatures."),
    public=False,
)
SCANNED = declare(
    "event.sheet_scanned",
    _l("%(actor)s added the scan of a signed sheet of “%(reference)s”."),
    public=False,
)
KEYED = declare(
    "event.sheet_keyed",
    _l("%(actor)s keyed lines of a signed sheet of “%(reference)s”: %(count)s people."),
    public=False,
)
EXPLAINED = declare(
    "event.sheet_explained",
    _l("%(actor)s explained why signatures and entries of a sheet of “%(reference)s” differ."),
    public=False,
)


@dataclass(frozen=True)
class Line:
    """One line of the paper as it was keyed; everything may be left out."""

    name: str = ""
    contact: str = ""
    neighbourhood_id: int | None = None
    age_band_id: int | None = None
    sex: str = ""

    def traits(self) -> dict[str, Any]:
        """Return what is told about the person."""
        names = ("neighbourhood_id", "age_band_id", "sex")
        return {name: getattr(self, name) for name in names}


class Signed(NamedTuple):
    """Somebody who had registered signed, with as many others as signed for that registration."""

    registration: Registration
    people: int = 1


@dataclass(frozen=True)
class Keyed:
    """What was keyed at one time: registered people, lines, and signatures counted without names.

    ``lines`` go by their number on the paper.
    """

    signed: Sequence[Signed] = ()
    lines: dict[int, Line] = field(default_factory=dict)
    rest: int = 0


class Outcome(NamedTuple):
    """How many were entered, the entries of those who were in already, and the new named ones."""

    added: int
    known: list[Attendance]
    named: list[Attendance]


def key_sheet(
    event: Event,
    submit_key: str,
    by: Person,
    signatures: int,
    scan: Scan | None = None,
    note: str = "",
    keyed: Keyed | None = None,
) -> AttendanceSheet:
    """Take in a signed sheet, with its scan and (or later) its lines; the same key is one sheet."""

    def known() -> AttendanceSheet | None:
        query = select(AttendanceSheet).where(AttendanceSheet.submit_key == submit_key)
        return db.session.scalars(query).first()

    def make() -> AttendanceSheet:
        sheet = AttendanceSheet(event=event, submit_key=submit_key, by=by, note=note)
        sheet.signatures = signatures
        if scan is not None:
            _keep(sheet, scan)
        db.session.add(sheet)
        db.session.flush()
        return sheet

    sheet, fresh = once(known, make)
    if sheet.event_id != event.id:
        raise Refused(_l("This was sent for another event already."))
    if fresh:
        record(TAKEN_IN, by, event, signatures=signatures)
    if keyed is not None:
        key_lines(sheet, keyed, submit_key, by)
    return sheet


def attach(sheet: AttendanceSheet, scan: Scan, by: Person) -> None:
    """Add the scan of a sheet that has none; evidence is never replaced."""
    db.session.refresh(sheet, with_for_update={"of": AttendanceSheet})
    if sheet.media_type:
        raise Refused(_l("This sheet has its scan already. Take in another sheet instead."))
    _keep(sheet, scan)
    record(SCANNED, by, sheet.event)


def _keep(sheet: AttendanceSheet, scan: Scan) -> None:
    sheet.scan, sheet.media_type, sheet.filename = scan
    sheet.digest = scan.digest


def key_lines(sheet: AttendanceSheet, keyed: Keyed, submit_key: str, by: Person) -> Outcome:
    """Enter what was keyed, all or nothing; sent again with the same key, nothing is added."""
    db.session.refresh(sheet, with_for_update={"of": AttendanceSheet})
    desk = _Desk(sheet, submit_key, by)
    arrivals = [desk.tick(signed) for signed in keyed.signed]
    arrivals += [desk.line(number, line) for number, line in keyed.lines.items()]
    if keyed.rest:
        arrivals.append(desk.rest(keyed.rest))
    entries = [arrival.entry for arrival in arrivals]
    added = sum(entry.count for entry in entries)
    if any(arrival.fresh for arrival in arrivals):
        record(KEYED, by, sheet.event, count=added)
    fresh = [arrival.entry for arrival in arrivals if arrival.fresh]
    named = [entry for entry in fresh if entry.line and (entry.name or entry.contact_key)]
    return Outcome(added, [entry for entry in entries if entry.same_as_id], named)


def difference(sheet: AttendanceSheet) -> int:
    """Return how many signatures have no entry; negative when there are more entries."""
    told = select(func.sum(Attendance.signatures)).where(Attendance.sheet_id == sheet.id)
    return sheet.signatures - (db.session.scalar(told) or 0)


def explain(sheet: AttendanceSheet, by: Person, because: str) -> SheetExplanation:
    """Say why signatures and entries differ; it holds until the difference changes."""
    gap = difference(sheet)
    if not gap:
        raise Refused(_l("Signatures and entries are equal: there is nothing to explain."))
    explanation = SheetExplanation(sheet_id=sheet.id, by=by, difference=gap, because=because)
    db.session.add(explanation)
    record(EXPLAINED, by, sheet.event)
    return explanation


class _Desk:
    """Somebody keying a sheet: each item has a key of its own, made from that of the form."""

    def __init__(self, sheet: AttendanceSheet, submit_key: str, by: Person) -> None:
        self.sheet, self.event, self.by, self.submit_key = sheet, sheet.event, by, submit_key

    def tick(self, signed: Signed) -> Arrival:
        """Enter a registration that signed; if it was in already, only those who are more."""
        registration, people = signed
        key = self._key(f"registration {registration.id}")
        who = Who(registration.id, registration.contact_key)
        values = self._values(signatures=people)
        found = self._again(key) or self._known(key, who, people, values)
        return found or self._register(key, who, people, values)

    def line(self, number: int, line: Line) -> Arrival:
        """Enter one line; whoever was in already is noted, and not counted again."""
        key, fingerprint = self._key(f"line {number}"), self._fingerprint(line)
        registration = registered_with(self.event, fingerprint)
        who = Who(registration.id if registration else None, fingerprint)
        values = self._values(signatures=1, line=number)
        found = self._again(key, **self._said(line)) or self._known(key, who, 1, values)
        if found is not None:
            return found
        told = {name: value for name, value in line.traits().items() if value}
        if registration is not None:
            return self._register(key, who, 1, values | told)
        arrival = self._enter(key, who, count=1, name=line.name, **values, **told)
        return self._settled(arrival, key, who, 1, values)

    def rest(self, people: int) -> Arrival:
        """Enter signatures that were only counted."""
        key = self._key("rest")
        values = self._values(signatures=people, count=people, named=0)
        return self._again(key, signatures=people) or self._enter(key, Who(), **values)

    def _key(self, item: str) -> str:
        return token_hash(f"{self.submit_key} {item}")

    def _values(self, **more: Any) -> dict[str, Any]:
        return {"source": "sheet", "sheet_id": self.sheet.id, **more}

    def _enter(self, key: str, who: Who, **values: Any) -> Arrival:
        return enter(self.event, key, self.by, self.event.starts_at, who, **values)

    def _register(self, key: str, who: Who, people: int, values: dict[str, Any]) -> Arrival:
        registration = db.session.get_one(Registration, who.registration_id)
        at = self.event.starts_at
        arrival = check_in(registration, people, key, self.by, at, **values)
        return self._settled(arrival, key, who, people, values)

    def _settled(
        self, arrival: Arrival, key: str, who: Who, people: int, values: dict[str, Any]
    ) -> Arrival:
        """Note that somebody came in at the door at this very moment, before the line did."""
        return arrival if arrival.fresh else self._known(key, who, people, values) or arrival

    def _again(self, key: str, **said: Any) -> Arrival | None:
        """Return what was sent with this key before; refuse it when it said something else."""
        entry = sent_with(self.event, key)
        if entry is None:
            return None
        taken_over = entry.registration_id or entry.same_as_id
        if any(getattr(entry, name) != said[name] for name in said) and not taken_over:
            raise Refused(
                _l("These lines were saved already. What you changed since was not: correct it.")
            )
        return Arrival(entry, False)

    def _said(self, line: Line) -> dict[str, Any]:
        return {"name": line.name, **line.traits()}

    def _known(self, key: str, who: Who, people: int, values: dict[str, Any]) -> Arrival | None:
        """Note that the person of a line was in already; count only those who are more."""
        there = present(self.event, who)
        if there is None:
            return None
        more = max(0, people - there.count)
        return self._enter(key, Who(), **values, count=more, named=0, same_as_id=there.id)

    def _fingerprint(self, line: Line) -> str | None:
        found = contact_key(line.contact)
        if line.contact and found is None:
            raise Refused(_l("Please write an e-mail address or a telephone number."), 422)
        return found
