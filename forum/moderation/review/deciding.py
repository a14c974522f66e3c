"""Deciding on texts that are held: rows are held in one order, whoever decides.

What lies around a text comes first, then the texts, then their items in the queue, so that two
facilitators (and the worker) wait for each other and never in a circle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import declare, record
from forum.core.db import db
from forum.moderation.review import queue
from forum.moderation.review.models import ReviewItem
from forum.moderation.subjects import Key, subjects

LOOKED_AT = declare(
    "text.looked_at",
    _l("%(actor)s looked at the text %(reference)s and left it as it is."),
    public=False,
)


@dataclass(frozen=True)
class Judgement:
    """What somebody chose to do with texts of the queue.

    Hide (for a reason, with words), let (appear, or stay) or restore.
    """

    act: str
    reason: str = ""
    because: str = ""

    @property
    def restores(self) -> bool:
        """Whether it is about texts that are hidden, and not about those that wait."""
        return self.act == "restore"

    def carry_out(self, text: Any, by: Person) -> bool:
        """Do it to one text that is held; False when it is done already."""
        if self.act == "hide":
            return text.hide(by, self.reason, self.because) is not None
        if self.restores:
            return text.restore(by, self.because) is not None
        return let(text, by)


def let(text: Any, by: Person) -> bool:
    """Let a waiting text appear, or one that was reported or caught a rule's eye stay."""
    reported = text.leave(by)
    if text.waiting:
        return bool(text.approve(by))
    item = queue.item_of(text)
    if reported or item is None or not item.is_open:
        return bool(reported)
    record(LOOKED_AT, by, text)
    queue.close(text, by, "left")
    return True


def hold_items(items: Iterable[ReviewItem]) -> None:
    """Hold items of the queue, and read them anew."""
    numbers = [item.id for item in items]
    db.session.flush()
    held = select(ReviewItem).where(ReviewItem.id.in_(numbers)).order_by(ReviewItem.id)
    held = held.with_for_update().execution_options(populate_existing=True)
    db.session.scalars(held).all()


def hold_texts(items: Iterable[ReviewItem]) -> dict[Key, Any]:
    """Hold the texts of these items, then the items; return the texts by kind and number."""
    ids: dict[str, set[int]] = {}
    every = list(items)
    for item in every:
        ids.setdefault(item.subject_kind, set()).add(item.subject_id)
    texts: dict[Key, Any] = {}
    for kind in sorted(ids):
        texts |= _held(kind, sorted(ids[kind]))
    hold_items(every)
    return texts


def _held(kind: str, ids: Sequence[int]) -> dict[Key, Any]:
    subject = subjects().get(kind)
    if subject is None:
        return {}
    model = subject.model
    query = select(model).where(model.id.in_(ids)).order_by(model.id)
    for text in db.session.scalars(query).unique().all():
        subject.lock(text)
    held = query.with_for_update(of=model).execution_options(populate_existing=True)
    return {(kind, text.id): text for text in db.session.scalars(held).unique()}
