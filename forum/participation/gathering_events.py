"""What registrations and attendance tell: a form handed in, an event attended."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from forum.events.attending.attendance import Attendance
from forum.events.models import Event
from forum.events.registration.registrations import Registration
from forum.participation.kinds import ACTIVITIES, Fact, Gathered, Kind, add_kind


class Forms:
    """The registrations, and who each of them is of."""

    def __init__(self) -> None:
        mine = Registration.__table__
        query = select(mine, Person.role).outerjoin(Person, Person.id == mine.c.person_id)
        self.rows = {row.id: row for row in db.session.execute(query.order_by(mine.c.id))}
        self._parties: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in self.rows.values():
            if row.person_id:
                self._parties[row.event_id, row.person_id].add(row.contact_key or row.name)

    def for_oneself(self, row: Any) -> bool:
        """Whether whoever pressed the button registered just one person for this event.

        Not where the office wrote it down, nor where one account or browser registered several
        contacts or names: those are a family or neighbours.
        """
        by_office = row.entered_by_id is not None or row.person_id is None
        return not by_office and len(self._parties[row.event_id, row.person_id]) == 1

    def who(self, row: Any) -> str:
        """Return who a registration is of: contact, account or browser, name; "" of nobody told."""
        if row.contact_key:
            return f"contact:{row.contact_key}"
        if self.for_oneself(row) and (row.name or row.role != "visitor"):
            return f"person:{row.person_id}"
        return f"registration:{row.id}" if row.name else ""

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield the person and the contact that registered together."""
        for row in self.rows.values():
            if row.contact_key and self.for_oneself(row):
                yield f"person:{row.person_id}", f"contact:{row.contact_key}"


def registered() -> Gathered:
    """Gather the forms handed in by somebody who gave a name, an account or a contact."""
    forms = Forms()
    facts = [
        Fact(
            "registered",
            "event",
            row.event_id,
            forms.who(row),
            row.at,
            row.channel,
            "registration",
            "registration",
            row.id,
            neighbourhood_id=row.neighbourhood_id,
            age_band_id=row.age_band_id,
            entered_by_id=row.entered_by_id,
            entered_at=row.at,
        )
        for row in forms.rows.values()
        if row.cancelled_at is None and forms.who(row)
    ]
    return Gathered(facts, list(forms.links()))


def attended() -> Gathered:
    """Gather who came: net of corrections, one person for each name, companions as counts."""
    forms = Forms()
    parties: dict[tuple[str, int], list[Any]] = defaultdict(list)
    roots, left = _entries()
    for row in roots:
        if left[row.id] > 0:
            by_form = row.registration_id is not None
            parties["form" if by_form else "", row.registration_id or row.id].append(row)
    facts: list[Fact] = []
    for rows in parties.values():
        form = forms.rows.get(rows[0].registration_id)
        who = (form and forms.who(form)) or _who(rows[0])
        facts += _came(rows[0], who, sum(left[row.id] for row in rows), form)
    return Gathered(facts)


def _entries() -> tuple[list[Any], Counter[int]]:
    """Return the entries that correct nothing, and what is left of each after its corrections."""
    rows = list(db.session.execute(select(Attendance.__table__).order_by(Attendance.id)))
    corrected = {row.id: row.corrects_id for row in rows}
    left: Counter[int] = Counter()
    for row in rows:
        root = row.id
        while corrected.get(root) is not None:
            root = corrected[root]
        left[root] += row.count
    return [row for row in rows if row.corrects_id is None], left


def _who(row: Any) -> str:
    if row.contact_key:
        return f"contact:{row.contact_key}"
    return f"attendance:{row.id}" if row.name else ""


def _came(row: Any, who: str, count: int, form: Any) -> list[Fact]:
    """Return the facts of a party: the person it names, and the others as a count."""

    def fact(who: str, count: int, **about: Any) -> Fact:
        where = ("attended", "event", row.event_id, who, row.happened_at, "place", row.source)
        entered = {"entered_by_id": row.entered_by_id, "entered_at": row.entered_at}
        return Fact(*where, "attendance", row.id, count, **entered, **about)

    about = {
        "neighbourhood_id": row.neighbourhood_id or (form and form.neighbourhood_id),
        "age_band_id": row.age_band_id or (form and form.age_band_id),
        "sex": row.sex,
    }
    if not who:
        return [fact("", count, **about)]
    named = fact(who, 1, **about)
    # Companions may live elsewhere and be of any age: nothing is supposed about them.
    return [named] if count == 1 else [named, fact("", count - 1)]


def events() -> dict[int, tuple[int | None, int | None]]:
    """Return the project and the kind of program of every event."""
    rows = db.session.execute(select(Event.id, Event.project_id, Event.category_id))
    return {number: (project, category) for number, project, category in rows}


add_kind(Kind("registered", _l("A form handed in"), registered, counts_by_default=False))
add_kind(Kind("attended", _l("An event attended"), attended))
ACTIVITIES["event"] = events
