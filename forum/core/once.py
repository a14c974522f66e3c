"""What may exist only once, however many ask for it at the same moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError

from forum.core.db import db
from forum.core.errors import Refused

T = TypeVar("T")


def once(known: Callable[[], T | None], make: Callable[[], T]) -> tuple[T, bool]:
    """Return what is known, or make it; and whether it was made now.

    A unique constraint decides between twins that arrive in parallel: the loser's work is undone
    and it gets the winner's row, as if it had come later.
    """
    found = known()
    if found is not None:
        return found, False
    try:
        with db.session.begin_nested():
            return make(), True
    except IntegrityError:
        found = known()
        if found is None:
            raise
        return found, False


@contextmanager
def unless_done(otherwise: Any) -> Iterator[None]:
    """Refuse with ``otherwise`` what a constraint allows once, when somebody else does it now."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError:
        raise Refused(otherwise) from None
