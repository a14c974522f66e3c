"""Withdrawing a published plan for a legal reason; what was frozen stays, and is not shown."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core import search
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.holding import hold
from forum.core.once import once
from forum.planning.seasons.models import PlanPublication

WITHDRAWN = declare(
    "plan.withdrawn", _l("%(actor)s withdrew the published plan %(reference)s: %(because)s")
)


class PlanTakedown(db.Model):
    """A published plan was withdrawn for a legal reason: the one act that touches it, and logged."""

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("plan_publication.id"), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: Everybody reads this.
    because: Mapped[str] = mapped_column(Text)

    publication: Mapped[PlanPublication] = relationship()


def withdraw(publication: PlanPublication, by: Person, because: str) -> PlanTakedown:
    """Withdraw a published plan, once; its files are kept but not shown. The caller commits."""
    if not because.strip():
        raise Refused(_l("Please give the reason."))
    if not by.at_least("administrator"):
        raise Refused(_l("Only administrators withdraw what was published."))
    season = publication.plan.season
    hold(season)
    known = select(PlanTakedown).where(PlanTakedown.publication_id == publication.id)

    def make() -> PlanTakedown:
        row = PlanTakedown(publication_id=publication.id, by_id=by.id, because=because)
        db.session.add(row)
        db.session.flush()
        record(WITHDRAWN, by, publication.plan, because=because)
        search.remove("plan", season.id)
        season.touch()
        return row

    return once(lambda: db.session.scalars(known).first(), make)[0]


def takedown_of(publication: PlanPublication) -> PlanTakedown | None:
    """Return the withdrawal of a published plan."""
    query = select(PlanTakedown).where(PlanTakedown.publication_id == publication.id)
    return db.session.scalars(query).first()


def not_withdrawn() -> Any:
    """Return the condition that a publication was not withdrawn."""
    return (
        ~select(PlanTakedown.id)
        .where(PlanTakedown.publication_id == PlanPublication.id)
        .correlate(PlanPublication)
        .exists()
    )
