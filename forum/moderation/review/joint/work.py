"""The worker decides on many texts: a few at a time, each once, begun again where it ended.

A few texts and the note of what became of them are one transaction, so a process that is killed
leaves no text decided twice and none forgotten.
"""

from time import sleep
from typing import Any

from sqlalchemy import select

from forum.core.access import can
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import hold
from forum.core.jobs import Job, job
from forum.moderation.review import campaigns
from forum.moderation.review.deciding import hold_texts
from forum.moderation.review.joint.models import DONE, LEFT, JointDecision, JointPart
from forum.moderation.review.models import ReviewItem

#: Texts in one transaction: others who write wait for about a sixth of a second.
BATCH = 10
#: Seconds between two transactions, in which whoever waits for the database gets it.
BREATH = 0.05


@job("decide_together")
def carry_out(progress: Job, decision_id: int) -> None:
    """Decide on what still waits; commits after every few texts."""
    while _some(decision_id):
        counts = db.session.get_one(JointDecision, decision_id).counts()
        progress.report(counts["done"] + counts["left"], counts["all"])
        sleep(BREATH)
    row = hold(db.session.get_one(JointDecision, decision_id))
    row.finished_at, row.because = row.finished_at or now(), ""  # each statement has the words
    db.session.commit()


def _some(decision_id: int) -> int:
    """Decide on the next few texts; the number of them."""
    row = hold(db.session.get_one(JointDecision, decision_id))
    query = select(JointPart).where(JointPart.decision_id == row.id, JointPart.outcome == "")
    parts = db.session.scalars(query.order_by(JointPart.id).limit(BATCH)).all()
    items = {
        item.id: item
        for item in db.session.scalars(
            select(ReviewItem).where(ReviewItem.id.in_([part.item_id for part in parts]))
        )
    }
    texts = hold_texts(items.values())
    for part in parts:
        item = items.get(part.item_id or 0)
        text = texts.get(item.about) if item else None
        part.outcome = DONE if item and _decide(row, part, item, text) else LEFT
    db.session.flush()
    return len(parts)


def _decide(row: JointDecision, part: JointPart, item: ReviewItem, text: Any) -> bool:
    """Decide on one text that is held, if it is as it was shown."""
    by = row.by
    if text is None or by is None or item.version != part.version:
        return False
    if not campaigns.waits(item, row.judgement.restores):
        return False
    if by.disabled_at is not None or not can(by, "moderation:act", text):
        return False
    try:
        with db.session.begin_nested():
            return row.judgement.carry_out(text, by)
    except Refused:
        return False
