"""Holding rows still while they are changed, and noticing that a page has been overtaken."""

from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import HiddenField

from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import one_line

T = TypeVar("T")


class Stale(Refused):
    """Somebody else has saved it since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Somebody else has changed this since you opened the page. What you wrote is still "
                "here; please compare it with how it is now, and save again."
            )
        )


class Seen:
    """What a form has that knows which version of its thing it shows."""

    seen = HiddenField(filters=[one_line])

    @property
    def seen_version(self) -> int | None:
        """The version that the form showed; None when it cannot be read."""
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def hold(thing: T) -> T:
    """Wait until nobody else changes ``thing``, and keep others waiting; all is then read anew."""
    model: Any = type(thing)
    row = select(model).where(model.id == thing.id)  # type: ignore[attr-defined]
    db.session.flush()
    held = db.session.scalars(row.with_for_update(of=model)).unique().one()
    db.session.expire_all()
    return held


def ensure_seen(thing: Any, seen: int | None) -> None:
    """Raise Stale when ``thing`` has another version than the one the page showed."""
    if seen is not None and seen != thing.version:
        raise Stale
