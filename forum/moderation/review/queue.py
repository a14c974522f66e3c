"""Texts come into the review queue and leave it.

A row opens when a text waits, is reported or catches the eye of a rule; it closes with a decision.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.once import once
from forum.moderation.models import Flag
from forum.moderation.review import scoring
from forum.moderation.review.models import ReviewItem
from forum.moderation.review.scoring import Finding
from forum.moderation.signals import text_decided, text_flagged, text_waits
from forum.moderation.subjects import is_about, kind_of, subjects


def item_of(text: Any) -> ReviewItem | None:
    """Return the row of a text in the queue, held until the commit; None when it has none."""
    query = select(ReviewItem).where(is_about(ReviewItem, text)).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def put_in(
    text: Any, findings: Iterable[Finding], campaign: str = "", held: bool = False
) -> ReviewItem:
    """Open the row of a text, or add to why it is open already."""
    item = _row_of(text)
    if not item.is_open:
        item.open_again()
    item.campaign = campaign or item.campaign
    item.held = item.held or held
    item.waiting = item.waiting or held or text.waiting
    item.weigh(findings)
    return item


def changed(text: Any) -> None:
    """Note that the words of a text are others than a page may still show."""
    item = item_of(text)
    if item is not None:
        item.version += 1
        db.session.flush()


def close(text: Any, by: Person | None, act: str) -> ReviewItem:
    """Note what was decided on a text."""
    item = _row_of(text)
    item.close(by, act)
    return item


def forget(text: Any) -> None:
    """Take a text out of the queue that its author deletes."""
    item = item_of(text)
    if item is not None:
        item.drop()


def _row_of(text: Any) -> ReviewItem:
    def make() -> ReviewItem:
        kind = kind_of(text)
        place = subjects()[kind].place(text) if kind in subjects() else None
        item = ReviewItem(
            subject_kind=kind,
            subject_id=text.id,
            place_kind=place.kind if place else "",
            place_id=place.id if place else 0,
            campaign=f"{kind}-{text.id}",
            version=1,
        )
        db.session.add(item)
        db.session.flush()
        return item

    return once(lambda: item_of(text), make)[0]


def _open_flags(text: Any) -> int:
    query = select(func.count(Flag.id)).where(is_about(Flag, text), Flag.closed_at.is_(None))
    return db.session.scalar(query) or 0


@text_waits.connect
def _waits(text: Any, **_more: Any) -> None:
    """Put a text that does not appear yet into the queue, unless a rule has said why."""
    item = item_of(text)
    if item is None or not (item.is_open and item.held):
        put_in(text, [Finding(scoring.WAITS, scoring.WAITS_WEIGHT)])


@text_flagged.connect
def _flagged(text: Any, **_more: Any) -> None:
    """Put a reported text into the queue, or count one more report."""
    put_in(text, [scoring.reported_by(_open_flags(text))])


#: Acts after which nobody has to look any more.
CLOSING = {"hidden", "restored", "approved", "left", "removed"}


@text_decided.connect
def _decided(text: Any, act: str = "", by: Person | None = None, **_more: Any) -> None:
    """Take a text out of the queue; one that was redacted stays while it waits or is reported."""
    covered = act == "redacted" and not text.waiting and not _open_flags(text)
    if act in CLOSING or covered:
        close(text, by, act)
    elif act == "put_back":  # as it was before the law had it removed
        hiding = text.hiding
        close(text, hiding.by if hiding else by, "hidden" if hiding else "restored")
    else:
        from forum.moderation.rules.again import look_again

        changed(text)
        look_again(text)
