"""Fingerprints of contacts that nobody needs any more give way to something random.

Everywhere the same takes the place of the same, so the ledger still tells who is who and a recount
agrees; but from then on nobody can tell the contact, not even with this installation's key.
"""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, union_all, update

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.keeping import STAND_IN, Step, also, changed
from forum.participation.models import Evidence

#: Where fingerprints stand, and when they were given there.
PLACES = {
    "attendance": "entered_at",
    "ballot": "at",
    "community_member": "at",
    "feedback": "at",
    "idea": "created_at",
    "idea_support": "at",
    "opinion": "created_at",
    "registration": "at",
}
_NODE = "contact:"


def _plain(key: Any) -> ColumnElement[bool]:
    return key.is_not(None) & ~key.startswith(STAND_IN)


def _recent(before: datetime) -> Select[Any]:
    """Return the fingerprints that were used since."""
    tables = (db.metadata.tables[name] for name in PLACES)
    uses = union_all(
        *(
            select(rows.c.contact_key.label("key")).where(
                _plain(rows.c.contact_key), rows.c[PLACES[rows.name]] >= before
            )
            for rows in tables
        )
    ).subquery()
    return select(uses.c.key)


def _of_accounts() -> Select[Any]:
    """Return the fingerprints of those who have an account: they are made anew from its address."""
    holder = select(Evidence.participant_id).join(
        Person, Evidence.node == literal("person:").concat(cast(Person.id, String))
    )
    holder = holder.where(Person.email.is_not(None))
    key = func.substr(Evidence.node, len(_NODE) + 1)
    known = select(key).where(Evidence.node.startswith(_NODE))
    return known.where(Evidence.participant_id.in_(holder))


def _step(table: str) -> Step:
    rows = db.metadata.tables[table]

    def due(before: datetime) -> Select[Any]:
        at = rows.c[PLACES[table]]
        key = rows.c.contact_key
        query = select(rows.c.id.label("id"), at.label("at")).where(_plain(key), at < before)
        return query.where(key.not_in(_recent(before)), key.not_in(_of_accounts()))

    def erase(numbers: list[int]) -> int:
        keys = select(rows.c.contact_key).where(rows.c.id.in_(numbers)).distinct()
        for key in db.session.scalars(keys).all():
            _replace(str(key))
        return len(numbers)

    return Step(table, due, erase)


def _replace(key: str) -> None:
    """Let something random stand for a fingerprint, wherever it stands."""
    stand_in = STAND_IN + secrets.token_hex(24)
    for table in PLACES:
        rows = db.metadata.tables[table]
        of_it = update(rows).where(rows.c.contact_key == key)
        changed(of_it.values(contact_key=stand_in))
    node = update(Evidence).where(Evidence.node == _NODE + key)
    changed(node.values(node=_NODE + stand_in))


also("fingerprints", {}, lambda: tuple(_step(table) for table in PLACES))
