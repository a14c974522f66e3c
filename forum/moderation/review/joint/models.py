"""A decision on many texts, and its part in each of them.

Each text carries the version the page showed; what somebody has decided or changed since then is
left as it is and counted.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import UtcDateTime, db, now
from forum.core.errors import Refused
from forum.core.holding import hold
from forum.core.jobs import Job, enqueue
from forum.core.once import unless_done
from forum.moderation.review.deciding import Judgement
from forum.moderation.review.models import ReviewItem

#: As many texts are decided at once, while one waits for the page; more are for the worker.
AT_ONCE = 20
#: Texts that were left out and are named on the page; the rest is counted.
MOST_NAMED = 20
DONE, LEFT = "done", "left"


class JointDecision(db.Model):
    """A decision on many texts: what, by whom and why; the words go once all are decided."""

    __tablename__ = "joint_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(30), default="")
    because: Mapped[str] = mapped_column(String(1000), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    by: Mapped[Person | None] = relationship()
    job: Mapped[Job | None] = relationship()

    @property
    def has_failed(self) -> bool:
        """Whether the work has stopped before its end and waits for somebody to go on."""
        return self.finished_at is None and (self.job is None or self.job.over)

    @property
    def judgement(self) -> Judgement:
        """What is to be done to each of the texts."""
        return Judgement(self.act, self.reason, self.because)

    def counts(self) -> dict[str, int]:
        """Count the texts: all, those decided, and those that were left as they are."""
        query = select(JointPart.outcome, func.count()).where(JointPart.decision_id == self.id)
        found = dict(db.session.execute(query.group_by(JointPart.outcome)).tuples().all())
        decided, left = found.get(DONE, 0), found.get(LEFT, 0)
        return {"all": sum(found.values()), "done": decided, "left": left}

    def left_out(self) -> list[ReviewItem]:
        """Return the first of the texts that were left, as they stand in the queue."""
        query = select(ReviewItem).join(JointPart, JointPart.item_id == ReviewItem.id)
        query = query.where(JointPart.decision_id == self.id, JointPart.outcome == LEFT)
        query = query.options(joinedload(ReviewItem.decided_by)).order_by(JointPart.id)
        return list(db.session.scalars(query.limit(MOST_NAMED)))

    def go_on(self, by: Person) -> None:
        """Have the worker go on where it stopped. The caller commits."""
        held = hold(self)
        if not held.has_failed:
            raise Refused(_l("This is being done already, or is done."))
        held.job_id = enqueue("decide_together", by, decision_id=held.id).id


class JointPart(db.Model):
    """One text of a joint decision: the version that was shown, and what became of it."""

    __tablename__ = "joint_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("joint_decision.id"))
    #: None once its text is gone for good, or nothing speaks for looking at it.
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("review_item.id", ondelete="SET NULL"), index=True
    )
    version: Mapped[int]
    #: Empty while it waits, then done or left.
    outcome: Mapped[str] = mapped_column(String(6), default="")

    __table_args__ = (
        Index("ix_joint_part_decision", "decision_id", "outcome"),
        # A text waits for one decision at a time: of two who decide a campaign, one is told so.
        Index(
            "uq_joint_part_pending",
            "item_id",
            unique=True,
            sqlite_where=db.text("outcome = ''"),
            postgresql_where=db.text("outcome = ''"),
        ),
    )


def begin(items: Sequence[ReviewItem], judgement: Judgement, by: Person) -> JointDecision:
    """Ask the worker to decide on these items as they are now. The caller commits.

    Refused when one of them waits for another such decision.
    """
    because = judgement.because[:1000]
    row = JointDecision(act=judgement.act, reason=judgement.reason, because=because, by_id=by.id)
    with unless_done(_l("Somebody is deciding these texts already.")):
        db.session.add(row)
        db.session.flush()
        parts = [
            JointPart(decision_id=row.id, item_id=item.id, version=item.version, outcome="")
            for item in items
        ]
        db.session.add_all(parts)
        db.session.flush()
    row.job_id = enqueue("decide_together", by, decision_id=row.id).id
    return row
