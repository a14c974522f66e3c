"""The present moment; stories and the demo city may set it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Return the present moment in UTC."""
    return _moment.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be ``moment`` for a while; everything written meanwhile carries that time."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
