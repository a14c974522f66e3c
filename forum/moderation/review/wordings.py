"""The wordings of a campaign: its texts are nearly the same, and one reads where they differ."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from forum.core.db import db
from forum.moderation.review.models import ReviewItem
from forum.moderation.rules.copies import flat
from forum.moderation.subjects import subjects

#: Texts read for one page of the queue; what is beyond is read one by one.
MOST_READ = 2000


class Wording(NamedTuple):
    """One way in which texts of a campaign are worded, and the texts that are."""

    words: str
    ids: tuple[int, ...]

    @property
    def number(self) -> int:
        """How many texts have these words."""
        return len(self.ids)


def wordings(texts: Sequence[tuple[int, str]]) -> list[Wording]:
    """Put texts of the same letters together, the most frequent first; a pure function.

    Capitals, accents, stops and spaces make no other wording.
    """
    same: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, words in texts:
        same[flat(words)].append((number, words))
    found = [Wording(rows[0][1], tuple(number for number, _w in rows)) for rows in same.values()]
    return sorted(found, key=lambda one: (-one.number, one.ids[0]))


def of_campaigns(campaigns: Sequence[str], which: ColumnElement[bool]) -> dict[str, list[Wording]]:
    """Return the wordings of those texts of each campaign that meet a condition.

    The number of questions does not grow.
    """
    if not campaigns:
        return {}
    query = select(ReviewItem.campaign, ReviewItem.subject_kind, ReviewItem.subject_id).where(
        ReviewItem.campaign.in_(campaigns), which
    )
    rows = db.session.execute(query.order_by(ReviewItem.id).limit(MOST_READ)).tuples().all()
    words = {kind: _words(kind, [row[2] for row in rows if row[1] == kind]) for kind in subjects()}
    texts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for campaign, kind, number in rows:
        if number in words.get(kind, {}):
            texts[campaign].append((number, words[kind][number]))
    return {campaign: wordings(found) for campaign, found in texts.items()}


def _words(kind: str, ids: Sequence[int]) -> dict[int, str]:
    """Return what the texts of one kind say, in the column campaigns are compared by."""
    if not ids:
        return {}
    model = subjects()[kind].model
    column = getattr(model, subjects()[kind].words[0])
    rows = db.session.execute(select(model.id, column).where(model.id.in_(ids)))
    return {number: str(said or "") for number, said in rows.tuples()}
