"""Whom letters of news go to: the address that answers, the language, and what they wish."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select

from forum.accounts.models import Person
from forum.accounts.reach import Reach, can_be_told
from forum.core.contacts import contact_key
from forum.core.db import db
from forum.notices.digests import Reader
from forum.notices.models import Notice, Preference
from forum.notices.telling import wish_of
from forum.notices.timing import Wish

#: An address, and the kind and key of something told to it.
Told = tuple[str, str, str]


def readers_of(people: Sequence[int]) -> dict[int, tuple[Reader, Wish]]:
    """Return those of these people whose address was confirmed, with what they wish."""
    query = (
        select(Person, Reach, Preference)
        .outerjoin(Reach, Reach.person_id == Person.id)
        .outerjoin(Preference, Preference.person_id == Person.id)
        .where(Person.id.in_(people), can_be_told())
    )
    found: dict[int, tuple[Reader, Wish]] = {}
    for person, reach, preference in db.session.execute(query):
        if person.role == "visitor":
            if reach.email:
                reader = Reader(person.id, reach.email, reach.language, has_account=False)
                found[person.id] = reader, Wish()
        elif person.email and person.email_confirmed_at is not None:
            reader = Reader(person.id, person.email, person.language, person.name)
            found[person.id] = reader, wish_of(preference)
    return found


def told_already(readers: Iterable[Reader], notices: Iterable[Notice]) -> set[Told]:
    """Return what these addresses were told, also of people who are known by them a second time."""
    address_of = _same_people({reader.email for reader in readers})
    query = select(Notice.person_id, Notice.kind, Notice.key).where(
        Notice.person_id.in_(address_of),
        Notice.kind.in_({each.kind for each in notices}),
        Notice.letter_id.is_not(None),
    )
    rows = db.session.execute(query)
    return {(address_of[person_id], kind, key) for person_id, kind, key in rows}


def _same_people(addresses: set[str]) -> dict[int, str]:
    """Return everybody known by these addresses: an account, and visitors who gave the same."""
    keys = {contact_key(address): address for address in addresses}
    query = (
        select(Person.id, Person.email, Reach.contact_key)
        .outerjoin(Reach, Reach.person_id == Person.id)
        .where(or_(Person.email.in_(addresses), Reach.contact_key.in_(keys)))
    )
    return {
        person_id: email if email in addresses else keys[key]
        for person_id, email, key in db.session.execute(query)
    }
