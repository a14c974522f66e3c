"""Campaigns: near-copies that stand in the queue as one item and are decided as one.

Whatever is decided carries a stamp of what the page showed: how many texts, and their versions.
"""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.core.forms import TOO_LARGE
from forum.moderation.review.hidden import lately
from forum.moderation.review.models import ReviewItem
from forum.moderation.subjects import Key, subjects

#: Other wordings of a campaign shown on its card; every text has its place one by one.
MOST_SHOWN = 5


def stamp_of(items: Sequence[ReviewItem]) -> str:
    """Return what changes when one of these texts changes, is decided, or another joins them.

    Sums, so that a page makes those of many campaigns in one question (``listing``); each text
    weighs by its number, or else of two that changed places the stamp would be the same.
    """
    versions = sum(item.version for item in items)
    weighed = sum(item.id * item.version for item in items)
    return f"{len(items)}.{versions}.{weighed}" if items else ""


def key_of(item: ReviewItem) -> str:
    """Return what forms call an item: the kind and the number of its text."""
    return f"{item.subject_kind}-{item.subject_id}"


def parse(key: str) -> Key | None:
    """Return the kind and the number in a key; None when it is not one of ours."""
    kind, _dash, number = key.rpartition("-")
    if kind not in subjects() or not (number.isascii() and number.isdecimal()):
        return None
    return (kind, int(number)) if int(number) < TOO_LARGE else None


def together(restoring: bool = False) -> ColumnElement[bool]:
    """Return the condition that an item is decided along with its campaign.

    That is whatever is open; to be restored is what was hidden lately.
    """
    return lately() if restoring else ReviewItem.decided_at.is_(None)


def members(item: ReviewItem, restoring: bool = False) -> list[ReviewItem]:
    """Return the items that are decided along with this one, the oldest first."""
    query = select(ReviewItem).where(ReviewItem.campaign == item.campaign, together(restoring))
    return list(db.session.scalars(query.order_by(ReviewItem.id)))


def by_key(key: str) -> ReviewItem | None:
    """Return the item of a text by the key in a form."""
    found = parse(key)
    if found is None:
        return None
    query = select(ReviewItem).where(
        ReviewItem.subject_kind == found[0], ReviewItem.subject_id == found[1]
    )
    return db.session.scalars(query.options(joinedload(ReviewItem.decided_by))).first()


def seen(item: ReviewItem, stamp: str, restoring: bool = False) -> list[ReviewItem] | None:
    """Return the items a page showed under ``stamp``; None when they are not as they were.

    That is the whole campaign, or one of its texts alone.
    """
    alone = [item]
    if not waits(item, restoring):
        return None
    whole = members(item, restoring)
    if whole and stamp == stamp_of(whole):
        return whole
    return alone if stamp == stamp_of(alone) else None


def waits(item: ReviewItem, restoring: bool = False) -> bool:
    """Whether it can be decided: it is open, or, to be restored, was hidden last."""
    return item.decided_act == "hidden" and not item.is_open if restoring else item.is_open


def meanwhile(item: ReviewItem, reference: str, stamp: str, restoring: bool = False) -> str:
    """Say why a form decided nothing: who did what since its page was opened."""
    number = str(len(members(item, restoring)))
    if waits(item, restoring) and stamp.partition(".")[0] != number:
        return _("More or fewer copies of %(reference)s are here now; please look again.") % {
            "reference": reference
        }
    return left_as_is(item, reference)


def left_as_is(item: ReviewItem, reference: str) -> str:
    """Say why one text was left as it is: somebody decided it meanwhile, or its words changed."""
    if item.is_open or not item.decided_act:
        return _("The words of %(reference)s were changed meanwhile; please read them again.") % {
            "reference": reference
        }
    told = {
        "hidden": _("%(name)s has hidden %(reference)s meanwhile."),
        "restored": _("%(name)s has restored %(reference)s meanwhile."),
        "approved": _("%(name)s has let %(reference)s appear meanwhile."),
        "left": _("%(name)s has looked at %(reference)s meanwhile and left it as it is."),
        "removed": _("%(name)s has removed %(reference)s meanwhile."),
    }.get(item.decided_act, _("%(name)s has decided %(reference)s meanwhile."))
    who = item.decided_by.name if item.decided_by else _("Somebody")
    return told % {"name": who, "reference": reference}
