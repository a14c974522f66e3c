"""How long each class of data is kept: the default, or what an administrator chose."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.audit import record
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.keeping import DataClass, ask_days, class_named, classes
from forum.core.once import once
from forum.privacy.retention.acts import CONFIRMED, PERIOD_CHANGED
from forum.privacy.retention.holds import holding
from forum.privacy.retention.models import PeriodsConfirmation, RetentionPeriod

#: A period of more than a hundred years is a slip of the finger.
MOST_DAYS = 36_500


def all_days() -> dict[str, int]:
    """Return how many days each class is kept that is not kept for good."""
    last = select(func.max(RetentionPeriod.id)).group_by(RetentionPeriod.data_class)
    chosen = select(RetentionPeriod.data_class, RetentionPeriod.days)
    rows = db.session.execute(chosen.where(RetentionPeriod.id.in_(last))).all()
    by_name = {name: days for name, days in rows}  # noqa: C416 - typed rows
    return {
        one.name: max(by_name.get(one.name, one.retention.days), one.retention.least)
        for one in classes()
        if one.retention
    }


ask_days(all_days)


def before(days: int, at: datetime | None = None) -> datetime:
    """Return the moment before which rows are due that are kept for so many days."""
    return (at or now()) - timedelta(days=days)


def retained(name: str) -> DataClass | None:
    """Return a class that has a period; None for one that is kept for good."""
    one = class_named(name)
    return one if one and one.retention else None


def why_not(one: DataClass, days: int) -> Any:
    """Say why a class cannot be kept for so many days; None when it can."""
    assert one.retention is not None
    if not one.retention.least <= days <= MOST_DAYS:
        least, most = one.retention.least, MOST_DAYS
        return _l("Please write a number from %(least)s to %(most)s.", least=least, most=most)
    if days < all_days()[one.name] and holding(one):
        return _l("This is being held; while it is, it can only be kept longer.")
    return None


def choose(one: DataClass, days: int, because: str, key: str, by: Any) -> RetentionPeriod:
    """Keep a class for so many days from now on; shorter is refused while it is held."""

    def make() -> RetentionPeriod:
        row = RetentionPeriod(
            data_class=one.name, days=days, because=because, by_id=by.id, submit_key=key
        )
        db.session.add(row)
        db.session.flush()
        record(PERIOD_CHANGED, by, row, data_class=one.name, old=old, new=days)
        return row

    assert one.retention is not None
    old = all_days()[one.name]
    fault = why_not(one, days)
    if fault:
        raise Refused(fault)
    known = select(RetentionPeriod).where(RetentionPeriod.submit_key == key)
    return once(lambda: db.session.scalars(known).first(), make)[0]


def confirmation() -> PeriodsConfirmation | None:
    """Return who first confirmed the periods; None while nobody has."""
    return db.session.scalars(select(PeriodsConfirmation).order_by(PeriodsConfirmation.id)).first()


def confirm(by: Any) -> bool:
    """Confirm the periods, from when on the nightly work erases; False when they are already."""

    def make() -> PeriodsConfirmation:
        row = PeriodsConfirmation(by_id=by.id)
        db.session.add(row)
        db.session.flush()
        record(CONFIRMED, by, row)
        return row

    return once(confirmation, make)[1]
