"""Accounts that stay although their time has come: something that belongs to them is held.

An account is erased whole or not at all, so whoever has anything in a class that is held is left
out. It is looked for as the erasing would find it: by what names the account, and by its contacts.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.accounts.personal import whose
from forum.core.db import db
from forum.core.keeping import places
from forum.core.owned import Owned, owned_tables
from forum.core.personal import STAND_IN, Whose
from forum.participation.models import Evidence
from forum.privacy.retention.holds import Holds

#: Accounts that are asked about at once.
AT_ONCE = 500
Held = list[tuple[Owned, set[str]]]


def free(due: Select[Any]) -> Select[Any]:
    """Leave out, of the accounts that ``due`` selects, whoever has something in a held class."""
    names = Holds().names()
    held = _held(names)
    for table, columns in held:
        for owners in table.owners(columns):
            due = due.where(Person.id.not_in(owners))
    if "fingerprints" in names:
        due = due.where(~_in_the_ledger())
    numbers = list(db.session.scalars(select(due.subquery().c.id))) if held else []
    parts = (numbers[n : n + AT_ONCE] for n in range(0, len(numbers), AT_ONCE))
    found = [number for part in parts for number in _with_something(part, held)]
    return due.where(Person.id.not_in(found)) if found else due


def _held(names: set[str]) -> Held:
    """Return the tables in which rows are somebody's, with their columns of these classes."""
    tables = owned_tables()
    columns: dict[str, set[str]] = {}
    for table, column, name in places():
        if name in names and table in tables:
            columns.setdefault(table, set()).add(column)
    return [(tables[table], told) for table, told in columns.items()]


def _in_the_ledger() -> ColumnElement[bool]:
    """Whether the ledger knows a fingerprint of whoever has the account."""
    told, account = aliased(Evidence), aliased(Evidence)
    person = literal("person:").concat(cast(Person.id, String))
    fingerprint = and_(
        told.node.startswith("contact:"), ~told.node.startswith(f"contact:{STAND_IN}")
    )
    same = told.participant_id == account.participant_id
    return exists().where(account.node == person, same, fingerprint).correlate(Person)


def _with_something(numbers: Sequence[int], held: Held) -> list[int]:
    """Return who of these has something held; as it is hardly anybody, all are asked about at once,
    and the halves of those where something is found."""
    if not numbers or not _any(whose(numbers), held):
        return []
    if len(numbers) == 1:
        return list(numbers)
    middle = len(numbers) // 2
    return [
        *_with_something(numbers[:middle], held),
        *_with_something(numbers[middle:], held),
    ]


def _any(meant: Whose, held: Held) -> bool:
    rows = (
        exists().where(table.condition(meant), table.filled(columns)) for table, columns in held
    )
    return any(db.session.scalar(select(one)) for one in rows)
