"""Erasing what is somebody's: every room forgets its part, in one transaction.

Published summaries, sums, the ledger and the log stay byte for byte: a row that counts is kept and
tells of nobody any more; what stands in for the fingerprint of a contact is random, and the same
wherever that contact was met.
"""

import logging
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from forum.accounts.models import Person
from forum.accounts.personal import addresses_met, widened
from forum.audit import declare, record
from forum.core.afterwards import afterwards, note
from forum.core.covering import NOTES, cover
from forum.core.db import db
from forum.core.i18n import language as current_language
from forum.core.jobs import nightly
from forum.core.keeping import is_held
from forum.core.kept import forget_pages
from forum.core.personal import Whose, keepers
from forum.privacy.erasing.erasures import note_erasure
from forum.privacy.erasing.farewells import ASKED, say_farewell
from forum.privacy.keepsakes import DataArchive

ERASED = declare("privacy.erased", _l("Somebody had erased what was kept of them."), public=False)
#: Seconds in which the log of changes is to be emptied: while somebody waits, and in the night.
PATIENCE, NIGHTLY_PATIENCE = 1.0, 60.0
#: Milliseconds of one try, and the seconds in which others may write before the next.
ONE_TRY, BETWEEN_TRIES = 50, 0.1

_log = logging.getLogger(__name__)


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
    if because == ASKED or not is_held(NOTES):  # the calendar leaves what is held
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
    """Forget the pages that this process keeps, and on SQLite empty the log of changes.

    Other processes keep pages of theirs in memory, and serve none made before that many seconds
    (``FRESH_SECONDS``). In the database file itself what is freed is overwritten (``secure_delete``).
    """
    forget_pages()
    if not _emptied(PATIENCE):
        _log.warning("somebody reads: the log of changes is emptied in the night")


@nightly
def truncate_log() -> None:
    """Empty SQLite's log of changes once more, when hardly anybody reads."""
    db.session.rollback()
    if not _emptied(NIGHTLY_PATIENCE):
        _log.warning("the log of changes could not be emptied: somebody has been reading for long")


def _emptied(patience: float) -> bool:
    """Empty SQLite's log of changes, in which erased words stand; False while others read.

    Each try is short, for nobody can write meanwhile.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    deadline = monotonic() + patience
    with db.engine.connect() as connection:
        raw: Any = connection.connection
        before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
        raw.execute(f"PRAGMA busy_timeout={ONE_TRY}")
        try:
            while raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if monotonic() > deadline:
                    return False
                sleep(BETWEEN_TRIES)
        finally:
            raw.execute(f"PRAGMA busy_timeout={before}")
    return True
