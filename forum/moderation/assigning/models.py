"""Members of staff are put in charge of a place, and relieved of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import UtcDateTime, db, now
from forum.core.once import once
from forum.moderation.assigning.places import place_of
from forum.moderation.assigning.remembered import forget
from forum.moderation.subjects import Place

ASSIGNED = declare(
    "place.assigned",
    _l("%(actor)s put person %(person)s in charge of %(reference)s."),
    public=False,
)
RELIEVED = declare(
    "place.relieved",
    _l("%(actor)s took person %(person)s off the charge of %(reference)s."),
    public=False,
)


class Assignment(db.Model):
    """A member of staff is in charge of a conversation or a forum."""

    id: Mapped[int] = mapped_column(primary_key=True)
    place_kind: Mapped[str] = mapped_column(String(40))
    place_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __table_args__ = (
        UniqueConstraint("place_kind", "place_id", "person_id"),
        Index("ix_assignment_place", "place_kind", "place_id"),
    )


def assign(place: Any, person: Person, by: Person) -> bool:
    """Put somebody in charge of a place; False when they were already. The caller commits."""
    here = place_of(place)
    assert here is not None
    known = select(Assignment).where(
        Assignment.place_kind == here.kind,
        Assignment.place_id == here.id,
        Assignment.person_id == person.id,
    )

    def make() -> Assignment:
        row = Assignment(place_kind=here.kind, place_id=here.id, person_id=person.id, by_id=by.id)
        db.session.add(row)
        db.session.flush()
        record(ASSIGNED, by, place, person=person.id)
        return row

    made = once(lambda: db.session.scalars(known).first(), make)[1]
    forget()
    return made


def assign_creator(place: Any, by: Person) -> None:
    """Put a facilitator who drafts a place in charge of it; planners are everywhere anyway."""
    if by.at_least("facilitator") and not by.at_least("planner"):
        assign(place, by, by)


def relieve(place: Any, person: Person, by: Person) -> bool:
    """Take somebody off the charge of a place; False when they had none. The caller commits."""
    here = place_of(place)
    assert here is not None
    gone = db.session.execute(
        delete(Assignment).where(
            Assignment.place_kind == here.kind,
            Assignment.place_id == here.id,
            Assignment.person_id == person.id,
        )
    )
    forget()
    if gone.rowcount:  # type: ignore[attr-defined]
        record(RELIEVED, by, place, person=person.id)
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def set_staff(place: Any, people: Iterable[Person], by: Person) -> None:
    """Put exactly these people in charge of a place. The caller commits."""
    wanted = {person.id: person for person in people}
    here = place_of(place)
    assert here is not None
    now_there = assigned_to(here)
    for person in now_there:
        if person.id not in wanted:
            relieve(place, person, by)
    for person in wanted.values():
        assign(place, person, by)


def assigned_to(place: Place) -> list[Person]:
    """Return the people assigned to a place, by name."""
    query = select(Person).join(Assignment, Assignment.person_id == Person.id)
    query = query.where(Assignment.place_kind == place.kind, Assignment.place_id == place.id)
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))
