"""What may exist only once, however many ask for it at the same moment."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from forum.core.db import db

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
