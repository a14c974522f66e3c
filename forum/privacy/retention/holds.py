"""What has to be kept although its period is over: for the grant, or by order."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from forum.audit import record
from forum.city.models import Project
from forum.core.days import day_of
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.keeping import DataClass, ask_holds, class_named, classes
from forum.core.once import once
from forum.privacy.retention.acts import EVERYTHING, HELD
from forum.privacy.retention.models import RetentionHold, RetentionRun


@dataclass(frozen=True)
class Held:
    """Something is kept until a day (None: until somebody says otherwise), and why."""

    until: date | None
    because: str


class Holds:
    """Every hold that stands today, read once."""

    def __init__(self) -> None:
        today = day_of(now())
        stands = (RetentionHold.lifted_at.is_(None), _not_over(today))
        self.ordered = list(db.session.scalars(select(RetentionHold).where(*stands)))
        maintained = or_(Project.maintenance_until.is_(None), Project.maintenance_until >= today)
        self.grants = list(
            db.session.scalars(select(Project).where(maintained).order_by(Project.id))
        )

    def of(self, one: DataClass) -> list[Held]:
        """Return what holds a class, the longest first."""
        orders = [hold for hold in self.ordered if hold.data_class in ("", one.name)]
        found = [Held(hold.until, hold.because) for hold in orders]
        if one.evidence:
            found += [Held(grant.maintenance_until, _grant(grant)) for grant in self.grants]
        return sorted(found, key=lambda held: held.until or date.max, reverse=True)

    def names(self) -> set[str]:
        """Return the names of the classes that are held."""
        return {one.name for one in classes() if self.of(one)}


def _grant(grant: Project) -> str:
    name = grant.identifier or grant.name_hu
    if grant.maintenance_until is None:
        return _("the grant %(name)s, whose maintenance period has not been entered yet", name=name)
    return _("the maintenance period of the grant %(name)s", name=name)


def _not_over(today: date) -> Any:
    return or_(RetentionHold.until.is_(None), RetentionHold.until >= today)


def holding(one: DataClass) -> Held | None:
    """Return what holds a class for longest; None when nothing does."""
    return next(iter(Holds().of(one)), None)


def _held(name: str) -> bool:
    one = class_named(name)
    return one is not None and holding(one) is not None


ask_holds(_held)


def order(name: str, until: date | None, because: str, key: str, by: Any) -> RetentionHold:
    """Order that a class, or everything (no name), is kept; what is erasing now waits for it."""

    def make() -> RetentionHold:
        _wait_for_erasing()
        hold = RetentionHold(
            data_class=name, until=until, because=because, submit_key=key, by_id=by.id
        )
        db.session.add(hold)
        db.session.flush()
        record(HELD, by, hold, data_class=name or EVERYTHING)
        return hold

    if until is not None and until < day_of(now()):
        raise Refused(_l("That day is over."))
    known = select(RetentionHold).where(RetentionHold.submit_key == key)
    return once(lambda: db.session.scalars(known).first(), make)[0]


def _wait_for_erasing() -> None:
    """Wait until the batch that is being erased is done; the next one sees the hold."""
    running = select(RetentionRun.id).where(RetentionRun.finished_at.is_(None))
    db.session.execute(running.with_for_update()).all()
