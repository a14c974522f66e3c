"""What is done after the commit, and forgotten when the work is rolled back.

What was noted for work and letters is safe in a row of its own: whoever looks for such rows every
minute finds what was lost in between. What has no row, as wiping the traces of an erasure, needs
whoever notes it to come round by the clock too.
"""

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from forum.core.db import db

_log = logging.getLogger(__name__)
_doings: dict[str, Callable[[list[Any]], None]] = {}


def afterwards(kind: str) -> Callable[[Callable[[list[Any]], None]], Callable[[list[Any]], None]]:
    """Register ``function(noted)``, called after the commit with everything noted for ``kind``."""

    def register(function: Callable[[list[Any]], None]) -> Callable[[list[Any]], None]:
        _doings[kind] = function
        return function

    return register


def note(kind: str, what: Any) -> None:
    """Note something to be done once the present transaction is committed."""
    db.session.info.setdefault("afterwards", {}).setdefault(kind, []).append(what)


@event.listens_for(Session, "after_commit")
def _do(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for kind, noted in session.info.pop("afterwards", {}).items():
        try:
            _doings[kind](noted)
        except Exception:
            _log.exception("%s is left to whoever comes round by the clock", kind)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("afterwards", None)
