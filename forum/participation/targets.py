"""Targets of the grant: set, and taken away when they were wrong."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.clock import now
from forum.core.db import db
from forum.core.once import once
from forum.participation.aims import Target
from forum.participation.booking import open_period
from forum.participation.storing import store_figures

SET = declare("target.set", _l("%(actor)s set a target of %(amount)s for project “%(reference)s”."))
REMOVED = declare(
    "target.removed", _l("%(actor)s took back a target of %(amount)s of project “%(reference)s”.")
)


def set_target(by: Person, values: dict[str, Any], submit_key: str) -> Target:
    """Set a target; the same key twice is one target."""
    open_period()

    def known() -> Target | None:
        return db.session.scalars(select(Target).where(Target.submit_key == submit_key)).first()

    def make() -> Target:
        target = Target(submit_key=submit_key, by_id=by.id, **values)
        db.session.add(target)
        db.session.flush()
        record(SET, by, target, amount=target.amount)
        return target

    target, new = once(known, make)
    if new:
        store_figures()
    return target


def remove(target: Target, by: Person) -> None:
    """Take a target back; the log keeps that it was there."""
    open_period()
    if target.removed_at is None:
        target.removed_at = now()
        record(REMOVED, by, target, amount=target.amount)
