"""Who may decide where: whoever is in charge of the place, or everybody where nobody is.

A facilitator sees and decides in the places they are assigned to. A place nobody is assigned to
belongs to every facilitator, as in a small office; planners and administrators go everywhere.
"""

from typing import Any

from sqlalchemy import Select, select, union

from forum.accounts.models import STAFF_ROLES, Person
from forum.core.access import Rule, at_least
from forum.core.db import db
from forum.moderation.assigning.models import Assignment
from forum.moderation.assigning.places import place_kinds, place_of
from forum.moderation.assigning.remembered import ALL, remembered
from forum.moderation.subjects import Place


def in_charge(person: Any, place: Place | None) -> bool:
    """Tell whether ``person`` may see and decide what is done in ``place``."""
    if not person.at_least("facilitator"):
        return False
    if not isinstance(place, Place) or person.at_least("planner"):
        return True  # what stands in no place, and the examples of the help page
    staff = staff_of(place)
    return not staff or person.id in staff


def staff_of(place: Place) -> frozenset[int]:
    """Return who is in charge of a place, by their numbers; empty when nobody was assigned."""
    if not isinstance(place.id, int):  # the help page asks about things in general
        return frozenset()
    known = remembered()
    if ALL in known:
        return known.get(place, frozenset())
    if place not in known:
        rows = _charges(place.kind).subquery()
        query = select(rows.c.person_id).where(rows.c.place_id == place.id)
        known[place] = frozenset(db.session.scalars(query))
    return known[place]


def places_of(person: Any) -> set[Place] | None:
    """Return the places a member of staff is in charge of; None means everywhere."""
    if person.at_least("planner"):
        return None
    if not person.at_least("facilitator"):
        return set()
    taken = elsewhere(person)
    return {
        place
        for kind, one in place_kinds().items()
        for number in db.session.scalars(select(one.model.id))
        if (place := Place(kind, number)) not in taken
    }


def elsewhere(person: Any) -> set[Place]:
    """Return the places that others are in charge of and this facilitator is not."""
    if person.at_least("planner"):
        return set()
    known = remembered()
    if ALL not in known:
        charges: dict[Place, set[int]] = {}
        for kind in place_kinds():
            for place_id, person_id in db.session.execute(_charges(kind)):
                charges.setdefault(Place(kind, place_id), set()).add(person_id)
        known.update({place: frozenset(staff) for place, staff in charges.items()})
        known[ALL] = frozenset()
    return {place for place, staff in known.items() if staff and person.id not in staff}


def mine(person: Any, model: Any) -> Any:
    """Return the condition that a row of ``model``, a sort of place, is in this person's charge."""
    if person.at_least("planner"):
        return db.true()
    if not person.at_least("facilitator"):
        return db.false()
    rows = _charges(str(model.__tablename__)).subquery()
    own = select(rows.c.place_id).where(rows.c.person_id == person.id)
    return model.id.not_in(select(rows.c.place_id)) | model.id.in_(own)


def _charges(kind: str) -> Select[Any]:
    """Select (place, person) of everybody in charge who still works here."""
    assigned = select(Assignment.place_id.label("place_id"), Assignment.person_id)
    assigned = assigned.where(Assignment.place_kind == kind)
    parts = [_working(assigned, Assignment.person_id)]
    sort = place_kinds().get(kind)
    holder = sort.holder if sort is not None else None
    if sort is not None and holder is not None:
        held = select(sort.model.id, holder.label("person_id"))
        parts.append(_working(held, holder))
    rows = union(*parts).subquery()
    return select(rows.c.place_id, rows.c.person_id)


def _working(query: Select[Any], column: Any) -> Select[Any]:
    staff = Person.role.in_(STAFF_ROLES), Person.disabled_at.is_(None)
    return query.join(Person, Person.id == column).where(*staff)


def staff() -> list[Person]:
    """Return everybody who works here and can be put in charge, by name."""
    query = select(Person).where(Person.role.in_(STAFF_ROLES), Person.disabled_at.is_(None))
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


#: Whoever is in charge of the place of the thing; of a list, any facilitator.
in_charge_of_place = at_least("facilitator") & Rule(
    lambda person, thing: in_charge(person, place_of(thing))
)
