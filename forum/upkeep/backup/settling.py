"""The end of a restore: what was revoked or erased since the backup was made does not come back."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from forum.accounts.restored import forget_passwords
from forum.audit import declare, describe, record
from forum.core.contacts import contact_key, email_of
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.i18n import show_datetime
from forum.core.mail import OutboxMessage
from forum.core.personal import STAND_IN, Whose, addresses_held, fingerprints_held
from forum.core.restored import revoke_everything
from forum.privacy.erasing import erase, erasures
from forum.privacy.keepsakes import Farewell

#: An erasure noted so long before the picture was taken may have been committed after it.
MARGIN = timedelta(minutes=1)

RESTORED = declare(
    "upkeep.restored",
    _l("The site was brought back from its backup of %(picture)s; everybody signs in anew."),
)
describe("picture", lambda moment: show_datetime(datetime.fromisoformat(moment)))


class Settled(NamedTuple):
    """What was done: how many of what was revoked, how many erasures were done again."""

    revoked: dict[str, int]
    erased: int
    #: Erasures that were refused: of the last administrator.
    refused: int


def settle(manifest: dict[str, Any], ledgers: Iterable[Path], passwords: bool = True) -> Settled:
    """Revoke, erase again what ``ledgers`` say, and note it in the log, all in one commit.

    Without ``passwords`` those of everybody are forgotten too.
    """
    seen = datetime.fromisoformat(manifest.get("seen_at") or manifest["made_at"])
    revoked = revoke_everything()
    if not passwords:
        revoked["passwords"] = forget_passwords()
    found, done, last = _Found(), [], _last_letter()
    for each in erasures.erased_since(seen - MARGIN, ledgers):
        whose = found.whose(each)
        done += [_again(whose)] if whose else []
    _write_nobody_twice(last)
    record(RESTORED, picture=seen.isoformat(timespec="minutes"))
    erasures.forget_noted()
    db.session.commit()
    return Settled(revoked, done.count(True), done.count(False))


def _again(whose: Whose) -> bool:
    """Erase once more; False when it is refused."""
    try:
        with db.session.begin_nested():
            erase(whose)
    except Refused:
        return False
    return True


def _last_letter() -> int:
    return db.session.scalar(select(func.max(OutboxMessage.id))) or 0


def _write_nobody_twice(last: int) -> None:
    """Take back the last letters of these erasures: each went out when it was first erased."""
    db.session.flush()
    db.session.execute(delete(Farewell).where(Farewell.letter_id > last))
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.id > last))


class _Found:
    """The rows that are back, by the digests that stand for them in the ledger."""

    def __init__(self) -> None:
        self._things: dict[str, dict[str, int]] = {}

    def rows(self, table: str) -> dict[str, int]:
        """Return the number of each row of a table, by its digest."""
        if table not in self._things:
            known = table in db.metadata.tables
            rows = db.session.execute(erasures.rows_with_births(table)) if known else ()
            self._things[table] = {erasures.row_mark(table, *row): row[0] for row in rows}
        return self._things[table]

    @cached_property
    def keys(self) -> dict[str, str]:
        """Return every fingerprint of a contact, by its digest."""
        return {erasures.contact_mark(key): key for key in _keys()}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Return every address in clear, by the digest of its fingerprint."""
        return {erasures.contact_mark(contact_key(text) or ""): text for text in _addresses()}

    def whose(self, erased: erasures.NotedErasure) -> Whose | None:
        """Return whose data are meant; None when nothing of theirs is there."""
        only = None
        if erased.thing:
            kind, mark = erased.thing
            if mark not in self.rows(kind):
                return None
            only = (kind, self.rows(kind)[mark])
        people = {self.rows("person")[mark] for mark in erased.people & self.rows("person").keys()}
        keys = {self.keys[mark] for mark in erased.contacts & self.keys.keys()}
        emails = {self.addresses[mark] for mark in erased.contacts & self.addresses.keys()}
        if not (people or keys or emails or only):
            return None
        return Whose(
            person_ids=frozenset(people),
            contact_keys=frozenset(keys),
            emails=frozenset(emails),
            only=only,
            keep_words=erased.keeps_words,
        )


def _keys() -> Iterator[str]:
    """Yield the fingerprints in every table, and those that rooms hold by themselves."""
    for table in db.metadata.sorted_tables:
        if "contact_key" in table.c:
            key = table.c.contact_key
            there = key.is_not(None) & ~key.startswith(STAND_IN)
            yield from db.session.scalars(select(key).where(there).distinct())
    yield from fingerprints_held()


def _addresses() -> Iterator[str]:
    yield from filter(None, map(email_of, addresses_held()))
