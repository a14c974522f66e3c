"""Erasing what is somebody's: every room forgets its part, in one transaction.

Published summaries, sums, the ledger and the log stay byte for byte: a row that counts is kept and
tells of nobody any more; what stands in for the fingerprint of a contact is random, and the same
wherever that contact was met.
"""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from forum.accounts.models import Person
from forum.accounts.personal import addresses_met, widened
from forum.audit import declare, record
from forum.core.afterwards import afterwards, note
from forum.core.covering import cover
from forum.core.db import db
from forum.core.i18n import language as current_language
from forum.core.kept import forget_pages
from forum.core.personal import Whose, keepers
from forum.privacy.erasing.erasures import note_erasure
from forum.privacy.erasing.farewells import ASKED, say_farewell
from forum.privacy.keepsakes import DataArchive

ERASED = declare("privacy.erased", _l("Somebody had erased what was kept of them."), public=False)


@dataclass
class Erasure:
    """What was erased: for each room how many rows it changed, by kind."""

    rooms: dict[str, dict[str, int]] = field(default_factory=dict)
    #: The addresses that were erased with it.
    addresses: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        """How many rows were changed in all."""
        return sum(sum(room.values()) for room in self.rooms.values())


def erase(whose: Whose, by: Any = None, language: str = "", because: str = ASKED) -> Erasure:
    """Forget ``whose`` data in every room, in the present transaction; the caller commits.

    One last letter says so, in ``language`` or their own. ``by`` is who asked. A rule of retention
    has another reason (``because``) and a log of its own. Refused for the last administrator.
    """
    meant = widened(whose)
    language = language or _language_of(meant)
    note_erasure(meant)
    for key in meant.contact_keys:  # an address the ledger knows though it stands beside nothing
        meant.stand_in(key)
    found = Erasure({keeper.room: keeper.erase(meant) for keeper in keepers()})
    found.rooms["office"] = {"notes": cover(_told(meant))}
    for keeper in keepers():
        if keeper.settle:
            keeper.settle(meant)
    if whose.only is not None:  # an archive made before would still hold it
        gone = delete(DataArchive).where(DataArchive.person_id.in_(meant.person_ids))
        db.session.execute(gone.execution_options(synchronize_session="fetch"))
    found.addresses = addresses_met(meant)
    if because == ASKED:
        record(ERASED)
    say_farewell(_reached(meant, found), language, because)
    db.session.flush()
    note("erased", True)
    return found


def _language_of(meant: Whose) -> str:
    """Return the language of whoever is about to be erased."""
    row = db.session.get(Person, min(meant.person_ids)) if meant.person_ids else None
    return row.language if row is not None else current_language()


def _reached(meant: Whose, found: Erasure) -> set[str]:
    """Return to whom the last letter goes: a confirmed address, since anybody may type anybody's.

    With a code it is the contact that was given for it. An account that stays needs no letter.
    """
    if meant.only is None:
        return set(meant.emails)
    return set() if meant.person_ids else found.addresses


def _told(meant: Whose) -> set[str]:
    """Return the names and contacts that were met, as they may stand in a note of the office."""
    return {*meant.met, *meant.names, *meant.emails, *meant.phones}


@afterwards("erased")
def _wipe(_noted: list[bool]) -> None:
    """Leave nothing behind on this machine: kept pages, and on SQLite the log of changes.

    Pages freed in the database file itself are overwritten at once (``secure_delete``).
    """
    forget_pages()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def truncate_log() -> None:
    """Do the same once more in the night, when nobody reads meanwhile."""
    if db.engine.dialect.name == "sqlite":
        _wipe([])
