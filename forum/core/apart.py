"""Files are opened apart: while nobody waits for the database, and one at a time.

On SQLite whoever may write holds the lock from the first question on, on PostgreSQL the rows that
were locked; a picture or a list made to take long would keep others from writing. And several at
once would fill the memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from forum.core.access import ask_again
from forum.core.db import db
from forum.core.errors import Refused

#: Seconds in which one waits for one's turn; a photograph takes a third of one, a long list five.
PATIENCE = 10
BUSY = _l("Many files are being read just now. Please send it again in a minute.")


class Busy(Refused):
    """Too many files are being read; what was typed with this one stays in its form."""

    def __init__(self) -> None:
        super().__init__(BUSY, 503)


class Turn:
    """Work that one thread of a process does at a time."""

    def __init__(self) -> None:
        self._lock = RLock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn, and keep it; Busy when that takes too long."""
        if not self._lock.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            self._lock.release()


@contextmanager
def apart() -> Iterator[None]:
    """Let the database go for a while; afterwards it is asked again whether one may.

    What was not committed is undone. What a view has fetched reads itself anew when it is used.
    """
    get_locale()  # the language of the page may be the account's: known from now on
    db.session.rollback()
    try:
        yield
    finally:
        ask_again()
